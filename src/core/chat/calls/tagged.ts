import type { KnownRuns } from '../../diagnosis/report/run-store.ts';
import type { TaggedSelection } from '../../model/tenants/select-tenants.ts';
import { choiceOfKey, parseTag, type TagChoice, tagKey, tagProblem } from '../../model/tenants/tag.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { Unclear } from './choice-of.ts';
import { connectionNamed, findKnownTenant, taggedLabel, type WatchCommandParts } from './watch-parts.ts';

/** What the arguments `tag` and `without-tag` hold. */
export interface TagValues {
  tag?: readonly string[] | undefined;
  'without-tag'?: readonly string[] | undefined;
}

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
  const book = await readTags(connection);
  const problem = book.problemOf(choice);
  return problem === undefined ? { choice, book } : { problem };
}

/** The choice, for commands that mean several connections: a tag is known where a tenant of some of them has it. */
export async function readTagChoice(
  { connections, readTags }: Pick<WatchCommandParts, 'connections' | 'readTags'>,
  values: TagValues & { connections?: readonly string[] | undefined },
  problems: string[],
): Promise<TagChoice | undefined> {
  const choice = toTagChoice(values);
  if (choice && 'problem' in choice) problems.push(choice.problem);
  if (choice === undefined || 'problem' in choice) return undefined;
  const { connections: named = [] } = values;
  const meant = connections.filter(({ name }) => named.length === 0 || named.includes(name));
  const unknown: string[] = [];
  for (const { name } of meant) unknown.push((await readTags(name)).problemOf(choice) ?? '');
  if (unknown.length > 0 && unknown.every(Boolean)) problems.push(...unknown);
  return choice;
}

/** Ids of the tenants that a choice means, of those that some sweep has seen. */
export async function taggedIds(
  runs: Pick<KnownRuns, 'fleet'>,
  connection: string,
  { choice, book }: TaggedSelection,
): Promise<string[]> {
  const { tenants } = await runs.fleet(connection);
  return tenants.filter((tenant) => book.chooses(choice, tenant)).map(({ tenantId }) => tenantId);
}

/** What the audit log says a command was about. */
export function targetOf({ tenant, ...values }: TagValues & { tenant?: string | undefined }): string | null {
  const choice = toTagChoice(values);
  return tenant ?? (choice && !('problem' in choice) ? tagKey(choice) : null);
}

/** The connection, and in it the tenant or the tenants of tags that a command names, whose id is then the tags' key; or why there is none. */
export async function placeOrTags(
  parts: Pick<WatchCommandParts, 'connections' | 'runs' | 'readTags'>,
  values: TagValues & { connection?: string | undefined; tenant?: string | undefined },
): Promise<{ connection: string; tenant: Tenant } | Unclear> {
  const found = connectionNamed(parts, values.connection);
  if ('problem' in found) return found;
  const { name: connection } = found;
  const typed = values.tenant === undefined ? undefined : choiceOfKey(values.tenant.trim().toLowerCase());
  const tagged = await chooseTagged(parts, connection, {
    tag: [...(typed?.tags ?? []), ...(values.tag ?? [])],
    'without-tag': [...(typed?.withoutTags ?? []), ...(values['without-tag'] ?? [])],
  });
  if (tagged && 'problem' in tagged) return tagged;
  if (!tagged) {
    const tenant = await findKnownTenant(parts.runs, connection, values.tenant ?? '');
    return 'problem' in tenant ? tenant : { connection, tenant };
  }
  if (values.tenant !== undefined && !typed)
    return { problem: 'It is about one tenant, or those of tags. Leave out one of the two.' };
  const choice = tagged.book.within(tagged.choice);
  return {
    connection,
    tenant: { tenantId: tagKey(choice), displayName: taggedLabel(choice), defaultDomainName: null },
  };
}
