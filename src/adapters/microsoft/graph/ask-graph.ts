import { Client, type Context, type Middleware, ResponseType } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import type { Answer, Fault } from '../../../core/model/cloud/microsoft-cloud.ts';
import type { Secret } from '../../../core/model/text/secret.ts';
import { type HttpResponse, header, parseJson } from '../../http/http-response.ts';
import { cleanOf } from '../clean-text.ts';
import { carriesError, malformed, malformedAnswer } from '../http/own-marks.ts';
import type { Requester } from '../http/requester.ts';
import { parseGraphRefusal } from './graph-refusal.ts';

export interface GraphParts {
  requester: Requester;
  /** `graph.microsoft.com` or that of a national cloud. */
  host: string;
  /** Further origins that are the same host: the sandbox's. */
  aliases: readonly string[];
  clean: (text: string) => string;
}

export interface GraphRequest {
  token: Secret;
  tenant: string;
  /** Path with query, or a whole `@odata.nextLink`. */
  path: string;
  /** What is posted; without it the request is a GET. */
  body?: object;
  /** Where it is neither. */
  method?: 'PATCH' | 'DELETE' | undefined;
  mostBytes?: number | undefined;
}

export interface GraphBody {
  json: unknown;
  size: number;
}

/**
 * One request, built by Graph's client as Microsoft's own applications build it and sent here: the client's own chain
 * retries for up to 16 seconds unseen and drops the Authorization header on hosts it does not know.
 */
export async function askGraph(request: GraphRequest, parts: GraphParts): Promise<Answer<GraphBody>> {
  const url = toGraphUrl(request.path, parts);
  if (typeof url !== 'string') return { ok: false, fault: url, attempts: 0, durationMs: 0 };
  let address: string;
  try {
    address = ADDRESSES.get(url) ?? (await buildAddress(url, request, parts));
  } catch (error) {
    return { ok: false, fault: { kind: 'internal', error }, attempts: 0, durationMs: 0 };
  }
  const { token, tenant, body, mostBytes, method = body === undefined ? 'GET' : 'POST' } = request;
  const answer = await parts.requester.send({
    lane: 'graph',
    tenant,
    method,
    url: address,
    headers: {
      authorization: `Bearer ${token.reveal()}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      'client-request-id': crypto.randomUUID(),
      'x-ms-throttle-priority': 'low',
    },
    body: body && JSON.stringify(body),
    ...(mostBytes && { mostBytes }),
    toRefusal: (response) => parseGraphRefusal(response, cleanOf(token, parts.clean)),
  });
  return toJsonAnswer(answer, request, parts);
}

/** What Graph's client made of addresses: the same each time, and a fleet is asked the same of each tenant. */
const ADDRESSES = new Map<string, string>();
const MOST_ADDRESSES = 100;

async function buildAddress(url: string, request: GraphRequest, { host }: GraphParts): Promise<string> {
  const last = new LastStep();
  const client = Client.initWithMiddleware({ middleware: last, baseUrl: `https://${host}/`, defaultVersion: 'v1.0' });
  await send(client.api(url).responseType(ResponseType.RAW), request);
  if (last.url === undefined) throw new Error('Graph’s client sent nothing');
  if (ADDRESSES.size >= MOST_ADDRESSES) ADDRESSES.clear();
  ADDRESSES.set(url, last.url);
  return last.url;
}

function send(sending: ReturnType<Client['api']>, { method, body }: GraphRequest): Promise<unknown> {
  if (method === 'DELETE') return sending.delete();
  if (method === 'PATCH') return sending.patch(body);
  return body === undefined ? sending.get() : sending.post(body);
}

/** Asked for raw, the client hands it through and looks at nothing of it: a true one would load Node's own undici. */
const RAW = {} as Response;

/** The end of the chain: keeps where the client would send to, so that nothing of the client waits for the answer. */
class LastStep implements Middleware {
  url: string | undefined;

  async execute(context: Context): Promise<void> {
    this.url = String(context.request);
    context.response = RAW;
  }
}

function toJsonAnswer(answer: Answer<HttpResponse>, { token }: GraphRequest, { clean }: GraphParts): Answer<GraphBody> {
  if (!answer.ok) return answer;
  const { attempts, durationMs, value: response } = answer;
  // What is done and has nothing to say.
  const body = response.status === 204 ? null : parseJson(response.body);
  const requestId = header(response, 'request-id');
  const identified = requestId === undefined ? {} : { requestId };
  if (body === undefined) {
    const fault = malformedAnswer(response, 'Graph answered 2xx with broken JSON', requestId);
    return { ok: false, fault, attempts, durationMs };
  }
  if (carriesError(body)) {
    const fault: Fault = { kind: 'refused', ...parseGraphRefusal(response, cleanOf(token, clean)) };
    return { ok: false, fault, attempts, durationMs };
  }
  return { ok: true, value: { json: body, size: response.body.length }, attempts, durationMs, ...identified };
}

/** The address on Graph's own host; a fault for any other, since the token must not go there. */
function toGraphUrl(path: string, { host, aliases }: GraphParts): string | Fault {
  if (path.startsWith('/')) return `https://${host}${path}`;
  const url = URL.canParse(path) ? new URL(path) : undefined;
  const known = url && (url.origin === `https://${host}` || aliases.includes(url.origin));
  if (known) return `https://${host}${url.pathname}${url.search}`;
  // Graph names no stranger: somebody between has changed its answer.
  return {
    kind: 'intercepted',
    detail: `Graph’s next page lies on another host${url ? ` (${url.host.slice(0, 100)})` : ''}; the token was not sent there`,
  };
}

/** learn.microsoft.com/graph/json-batching, November 2026: answers come in any order, each with a status of its own. */
const batchSchema = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number().int(),
      headers: z.record(z.string(), z.string()).catch({}).optional(),
      body: z.unknown().optional(),
    }),
  ),
});

export interface BatchRequest {
  token: Secret;
  tenant: string;
  /** At most 20, each a path with its query that is read. */
  paths: readonly string[];
}

/**
 * Several readings in one request; the answers in the order of the paths. One that was throttled or met a server's fault
 * is asked for again by itself, since a batch can't be waited for in part.
 */
export async function askBatch(
  { token, tenant, paths }: BatchRequest,
  parts: GraphParts,
): Promise<Answer<Answer<unknown>[]>> {
  const requests = paths.map((url, index) => ({ id: String(index), method: 'GET', url }));
  const answer = await askGraph({ token, tenant, path: '/v1.0/$batch', body: { requests } }, parts);
  if (!answer.ok) return answer;
  const { durationMs } = answer;
  const parsed = batchSchema.safeParse(answer.value.json);
  if (!parsed.success) return malformed(answer, 'Graph’s answer to a batch is none');
  const byId = new Map(parsed.data.responses.map((one) => [one.id, one]));
  const value = await Promise.all(
    paths.map(async (path, index): Promise<Answer<unknown>> => {
      const one = byId.get(String(index));
      if (!one) return malformed({ attempts: 0, durationMs: 0 }, 'Graph left out a part of a batch');
      const isFine = one.status >= 200 && one.status < 300 && !carriesError(one.body);
      if (isFine) return { ok: true, value: one.body, attempts: 0, durationMs: 0 };
      if (one.status === 429 || one.status === 408 || one.status >= 500) {
        const again = await askGraph({ token, tenant, path: `/v1.0${path}` }, parts);
        return again.ok ? { ...again, value: again.value.json } : again;
      }
      const headers = Object.entries(one.headers ?? {}).map(([name, text]) => [name.toLowerCase(), text] as const);
      const response = {
        status: one.status,
        headers: Object.fromEntries(headers),
        body: JSON.stringify(one.body ?? null),
      };
      const fault: Fault = { kind: 'refused', ...parseGraphRefusal(response, cleanOf(token, parts.clean)) };
      return { ok: false, fault, attempts: 0, durationMs: 0 };
    }),
  );
  return { ok: true, value, attempts: answer.attempts + value.reduce((sum, one) => sum + one.attempts, 0), durationMs };
}
