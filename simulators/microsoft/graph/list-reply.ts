import type { Call, Reply } from '../answers/answer.ts';
import { graphErrorReply, graphHeaders } from '../answers/graph-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import { nextQuery, passes, readListQuery, selectFields, skipToken } from './query.ts';

/** Where a list's links lead and how long a page is at most. */
export interface PageOptions {
  origin(): string;
  readonly pageSize: number;
}

/** A list as Graph describes it. */
export interface ListKind {
  readonly path: string;
  /** The most a client may ask for on one page. */
  readonly most: number;
}

/** One page of a list, filtered, selected and cut as the query says. */
export function listReply(
  items: readonly Readonly<Record<string, unknown>>[],
  { path, most }: ListKind,
  options: PageOptions,
  version: string,
  inbound: Inbound,
  call: Call,
): Reply {
  const query = readListQuery(inbound.query, most);
  if ('status' in query) return graphErrorReply(query, call);
  const { filter, skip, select } = query;
  const wanted = items.filter((item) => passes(item, filter));
  const value = wanted.slice(skip, skip + Math.min(query.top, options.pageSize));
  const next = skip + value.length;
  const selected = select === undefined ? '' : `(${select.join(',')})`;
  const body: Record<string, unknown> = {
    '@odata.context': `https://graph.microsoft.com/${version}/$metadata#${path.slice(1)}${selected}`,
  };
  if (next < wanted.length) {
    body['@odata.nextLink'] = `${options.origin()}/${version}${path}?${nextQuery(inbound.query, skipToken(next))}`;
  }
  body.value = value.map((item) => selectFields(item, select));
  return { status: 200, headers: graphHeaders(call), body: JSON.stringify(body) };
}
