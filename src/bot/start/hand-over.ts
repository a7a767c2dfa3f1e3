import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { Agent, type Dispatcher, request as send } from 'undici';
import { endBare, type MountRoutes } from '../http/bare-app.ts';

export interface HandOver {
  mount: MountRoutes;
  /** Whether the start that has the place answers. */
  isReachable(): Promise<boolean>;
}

/** Teams waits 15 s for an answer. */
export const HELD_MS = 12_000;
const AGAIN_MS = 250;
const ANSWERS_WITHIN_MS = 60_000;
const LOOKED_AT_WITHIN_MS = 1000;
/** As much as anything of ours reads. */
const MOST_BODY_BYTES = 256 * 1024;
/** So that no request goes in a circle where an address leads back here. */
const HANDED = 'x-samaritan-handed-over';
/** Of one connection, and not of what is sent over it (RFC 9110, 7.6.1); the length is counted anew. */
const OF_CONNECTION =
  /^(?:connection|content-length|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

/**
 * Has the start that has the place answer what reaches one that stands by, so that Teams may be led to any of them. What
 * comes while nobody has the place is held for 12 s, until somebody does. Who asks is checked there, not here.
 */
export function createHandOver(servedAt: () => Promise<string | undefined>, heldMs = HELD_MS): HandOver {
  // A connection each: a kept one may end as it is used, and nobody could tell whether the request had arrived.
  const dispatcher = new Agent({ pipelining: 0, connect: { timeout: LOOKED_AT_WITHIN_MS } });
  const ask = async (request: FastifyRequest): Promise<Dispatcher.ResponseData | undefined> => {
    const { method, url, body } = request;
    const headers = { ...ofMessage(request.headers), [HANDED]: '1' };
    const until = performance.now() + heldMs;
    for (;;) {
      const origin = await servedAt().catch(() => undefined);
      try {
        if (origin !== undefined)
          return await send(`${origin}${url}`, {
            ...{ method: method as Dispatcher.HttpMethod, headers, dispatcher },
            ...(Buffer.isBuffer(body) && { body }),
            ...{ headersTimeout: ANSWERS_WITHIN_MS, bodyTimeout: ANSWERS_WITHIN_MS },
          });
      } catch (error) {
        if (!mayBeSentAgain(request, error)) return undefined;
      }
      if (performance.now() >= until) return undefined;
      await sleep(AGAIN_MS);
    }
  };
  return {
    mount: (app) => {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BODY_BYTES }, (_request, body, done) =>
        done(null, body),
      );
      app.all('/*', async (request, reply) => {
        const answer = request.headers[HANDED] === undefined ? await ask(request) : undefined;
        if (!answer) return endBare(reply.header('retry-after', '2'), 503);
        return reply.code(answer.statusCode).headers(ofMessage(answer.headers)).send(answer.body);
      });
    },
    isReachable: async () => {
      try {
        const origin = await servedAt();
        if (origin === undefined) return false;
        const limits = { headersTimeout: LOOKED_AT_WITHIN_MS, bodyTimeout: LOOKED_AT_WITHIN_MS };
        const { statusCode, body } = await send(`${origin}/healthz`, {
          dispatcher,
          headers: { [HANDED]: '1' },
          ...limits,
        });
        await body.dump();
        return statusCode === 200;
      } catch {
        return false;
      }
    },
  };
}

/** A message of Teams that came twice is known by its id; of anything else, what never arrived may be sent again. */
function mayBeSentAgain({ method, url }: FastifyRequest, error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/.test(code)) return true;
  return /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(code) && (method === 'GET' || url === '/api/messages');
}

function ofMessage<T>(headers: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.test(name)));
}
