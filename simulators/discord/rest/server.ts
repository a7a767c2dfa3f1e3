import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { RequestRecord } from '../journal.ts';
import { breach } from '../rules/breach.ts';
import type { StandInState } from '../state.ts';
import { apiError } from './api-error.ts';
import type { Faults, PlannedFault } from './faults.ts';
import { readBody } from './read-body.ts';
import { type Answer, type Call, matchPath, type Route } from './route.ts';

export interface RestParts {
  readonly state: StandInState;
  readonly routes: readonly Route[];
  readonly faults: Faults;
  readonly latencyMs: number;
  readonly accepts: (token: string) => boolean;
}

/** Discord's REST API and CDN on one HTTP server; not listening yet. */
export function createRestServer(parts: RestParts): Server {
  return createServer((request, response) => {
    serve(parts, request, response).catch((fault: unknown) => {
      const reason = fault instanceof Error ? fault.message : String(fault);
      const entry = { ...breach('stand-in', reason), method: request.method ?? '', path: request.url ?? '' };
      parts.state.journal.violations.push({ ...entry, body: undefined });
      parts.state.changes.notify();
      response.destroy();
    });
  });
}

async function serve(parts: RestParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { state } = parts;
  const url = new URL(request.url ?? '/', 'http://stand-in');
  if (url.pathname.startsWith('/cdn/')) return serveFile(state, url.pathname, response);

  const at = state.clock.now();
  const { body, files, unreadable } = await readBody(request);
  const token = /^Bot (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const record: RequestRecord = {
    method: request.method ?? '',
    path: decodeURIComponent(url.pathname).replace(/^\/api(?:\/v\d+)?/, ''),
    query: Object.fromEntries(url.searchParams),
    authorized: token !== undefined,
    body,
    files: files.map((file) => file.filename),
    at,
    status: undefined,
    code: undefined,
  };
  state.journal.requests.push(record);

  const planned = parts.faults.take(record);
  const run = (): Answer => {
    const found = findRoute(parts.routes, record);
    if (found === undefined) return notServed(state, record);
    if (found.route.open !== true && (token === undefined || !parts.accepts(token)))
      return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
    if (unreadable) return apiError(400, 50109);
    const call: Call = { params: found.params, query: record.query, body, files, record };
    return found.route.run(call);
  };
  deliver(parts, record, response, decide(planned, run));
}

function decide(planned: PlannedFault | undefined, run: () => Answer): Answer | 'reset' {
  if (planned === undefined) return run();
  if (planned.afterEffect) run();
  return planned.answer;
}

function findRoute(routes: readonly Route[], { method, path }: RequestRecord) {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, path) : undefined;
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

function notServed(state: StandInState, { method, path, body }: RequestRecord): Answer {
  const reason = `${method} ${path} is nothing the stand-in serves`;
  state.journal.violations.push({ ...breach('route', reason, 0), method, path, body });
  return apiError(404, 0);
}

function deliver(parts: RestParts, record: RequestRecord, response: ServerResponse, answer: Answer | 'reset'): void {
  const finish = () => {
    if (answer === 'reset') {
      record.status = 0;
      response.destroy();
    } else {
      record.status = answer.status;
      record.code = answer.status < 400 ? undefined : (answer.body as { code?: number } | undefined)?.code;
      // The client parses whatever calls itself JSON, so an empty answer must not.
      const type = answer.body === undefined ? {} : { 'content-type': 'application/json' };
      response.writeHead(answer.status, { ...type, ...answer.headers });
      response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    }
    parts.state.changes.notify();
  };
  parts.state.changes.notify();
  if (parts.latencyMs === 0) finish();
  else setTimeout(finish, parts.latencyMs).unref();
}

/** The "CDN": files of messages and of technicians, without any authorization, as at Discord. */
function serveFile(state: StandInState, path: string, response: ServerResponse): void {
  const [, , , id, filename] = path.split('/');
  const file = state.files.find(id ?? '', decodeURIComponent(filename ?? ''));
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.data.length }).end(file.data);
}
