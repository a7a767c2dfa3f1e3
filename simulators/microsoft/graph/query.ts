import type { GraphRefusal } from '../answers/graph-error.ts';

/** A list's query options, '' or undefined where absent. */
export interface ListQuery {
  readonly top: number;
  readonly select: readonly string[] | undefined;
  readonly filter: { readonly field: string; readonly values: readonly string[] } | undefined;
  readonly skip: number;
  /** The continuation of a page that is empty by design. */
  readonly afterEmpty: boolean;
}

const TOKEN = /^RFNwdAIAAQAAA([EF])([0-9a-z]{6})AAAA$/;
const FILTER = /^(\w+(?:\/\w+)?)\s+eq\s+(?:'((?:[^']|'')*)'|([0-9a-f-]{36}))$/i;
const FILTER_IN = /^(\w+)\s+in\s+\(('[^']*'(?:,\s*'[^']*')*)\)$/i;

/** Reads the options of a list whose pages hold at most `most`; Graph's refusal where it would refuse. */
export function readListQuery(query: URLSearchParams, most: number): ListQuery | GraphRefusal {
  const top = query.get('$top');
  const size = top === null ? Math.min(100, most) : Number(top);
  if (!Number.isInteger(size) || size < 1 || size > most) {
    return bad(`Invalid page size specified: '${top}'. Must be between 1 and ${most} inclusive.`);
  }
  const token = query.get('$skiptoken');
  const position = token === null ? undefined : TOKEN.exec(token);
  if (position === null) return bad('The specified $skiptoken is invalid or has expired.');
  const filter = readFilter(query.get('$filter'));
  if (filter === null) return bad('Unsupported or invalid query filter clause specified for property of resource.');
  return {
    top: size,
    select: query
      .get('$select')
      ?.split(',')
      .map((field) => field.trim()),
    filter,
    skip: Number.parseInt(position?.[2] ?? '0', 36),
    afterEmpty: position?.[1] === 'E',
  };
}

/** A continuation token that clients have to take as it is. */
export function skipToken(skip: number, beforeEmpty = false): string {
  return `RFNwdAIAAQAAA${beforeEmpty ? 'E' : 'F'}${skip.toString(36).padStart(6, '0')}AAAA`;
}

/** Whether an item is among those that the filter asks for. */
export function passes(item: Readonly<Record<string, unknown>>, filter: ListQuery['filter']): boolean {
  if (filter === undefined) return true;
  const [field = '', inner] = filter.field.split('/');
  const value = item[field];
  return filter.values.includes(String(inner === undefined ? value : Object(value)[inner]));
}

/** An object with the selected fields only; all of them without a selection. */
export function selectFields(item: Readonly<Record<string, unknown>>, fields: readonly string[] | undefined): object {
  if (fields === undefined) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => fields.includes(name)));
}

/** The query of a next link: Graph repeats it as it was and leaves the dollar signs readable. */
export function nextQuery(query: URLSearchParams, token: string): string {
  const parts: string[] = [];
  for (const [name, value] of query) {
    if (name !== '$skiptoken') parts.push(`${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`);
  }
  return [...parts, `$skiptoken=${token}`].join('&');
}

function readFilter(text: string | null): ListQuery['filter'] | null {
  if (text === null) return undefined;
  const [, listField, list = ''] = FILTER_IN.exec(text.trim()) ?? [];
  if (listField !== undefined)
    return { field: listField, values: [...list.matchAll(/'([^']*)'/g)].map(([, value = '']) => value) };
  const match = FILTER.exec(text.trim());
  if (match?.[1] === undefined) return null;
  return { field: match[1], values: [match[2]?.replaceAll("''", "'") ?? match[3] ?? ''] };
}

function bad(message: string): GraphRefusal {
  return { status: 400, code: 'Request_BadRequest', message };
}
