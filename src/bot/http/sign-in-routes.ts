import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Redirected, RedirectReceiver } from '../../core/credentials/sign-in.ts';
import type { Clock, Timers } from '../../core/model/time/clock.ts';
import type { MountRoutes } from './bare-app.ts';
import { readRedirect } from './read-redirect.ts';
import { renderSignInPage, renderStartPage } from './sign-in-page.ts';

/** One sign-in through the public address. */
export interface WebSignIn extends RedirectReceiver {
  /** The link to give to who asked: it leads to Microsoft's page, once. */
  link(url: string): string;
  expiresAt: number;
}

export interface SignInRoutes {
  mount: MountRoutes;
  begin(signal: AbortSignal): WebSignIn;
}

interface Pending {
  expiresAt: number;
  /** Microsoft's page; undefined once the link was used. */
  url?: string | undefined;
  state?: string;
  /** Known to the browser that used the link alone. */
  cookie?: string;
  settle?: (redirected: Redirected) => void;
}

const LIMIT_MS = 600_000;
const COOKIE = '__Secure-samaritan-sign-in';

/**
 * `/auth/start` and `/auth/callback` under the public address. Looking at the link uses nothing up, since chats look at
 * links: the button on it does. Only the browser that pressed it is believed when it comes back.
 */
export function createSignInRoutes(publicUrl: string, clock: Clock, timers: Timers): SignInRoutes {
  const pending = new Map<string, Pending>();
  const find = (request: FastifyRequest): [string, Pending] | undefined => {
    const ticket = (request.query as Record<string, unknown>).request;
    const found = typeof ticket === 'string' ? pending.get(ticket) : undefined;
    return found?.url !== undefined && found.expiresAt > clock.now() ? [ticket as string, found] : undefined;
  };
  const show = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const found = find(request);
    return found ? renderStartPage(reply, new URL(found[1].url ?? '').origin) : renderSignInPage(reply, 'late');
  };
  const go = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const found = find(request);
    if (!found) return renderSignInPage(reply, 'late');
    const { url = '' } = found[1];
    found[1].url = undefined;
    found[1].cookie = randomBytes(32).toString('base64url');
    return reply
      .header('set-cookie', `${COOKIE}=${found[1].cookie}; Path=/auth; Max-Age=600; Secure; HttpOnly; SameSite=Lax`)
      .header('referrer-policy', 'no-referrer')
      .redirect(url, 303);
  };
  const back = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const address = `${publicUrl}${request.url}`;
    for (const [ticket, one] of pending) {
      const redirected = readRedirect(address, one.state);
      if (!redirected || redirected.kind === 'foreign') continue;
      const cookies = (request.headers.cookie ?? '').split(/;\s*/);
      if (one.cookie === undefined || !cookies.includes(`${COOKIE}=${one.cookie}`)) break;
      pending.delete(ticket);
      one.settle?.(redirected);
      return renderSignInPage(reply, redirected.kind);
    }
    return renderSignInPage(reply, 'foreign');
  };
  return {
    mount: (app) => {
      app.get('/auth/start', show);
      app.post('/auth/start', go);
      app.get('/auth/callback', back);
    },
    begin: (signal) => {
      const ticket = randomBytes(32).toString('base64url');
      const one: Pending = { expiresAt: clock.now() + LIMIT_MS };
      pending.set(ticket, one);
      return {
        redirectUri: `${publicUrl}/auth/callback`,
        expiresAt: one.expiresAt,
        link: (url) => {
          one.url = url;
          return `${publicUrl}/auth/start?request=${ticket}`;
        },
        receive: async (state) => {
          one.state = state;
          const { promise, resolve } = Promise.withResolvers<Redirected>();
          one.settle = resolve;
          const end = (): void => resolve({ kind: 'late' });
          const cancel = timers.after(LIMIT_MS, end);
          signal.addEventListener('abort', end, { once: true });
          try {
            return await promise;
          } finally {
            cancel();
            signal.removeEventListener('abort', end);
            pending.delete(ticket);
          }
        },
      };
    },
  };
}
