import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Redirected, RedirectReceiver } from '../../core/credentials/sign-in.ts';
import { createBareApp, mountRead } from '../http/bare-app.ts';
import { type BoundServer, bindServer } from '../http/bound-server.ts';
import { readRedirect } from '../http/read-redirect.ts';
import { renderSignInPage } from '../http/sign-in-page.ts';

export interface LoopbackReceiver extends RedirectReceiver {
  /** Takes an address that was pasted, from a browser on another machine. Whether it is one of a sign-in at all. */
  paste(address: string): boolean;
  close(): Promise<void>;
}

export interface LoopbackOptions {
  /** How long a person may take. */
  limitMs: number;
  signal: AbortSignal;
  /** A browser came with an address of another sign-in; it was turned away. */
  onForeign: () => void;
  onFault: (error: unknown) => void;
}

/**
 * Listens on this machine alone, on any free port: Entra compares no port of `localhost`
 * (learn.microsoft.com/entra/identity-platform/reply-url). What comes with another state is turned away.
 */
export async function createLoopbackReceiver(options: LoopbackOptions): Promise<LoopbackReceiver> {
  let expected: string | undefined;
  let settle: ((redirected: Redirected) => void) | undefined;
  let hosts: readonly string[] = [];
  const take = (address: string): Redirected | undefined => {
    const redirected = readRedirect(address, expected);
    if (redirected && redirected.kind !== 'foreign') settle?.(redirected);
    return redirected;
  };
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    // A page elsewhere whose name leads here is no sign-in.
    if (!hosts.includes(request.headers.host ?? '')) return renderSignInPage(reply, 'foreign');
    const redirected = take(`http://localhost${request.url}`);
    if (redirected?.kind === 'foreign') options.onForeign();
    return renderSignInPage(reply, redirected?.kind ?? 'nothing');
  };
  const listener = await createBareApp({ routes: [(app) => mountRead(app, '/', answer)], onFault: options.onFault });
  const first = await bindServer(listener, '127.0.0.1', 0);
  // A browser may take localhost for either.
  const second = await bindServer(listener, '::1', first.port).catch(() => undefined);
  const servers = [first, second].filter((one): one is BoundServer => one !== undefined);
  hosts = [`localhost:${first.port}`, `127.0.0.1:${first.port}`];
  return {
    redirectUri: `http://localhost:${first.port}`,
    receive: async (state) => {
      expected = state;
      const { promise, resolve } = Promise.withResolvers<Redirected>();
      settle = resolve;
      const end = (): void => resolve({ kind: 'late' });
      const timer = setTimeout(end, options.limitMs);
      options.signal.addEventListener('abort', end, { once: true });
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        options.signal.removeEventListener('abort', end);
        expected = undefined;
      }
    },
    paste: (address) => {
      const redirected = take(address);
      if (redirected?.kind === 'foreign') settle?.(redirected);
      return redirected !== undefined;
    },
    close: async () => void (await Promise.all(servers.map((server) => server.close()))),
  };
}
