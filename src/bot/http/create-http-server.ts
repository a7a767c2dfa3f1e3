import { createBareApp, type MountRoutes, mountRead } from './bare-app.ts';
import { type BoundServer, bindServer } from './bound-server.ts';
import type { Health } from './health.ts';

export interface HttpServerOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** They bring their own paths, their own authentication and their own limits for bodies. */
  routes: readonly MountRoutes[];
  health: Health;
  onFault: (error: unknown) => void;
}

/**
 * The public HTTP server. `/healthz` says whether the process lives, `/readyz` which parts are ready, in one word each:
 * whoever may reach this port learns no more.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<BoundServer> {
  const { host, port, routes, health, onFault } = options;
  const mountHealth: MountRoutes = (app) => {
    mountRead(app, '/healthz', async (_request, reply) => {
      const { alive } = await health.read();
      return reply.code(alive ? 200 : 503).send({ status: alive ? 'alive' : 'dead' });
    });
    mountRead(app, '/readyz', async (_request, reply) => {
      const { ready, parts } = await health.read();
      const words = Object.fromEntries(parts.map(({ name, ok }) => [name, ok ? 'ready' : 'not ready']));
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', parts: words });
    });
  };
  return await bindServer(await createBareApp({ routes: [mountHealth, ...routes], onFault }), host, port);
}
