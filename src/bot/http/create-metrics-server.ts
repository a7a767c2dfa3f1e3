import type { RequestHandler } from 'express';
import { createBareApp, endBare, mountRead } from './bare-app.ts';
import { type BoundServer, bindServer } from './bound-server.ts';
import type { Health } from './health.ts';

export interface MetricsServerOptions {
  /** 0 takes a free one. */
  port: number;
  /** As `createMetrics` gives it. */
  metrics: { expose(): Promise<{ contentType: string; text: string }> };
  health: Health;
  onFault: (error: unknown) => void;
}

/** Always this one, whatever the public server binds: what is shown here is not for everybody. */
const HOST = '127.0.0.1';
const OWN_HOST = /^(?:localhost|127\.0\.0\.1)(?::\d{1,5})?$/i;

/** `/metrics` and the details of `/readyz`, on loopback. */
export async function createMetricsServer({
  port,
  metrics,
  health,
  onFault,
}: MetricsServerOptions): Promise<BoundServer> {
  const app = createBareApp({
    routes: (bare) => {
      bare.use(refuseForeignHosts);
      mountRead(bare, '/metrics', async (_request, response) => {
        const { contentType, text } = await metrics.expose();
        response.set('Content-Type', contentType).send(text);
      });
      mountRead(bare, '/readyz', async (_request, response) => {
        const { alive, ready, parts } = await health.read();
        response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', alive, parts });
      });
    },
    onFault,
  });
  return await bindServer(app, HOST, port);
}

/** A web page could ask through a name of its own that it lets point here (DNS rebinding), or through a proxy. */
const refuseForeignHosts: RequestHandler = (request, response, next) => {
  const forwarded = request.headers.forwarded ?? request.headers['x-forwarded-for'];
  if (forwarded !== undefined || !OWN_HOST.test(request.headers.host ?? '')) endBare(response, 403);
  else next();
};
