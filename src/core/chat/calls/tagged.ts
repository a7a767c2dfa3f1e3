import type { RunStore } from '../../diagnosis/report/run-store.ts';
import type { TaggedSelection } from '../../model/tenants/select-tenants.ts';
import { parseTag, type TagChoice, tagProblem } from '../../model/tenants/tag.ts';
import type { WatchCommandParts } from './watch-parts.ts';

/** What the arguments `tag` and `without-tag` hold. */
export interface TagValues {
  tag?: readonly string[] | undefined;
  'without-tag'?: readonly string[] | undefined;
}

/** The choice that they make; undefined where neither is given. */
export function toTagChoice(values: TagValues): TagChoice | { problem: string } | undefined {
  const { tag: wanted = [], 'without-tag': left = [] } = values;
  if (wanted.length + left.length === 0) return undefined;
  const wrong = [...wanted, ...left].find((text) => parseTag(text) === undefined);
  if (wrong !== undefined) return { problem: tagProblem(wrong) };
  const parse = (texts: readonly string[]): string[] => [...new Set(texts.flatMap((text) => parseTag(text) ?? []))];
  return { tags: parse(wanted), withoutTags: parse(left) };
}

/** The same with who has which tag now; why not, where nobody has one of them. */
export async function chooseTagged(
  { readTags }: Pick<WatchCommandParts, 'readTags'>,
  connection: string,
  values: TagValues,
): Promise<TaggedSelection | { problem: string } | undefined> {
  const choice = toTagChoice(values);
  if (choice === undefined || 'problem' in choice) return choice;
  const book = await readTags(connection, [...choice.tags, ...choice.withoutTags]);
  const problem = book.problemOf(choice);
  return problem === undefined ? { choice, book } : { problem };
}

/** Ids of the tenants that a choice means, of those that some sweep has seen. */
export async function taggedIds(
  runs: Pick<RunStore, 'fleet'>,
  connection: string,
  { choice, book }: TaggedSelection,
): Promise<string[]> {
  const { tenants } = await runs.fleet(connection);
  return tenants.filter((tenant) => book.chooses(choice, tenant)).map(({ tenantId }) => tenantId);
}
