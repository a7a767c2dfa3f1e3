import { REST, type RESTOptions } from 'discord.js';
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
  };
}

/** Discord's REST interface without the gateway. */
export function createRest(token: Secret, apiUrl: string | undefined): REST {
  return new REST(restOptions(apiUrl)).setToken(token.reveal());
}
