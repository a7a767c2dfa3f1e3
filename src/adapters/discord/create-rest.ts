import { DefaultRestOptions, REST, type RESTOptions } from 'discord.js';
import type { Secret } from '../../core/model/text/secret.ts';
import { keepTlsVerified } from '../http/verified-tls.ts';

/** A longer wait than this is refused at once: what would be sent then is not worth sending any more. */
const LONGEST_WAIT_MS = 60_000;

/** How requests to Discord are made, over verified TLS. Limits of Discord are waited for by discord.js itself. */
export function restOptions(apiUrl: string | undefined): Partial<RESTOptions> {
  keepTlsVerified();
  return {
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
    version: '10',
    timeout: 10_000,
    retries: 2,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > LONGEST_WAIT_MS,
    makeRequest: async (url, init) => DefaultRestOptions.makeRequest(url, await withWholeBody(init)),
  };
}

type RequestInit = Parameters<RESTOptions['makeRequest']>[1];

/** Files as bytes: a form that Node is still reading when the connection is cut throws where nobody catches it. */
async function withWholeBody(init: RequestInit): Promise<RequestInit> {
  if (!(init.body instanceof FormData)) return init;
  const form = new Response(init.body);
  const headers = {
    ...(init.headers as Record<string, string>),
    'content-type': form.headers.get('content-type') ?? '',
  };
  return { ...init, headers, body: new Uint8Array(await form.arrayBuffer()) };
}

/** Discord's REST interface without the gateway. */
export function createRest(token: Secret, apiUrl: string | undefined): REST {
  return new REST(restOptions(apiUrl)).setToken(token.reveal());
}
