import type { FastifyReply, FastifyRequest } from 'fastify';
import { createBareApp, endBare, type MountRoutes, mountRead } from './bare-app.ts';
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

/** `/metrics`, `/healthz` and the details of `/readyz`, on loopback. */
export async function createMetricsServer({
  port,
  metrics,
  health,
  onFault,
}: MetricsServerOptions): Promise<BoundServer> {
  const mount: MountRoutes = (app) => {
    app.addHook('onRequest', refuseForeignHosts);
    mountRead(app, '/metrics', async (_request, reply) => {
      const { contentType, text } = await metrics.expose();
      return reply.type(contentType).send(text);
    });
    // Of its own, so that whatever besieges the public port leaves it alone.
    mountRead(app, '/healthz', async (_request, reply) => {
      const { alive } = await health.read();
      return reply.code(alive ? 200 : 503).send({ status: alive ? 'alive' : 'dead' });
    });
    mountRead(app, '/readyz', async (_request, reply) => {
      const { alive, ready, parts } = await health.read();
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', alive, parts });
    });
  };
  return await bindServer(await createBareApp({ routes: [mount], onFault }), HOST, port);
}

/** A web page could ask through a name of its own that it lets point here (DNS rebinding), or through a proxy. */
async function refuseForeignHosts({ headers }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  const forwarded = headers.forwarded ?? headers['x-forwarded-for'];
  return forwarded !== undefined || !OWN_HOST.test(headers.host ?? '') ? endBare(reply, 403) : undefined;
}
