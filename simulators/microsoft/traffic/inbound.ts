import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';

/** The services behind the one port. */
export type Service = 'entra' | 'graph' | 'exchange' | 'partnerCenter';

/** A request as the simulated services see it. */
export interface Inbound {
  readonly service: Service;
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The client's own id for the request, or a new one. */
  readonly correlationId: string;
  readonly requestId: string;
}

/** Takes from Fastify's request what the services need. */
export function toInbound(service: Service, request: FastifyRequest): Inbound {
  const url = request.url;
  const mark = url.indexOf('?');
  const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1));
  const sent = request.headers['client-request-id'] ?? query.get('client-request-id') ?? undefined;
  return {
    service,
    method: request.method,
    url,
    path: mark === -1 ? url : url.slice(0, mark),
    query,
    headers: request.headers,
    body: typeof request.body === 'string' ? request.body : '',
    correlationId: typeof sent === 'string' ? sent : randomUUID(),
    requestId: randomUUID(),
  };
}
