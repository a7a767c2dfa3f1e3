import type { RunStore } from '../diagnosis/report/run-store.ts';
import type { TagRule } from '../model/tenants/tag.ts';
import { TagBook } from '../model/tenants/tag-book.ts';
import type { TagStore } from '../model/tenants/tag-store.ts';
import type { Clock } from '../model/time/clock.ts';
import type { IncidentStore } from './incidents/incident-store.ts';

export interface TagBookParts {
  tags: Pick<TagStore, 'read'>;
  runs: Pick<RunStore, 'fleet' | 'currentStates'>;
  incidents: Pick<IncidentStore, 'load'>;
  clock: Clock;
}

/** Who has which tag of a connection now, or of these `tags` alone. Reads no more than their rules ask for. */
export async function readTagBook(parts: TagBookParts, connection: string, only?: readonly string[]): Promise<TagBook> {
  const { tags, runs, clock } = parts;
  const kept = await tags.read(connection, only);
  const asked = kept.rules.filter(({ tag }) => only?.includes(tag) ?? true);
  const seen = asked.length > 0 ? (await runs.fleet(connection, textsIn(asked))).tenants : [];
  const causes = asked.some((rule) => rule.causes.length > 0) ? await readCauses(parts, connection) : new Map();
  return new TagBook(connection, kept, { now: clock.now(), seen, causes });
}

/** A text for each rule that all who have its tag hold in name or domain; undefined where a rule asks for something else. */
function textsIn(rules: readonly TagRule[]): string[] | undefined {
  const patterns = rules.map(({ names, domains, newWithinDays }) =>
    // Who is new is known of everybody alone.
    newWithinDays !== null ? [''] : names.length > 0 ? names : domains.length > 0 ? domains : [''],
  );
  const texts = patterns.flat().map((pattern) => pattern.split('*').reduce((a, b) => (b.length > a.length ? b : a)));
  return texts.includes('') ? undefined : texts;
}

/** For what each tenant fails, as last found; and of what it is told though nothing fails, such as a relationship's end. */
async function readCauses({ runs, incidents, clock }: TagBookParts, connection: string) {
  const causes = new Map<string, Set<string>>();
  const add = (tenantId: string, cause: string): void => {
    causes.set(tenantId, (causes.get(tenantId) ?? new Set()).add(cause));
  };
  for (const { tenantId, cause } of await runs.currentStates(connection, { onlyBad: true })) {
    if (cause !== null) add(tenantId, cause);
  }
  const state = await incidents.load(connection, clock.now());
  for (const { cause, finding } of state.incidents) if (finding?.tenant) add(finding.tenant.tenantId, cause);
  return causes;
}
