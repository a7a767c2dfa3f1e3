import { z } from 'zod';
import type { Answer, Call, Reply } from '../answers/answer.ts';
import { graphErrorReply, graphHeaders } from '../answers/graph-error.ts';
import type { Inbound } from '../traffic/inbound.ts';

/** learn.microsoft.com/graph/json-batching: at most 20, each with an id of its own. */
const batchSchema = z.object({
  requests: z
    .array(z.object({ id: z.string().min(1), method: z.literal('GET'), url: z.string().startsWith('/') }))
    .min(1)
    .max(20),
});

/** Answers each request of a batch by itself; what breaks the connection breaks it for all of them. */
export function batchReply(version: string, inbound: Inbound, call: Call, answer: (one: Inbound) => Answer): Answer {
  const body = parse(inbound.body);
  const ids = new Set(body?.requests.map(({ id }) => id));
  if (body === undefined || ids.size !== body.requests.length) {
    const message = 'Invalid batch payload format.';
    return graphErrorReply({ status: 400, code: 'BadRequest', message }, call);
  }
  const responses: object[] = [];
  for (const { id, url } of body.requests) {
    const whole = `/${version}${url}`;
    const mark = whole.indexOf('?');
    const path = decodeURI(mark < 0 ? whole : whole.slice(0, mark));
    const query = new URLSearchParams(mark < 0 ? '' : whole.slice(mark + 1));
    const reply = answer({ ...inbound, method: 'GET', url: whole, path, query, body: '' });
    if (typeof reply === 'string' || !isJson(reply)) return reply;
    const { 'content-type': type = '', 'retry-after': retryAfter } = reply.headers;
    const headers = { 'Content-Type': type, ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }) };
    responses.push({ id, status: reply.status, headers, body: JSON.parse(reply.body) });
  }
  return { status: 200, headers: graphHeaders(call), body: JSON.stringify({ responses }) };
}

function parse(text: string): z.infer<typeof batchSchema> | undefined {
  try {
    return batchSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

// Whoever stands between answers the batch, not what is in it.
function isJson({ headers, body }: Reply): boolean {
  try {
    JSON.parse(body);
    return headers['content-type']?.startsWith('application/json') === true;
  } catch {
    return false;
  }
}
