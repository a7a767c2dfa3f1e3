import { HttpClient } from '../../adapters/http/http-client.ts';
import { NoAnswer } from '../../adapters/http/no-answer.ts';
import type { Secret } from '../../core/model/text/secret.ts';

const TIMEOUT_MS = 10_000;

/**
 * Calls the address of an outside monitor with GET, as such services expect it while all is well: one that is not
 * called raises the alarm. Throws when it answers no 2xx; the address is never part of the error.
 */
export function createHeartbeat(url: Secret, useProxy: boolean): () => Promise<void> {
  const http = new HttpClient({ timeoutMs: TIMEOUT_MS, useProxy });
  return async () => {
    const answer = await http.send({ method: 'GET', url: url.reveal() });
    if (answer instanceof NoAnswer) throw new Error(`the heartbeat could not be sent (${answer.kind})`);
    const { status } = answer;
    if (status < 200 || status > 299) throw new Error(`the heartbeat was answered with HTTP ${status}`);
  };
}
