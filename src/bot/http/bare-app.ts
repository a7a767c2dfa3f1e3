import type { RequestListener } from 'node:http';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type RouteHandlerMethod } from 'fastify';

/** Mounts routes. What it sets up besides them (parsers of bodies, a handler of errors) holds for them alone. */
export type MountRoutes = (app: FastifyInstance) => void;

export interface BareAppOptions {
  routes: readonly MountRoutes[];
  /** A route threw. The client learns nothing of it. */
  onFault: (error: unknown) => void;
}

/** An application that tells nothing about itself: no names of software, and a bare status for what it doesn't answer. */
export async function createBareApp({ routes, onFault }: BareAppOptions): Promise<RequestListener> {
  const app = fastify({
    routerOptions: { ignoreTrailingSlash: true },
    // A path that cannot be decoded is one that is not there.
    frameworkErrors: (_error, _request, reply) => void endBare(reply, 404),
  });
  app.removeAllContentTypeParsers();
  // No body is read but by who wants one.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
  app.setNotFoundHandler((_request, reply) => endBare(reply, 404));
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { statusCode: status = 500 } = error;
    const isClients = status >= 400 && status < 500;
    if (!isClients) onFault(error);
    return endBare(reply, isClients ? status : 500);
  });
  for (const mount of routes) app.register(async (scope) => mount(scope));
  await app.ready();
  return (request, response) => app.routing(request, response);
}

/** Answers GET and HEAD at a path, and refuses every other method there. */
export function mountRead(app: FastifyInstance, url: string, read: RouteHandlerMethod): void {
  app.get(url, read);
  app.route({
    method: app.supportedMethods.filter((method) => method !== 'GET' && method !== 'HEAD'),
    url,
    handler: (_request, reply) => endBare(reply.header('allow', 'GET, HEAD'), 405),
  });
}

export function endBare(reply: FastifyReply, status: number): FastifyReply {
  // Nobody reads what is still coming.
  if (!reply.request.raw.complete) reply.header('connection', 'close');
  return reply.code(status).send();
}
