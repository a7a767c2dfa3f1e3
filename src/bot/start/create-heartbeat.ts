import { EnvHttpProxyAgent, request } from 'undici';
import type { Secret } from '../../core/model/text/secret.ts';

const TIMEOUT_MS = 10_000;

/**
 * Calls the address of an outside monitor with GET, as such services expect it while all is well: one that is not
 * called raises the alarm. Throws when it answers no 2xx; the address is never part of the error.
 */
export function createHeartbeat(url: Secret, useProxy: boolean): () => Promise<void> {
  const dispatcher = useProxy ? new EnvHttpProxyAgent() : undefined;
  return async () => {
    let status: number;
    try {
      const { statusCode, body } = await request(url.reveal(), {
        method: 'GET',
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        ...(dispatcher ? { dispatcher } : {}),
      });
      await body.dump();
      status = statusCode;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      throw new Error(`the heartbeat could not be sent (${code})`);
    }
    if (status < 200 || status > 299) throw new Error(`the heartbeat was answered with HTTP ${status}`);
  };
}
