import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Answer } from './answers/answer.ts';
import { registerControlPlane } from './control/control-plane.ts';
import { registerResourceManager, type SimulatedSite } from './control/resource-manager.ts';
import { createAuthorize } from './entra/authorize.ts';
import { createDeviceCode } from './entra/device-code.ts';
import { createDiscovery } from './entra/discovery.ts';
import { createTokenEndpoint } from './entra/token-endpoint.ts';
import { createInvokeCommand } from './exchange/invoke-command.ts';
import { createGraph } from './graph/graph.ts';
import { createPartnerCenter } from './partner-center/partner-center.ts';
import { createBudget } from './traffic/budget.ts';
import type { Gate } from './traffic/gate.ts';
import { type Inbound, type Service, toInbound } from './traffic/inbound.ts';
import { createLeakDetector } from './traffic/leaks.ts';
import type { Traffic } from './traffic/stats.ts';
import { throttledReply } from './traffic/throttled.ts';
import type { World } from './world/world.ts';

/** How the simulated services behave, whatever the scenarios. */
export interface ServerOptions {
  readonly latencyMs: number;
  readonly requestsPerSecond: number | undefined;
  readonly pageSize: number;
  /** Seconds between two polls for a device code. */
  readonly pollIntervalS: number;
  readonly gate: Gate;
  readonly site: SimulatedSite;
  /** Known only once the server listens. */
  origin(): string;
}

interface TenantParams {
  readonly tenant: string;
}

/** The HTTP server with Entra, Graph, Exchange, Partner Center and the control plane on it; not listening yet. */
export function createServer(world: World, traffic: Traffic, options: ServerOptions): FastifyInstance {
  const server = fastify({
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
    keepAliveTimeout: 60_000,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 300 },
  });
  const budget = createBudget(options.requestsPerSecond);
  const leaksOf = createLeakDetector(world);
  const { violated } = traffic;

  const serve = (service: Service, request: FastifyRequest, reply: FastifyReply, run: (inbound: Inbound) => Answer) => {
    traffic.arrived(service);
    reply.raw.once('close', traffic.left);
    const inbound = toInbound(service, request);
    for (const leak of leaksOf(inbound)) violated(leak);
    const admitted = budget.admits();
    if (!admitted) traffic.refused();
    const answer = admitted ? run(inbound) : throttledReply(inbound);
    const send = () => options.gate.pass(() => deliver(answer, reply));
    if (options.latencyMs === 0) send();
    else setTimeout(send, options.latencyMs).unref();
  };

  // Bodies stay text: what is wrong with one is for the service to say, in its own words.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.server.on('connection', (socket) => {
    traffic.connected();
    socket.once('close', traffic.disconnected);
  });

  const token = createTokenEndpoint(world, violated);
  const discovery = createDiscovery(world);
  const authorize = createAuthorize(world, violated);
  const deviceCode = createDeviceCode(world, options.pollIntervalS);
  const graph = createGraph(world, options, violated);
  const invokeCommand = createInvokeCommand(world, violated);
  const partnerCenter = createPartnerCenter(world, violated);

  server.post<{ Params: TenantParams }>('/:tenant/oauth2/v2.0/token', (request, reply) => {
    serve('entra', request, reply, (inbound) => token(request.params.tenant, inbound));
  });
  server.post<{ Params: TenantParams }>('/:tenant/oauth2/v2.0/devicecode', (request, reply) => {
    serve('entra', request, reply, (inbound) => deviceCode(request.params.tenant, inbound));
  });
  server.get<{ Params: TenantParams }>('/:tenant/oauth2/v2.0/authorize', (request, reply) => {
    serve('entra', request, reply, (inbound) => authorize(request.params.tenant, inbound));
  });
  server.get<{ Params: TenantParams }>('/:tenant/v2.0/.well-known/openid-configuration', (request, reply) => {
    serve('entra', request, reply, (inbound) => discovery(request.params.tenant, inbound));
  });
  for (const version of ['v1.0', 'beta']) {
    server.all(`/${version}/*`, (request, reply) => {
      serve('graph', request, reply, (inbound) => graph(version, inbound));
    });
    server.post<{ Params: TenantParams }>(`/adminapi/${version}/:tenant/InvokeCommand`, (request, reply) => {
      serve('exchange', request, reply, (inbound) => invokeCommand(version, request.params.tenant, inbound));
    });
  }
  server.all('/v1/*', (request, reply) => {
    serve('partnerCenter', request, reply, partnerCenter);
  });
  registerResourceManager(server, options.site, violated);
  registerControlPlane(server, world, traffic);
  server.setNotFoundHandler((request, reply) => {
    // Exchange says by its headers that it is Exchange, whatever it is asked.
    if (request.url.startsWith('/adminapi/')) reply.header('x-feserver', 'AM0PR02CA0042');
    reply.code(404).send({ error: `There is nothing at ${request.method} ${request.url.split('?')[0]}.` });
  });
  return server;
}

function deliver(answer: Answer, reply: FastifyReply): void {
  if (answer === 'hang') {
    reply.hijack();
  } else if (answer === 'reset') {
    reply.hijack();
    reply.raw.socket?.resetAndDestroy();
  } else if (!reply.raw.destroyed) {
    reply.code(answer.status).headers(answer.headers).send(answer.body);
  }
}
