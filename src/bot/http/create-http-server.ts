import type { Router } from 'express';
import { createBareApp, mountRead } from './bare-app.ts';
import { type BoundServer, bindServer } from './bound-server.ts';
import type { Health } from './health.ts';

export interface HttpServerOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** They bring their own paths, their own authentication and their own limits for bodies. */
  routers: readonly Router[];
  health: Health;
  onFault: (error: unknown) => void;
}

/**
 * The public HTTP server. `/healthz` says whether the process lives, `/readyz` which parts are ready, in one word each:
 * whoever may reach this port learns no more.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<BoundServer> {
  const { host, port, routers, health, onFault } = options;
  const app = createBareApp({
    routes: (bare) => {
      mountRead(bare, '/healthz', async (_request, response) => {
        const { alive } = await health.read();
        response.status(alive ? 200 : 503).json({ status: alive ? 'alive' : 'dead' });
      });
      mountRead(bare, '/readyz', async (_request, response) => {
        const { ready, parts } = await health.read();
        const words = Object.fromEntries(parts.map(({ name, ok }) => [name, ok ? 'ready' : 'not ready']));
        response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', parts: words });
      });
      for (const router of routers) bare.use(router);
    },
    onFault,
  });
  return await bindServer(app, host, port);
}
