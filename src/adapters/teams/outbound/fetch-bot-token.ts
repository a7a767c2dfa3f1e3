import { z } from 'zod';
import { Secret } from '../../../core/model/text/secret.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { type HttpResponse, parseJson } from '../../http/http-response.ts';
import { NoAnswer } from '../../http/no-answer.ts';
import { TeamsError } from './teams-error.ts';

export interface BotTokenRequest {
  appId: string;
  password: Secret;
  tenantId: string;
}

export interface BotToken {
  token: Secret;
  lifetimeMs: number;
}

/** Asks Entra for the bot's token. Throws `TeamsError`. */
export type FetchBotToken = (request: BotTokenRequest) => Promise<BotToken>;

/** The resource of the Bot Connector (learn.microsoft.com: Authentication with the Bot Connector API, 2026). */
export const CONNECTOR_SCOPE = 'https://api.botframework.com/.default';

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const refusalSchema = z.object({ error: z.string(), error_description: z.string().optional() });

/**
 * The client credentials grant at the registration's own tenant, single tenant as every bot made since August 2025.
 * One form post: MSAL would refuse the sandbox's plain http and bring a cache beside ours.
 */
export function createFetchBotToken(http: HttpClient): FetchBotToken {
  return async ({ appId, password, tenantId }) => {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: password.reveal(),
      scope: CONNECTOR_SCOPE,
    });
    const answer = await http.send({
      method: 'POST',
      url: `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
    });
    if (answer instanceof NoAnswer) throw new TeamsError('unreachable', { host: answer.host, cause: answer });
    return toToken(answer);
  };
}

function toToken({ status, body }: HttpResponse): BotToken {
  const json = parseJson(body);
  const parsed = tokenSchema.safeParse(json);
  if (status === 200 && parsed.success) {
    return { token: new Secret(parsed.data.access_token), lifetimeMs: parsed.data.expires_in * 1000 };
  }
  const { error, error_description } = refusalSchema.safeParse(json).data ?? {};
  // Of the description only the number is kept: the rest may name what was sent.
  const serviceCode = /\bAADSTS\d{4,8}\b/.exec(error_description ?? '')?.[0] ?? error?.slice(0, 60);
  throw new TeamsError(status >= 500 || status === 429 ? 'unavailable' : 'credentials', { status, serviceCode });
}
