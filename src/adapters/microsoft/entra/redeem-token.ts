import { z } from 'zod';
import type { Connection } from '../../../core/model/cloud/connection.ts';
import type { Answer, Fault, TokenGrant, TokenRequest } from '../../../core/model/cloud/microsoft-cloud.ts';
import { Secret } from '../../../core/model/text/secret.ts';
import { type HttpResponse, header, parseJson } from '../../http/http-response.ts';
import type { CloudHosts } from '../clouds.ts';
import { carriesError, malformedAnswer } from '../http/own-marks.ts';
import { MOST_BYTES_OF_ONE, type PacedRequest, type Requester } from '../http/requester.ts';
import { parseEntraRefusal } from './entra-refusal.ts';
import { NoIdentityToken } from './identity-assertion.ts';
import { type TokenCall, toTokenCall } from './token-call.ts';
import { describeToken } from './token-claims.ts';

export interface RedeemParts {
  connection: Connection;
  requester: Requester;
  hosts: CloudHosts;
  clean: (text: string) => string;
  /** Called when a request for a token goes out. */
  onSent?: () => void;
}

const tokenSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  id_token: z.string().optional().catch(undefined),
  client_info: z.string().optional().catch(undefined),
});

export interface TokenAnswer {
  response: HttpResponse;
  json: unknown;
}

/**
 * A token at a tenant's authority: a refresh token is redeemed, or an app signs in by itself. MSAL builds the request;
 * it is sent and the raw answer is read here, since MSAL loses the rotated refresh token, the HTTP status and all codes
 * but one.
 */
export async function redeemToken(request: TokenRequest, parts: RedeemParts): Promise<Answer<TokenGrant>> {
  let call: TokenCall;
  try {
    call = await toTokenCall(request, parts);
  } catch (error) {
    return { ok: false, fault: faultOf(error), attempts: 0, durationMs: 0 };
  }
  return toGrant(await sendCall({ ...call, onSent: parts.onSent }, request.authorityTenant, parts), parts);
}

/** Why nothing was sent to Entra. */
export function faultOf(error: unknown): Fault {
  return error instanceof NoIdentityToken ? error.fault : { kind: 'internal', error };
}

/** What the token endpoint's answer gives, whatever was redeemed. */
export function toGrant(answer: Answer<TokenAnswer>, { clean }: Pick<RedeemParts, 'clean'>): Answer<TokenGrant> {
  if (!answer.ok) return answer;
  const { attempts, durationMs } = answer;
  const { response, json } = answer.value;
  if (carriesError(json))
    return { ok: false, fault: { kind: 'refused', ...parseEntraRefusal(response, clean) }, attempts, durationMs };
  const parsed = tokenSchema.safeParse(json);
  const requestId = header(response, 'x-ms-request-id');
  const identified = requestId === undefined ? {} : { requestId };
  if (!parsed.success) {
    const detail = 'the answer of the token endpoint holds no usable access token';
    return { ok: false, fault: malformedAnswer(response, detail, requestId), attempts, durationMs };
  }
  const { access_token, refresh_token, id_token, client_info } = parsed.data;
  return {
    ok: true,
    attempts,
    durationMs,
    ...identified,
    value: {
      accessToken: new Secret(access_token),
      ...(refresh_token === undefined ? {} : { rotatedRefreshToken: new Secret(refresh_token) }),
      describe: () => describeToken(access_token, id_token, client_info),
    },
  };
}

/** Sends what MSAL built. Discovery would be a second request: the authorities used here are all known to MSAL. */
export function sendCall(
  call: TokenCall & Pick<PacedRequest, 'onSent'>,
  tenant: string,
  { requester, clean }: Pick<RedeemParts, 'requester' | 'clean'>,
): Promise<Answer<TokenAnswer>> {
  const toRefusal = (response: HttpResponse) => parseEntraRefusal(response, clean);
  return requester
    .send({ lane: 'entra', tenant, toRefusal, mostBytes: MOST_BYTES_OF_ONE, ...call })
    .then(toTokenAnswer);
}

function toTokenAnswer(answer: Answer<HttpResponse>): Answer<TokenAnswer> {
  return answer.ok ? { ...answer, value: { response: answer.value, json: parseJson(answer.value.body) } } : answer;
}
