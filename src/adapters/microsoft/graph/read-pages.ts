import { z } from 'zod';
import type { Answer, AnswerTo, Question, QuestionId } from '../../../core/model/cloud/microsoft-cloud.ts';
import { countOf, toSafeText } from '../../../core/model/text/format.ts';
import type { Secret } from '../../../core/model/text/secret.ts';
import { malformed } from '../http/own-marks.ts';
import { askGraph, type GraphBody, type GraphParts } from './ask-graph.ts';

const pageSchema = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

/** A list beyond these has no end: a hundred thousand customers are a tenth of it. Entries are held until all are there. */
const MOST_PAGES = 1200;
const MOST_PAGES_OF_FEW = 10;
const MOST_CHARACTERS = 32 * 1024 * 1024;

export interface ListRequest {
  /** What the list is called in a fault: `customer list`. */
  what: string;
  path: string;
  token: Secret;
  /** Whose list it is, where not the partner's own. */
  tenant?: string;
  /** More pages than these are no such list. */
  mostPages?: number;
  mostBytes?: number;
}

/**
 * A whole list. Follows next links verbatim until there is none: an empty page may lead on. Of each entry is held what
 * `toEntry` makes of it, so that of a long list not all is; `onPage` hears of it page by page.
 */
export async function readPages<Entry = unknown>(
  { what, path, token, tenant = 'partner', mostPages = MOST_PAGES }: ListRequest,
  parts: GraphParts,
  toEntry: (entry: unknown) => Entry = (entry) => entry as Entry,
  onPage: (page: readonly Entry[]) => void = () => {},
): Promise<Answer<Entry[]>> {
  const entries: Entry[] = [];
  const seen = new Set<string>();
  let size = 0;
  let attempts = 0;
  let durationMs = 0;
  let requestId: string | undefined;
  let next: string | undefined = path;
  while (next !== undefined) {
    const fault = seen.has(next)
      ? 'Graph’s next page leads back to itself'
      : seen.size >= mostPages || size > MOST_CHARACTERS
        ? `Graph’s ${what} has no end: given up after ${countOf(seen.size, 'page')} and ${Math.ceil(size / 1024 / 1024)} MiB`
        : undefined;
    if (fault) return malformed({ attempts, durationMs, requestId }, fault);
    seen.add(next);
    const answer: Answer<GraphBody> = await askGraph({ token, tenant, path: next }, parts);
    attempts += answer.attempts;
    durationMs += answer.durationMs;
    if (!answer.ok) return { ...answer, attempts, durationMs };
    requestId = answer.requestId;
    size += answer.value.size;
    const page = pageSchema.safeParse(answer.value.json);
    if (!page.success) return malformed({ ...answer, attempts, durationMs }, `Graph’s ${what} is not a list`);
    const made = page.data.value.map(toEntry);
    for (const entry of made) entries.push(entry);
    onPage(made);
    next = page.data['@odata.nextLink'];
  }
  return { ok: true, value: entries, attempts, durationMs };
}

/** How a question is answered by Graph: see what the question promises. */
export type GraphReader<I extends QuestionId> = (question: Question<I>, parts: GraphParts) => Promise<AnswerTo<I>>;

/** The same answer with what is made of its value. */
export function withValue<T, Made>(answer: Answer<T>, make: (value: T) => Made): Answer<Made> {
  return answer.ok ? { ...answer, value: make(answer.value) } : answer;
}

/** Those entries of a list that are what they should be. */
export function readable<Schema extends z.ZodType>(entries: readonly unknown[], schema: Schema): z.infer<Schema>[] {
  return entries.flatMap((entry) => {
    const { success, data } = schema.safeParse(entry);
    return success ? [data] : [];
  });
}

/** A list of hundreds at most. One entry that can't be read makes it unreadable: it may be the one that is asked for. */
export async function readAll<Schema extends z.ZodType>(
  request: ListRequest,
  schema: Schema,
  parts: GraphParts,
): Promise<Answer<z.infer<Schema>>> {
  const answer = await readPages({ mostPages: MOST_PAGES_OF_FEW, ...request }, parts);
  if (!answer.ok) return answer;
  const { data } = schema.safeParse(answer.value);
  return data ? { ...answer, value: data } : malformed(answer, `Graph’s ${request.what} holds something else`);
}

export async function readOne<Schema extends z.ZodType>(
  { what, tenant = 'partner', ...request }: ListRequest,
  schema: Schema,
  parts: GraphParts,
): Promise<Answer<z.infer<Schema>>> {
  const answer = await askGraph({ tenant, ...request }, parts);
  if (!answer.ok) return answer;
  const { data } = schema.safeParse(answer.value.json);
  return data === undefined ? malformed(answer, `Graph’s answer holds no ${what}`) : { ...answer, value: data };
}

/** Names longer than this are cut at the edge; no directory accepts them. */
const LONGEST_NAME = 4096;
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/i;

/** Text that may be missing, null or of another kind, which then counts as missing. */
export const optionalText = z.string().nullish().catch(null);

/** A name without control and bidirectional characters, null when nothing is left. Markup stays: renderers escape it. */
export function toName(text: string | null | undefined): string | null {
  return text ? toSafeText(text, { maxLength: LONGEST_NAME }) || null : null;
}

/**
 * Graph's time in milliseconds since the epoch, null where there is none. Graph writes UTC; a time without a zone is
 * taken for that and never for the machine's own. .NET's empty date (year 1) is none either.
 */
export function toTime(text: string | null | undefined): number | null {
  const match = ISO_TIME.exec(text ?? '');
  if (!match) return null;
  const time = Date.parse(match[1] === undefined ? `${match[0]}Z` : match[0].toUpperCase());
  return Number.isFinite(time) && time > 0 ? time : null;
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
