import type { CommandAnswer } from '../../cards/command-answer.ts';
import { toProblemCard } from '../../cards/plain-cards.ts';
import { type ConnectionEntry, chooseConnection } from '../../connections/connection-book.ts';
import type { AcceptedStore } from '../../ports/accepted-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Cron } from '../../ports/cron.ts';
import type { RunStore } from '../../ports/run-store.ts';
import type { ScheduleStore } from '../../ports/schedule-store.ts';
import type { SubscriptionStore } from '../../ports/subscription-store.ts';
import { selectTenants } from '../../tenants/select-tenants.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import type { Watch } from '../watch.ts';

/** What the commands of the watch work with. */
export interface WatchCommandParts {
  connections: readonly ConnectionEntry[];
  runs: RunStore;
  subscriptions: SubscriptionStore;
  schedules: ScheduleStore;
  accepted: AcceptedStore;
  watch: Watch;
  cron: Cron;
  clock: Clock;
  newId: () => string;
  /** Schedules were changed: the scheduler looks at once where it runs in this process. */
  onSchedulesChanged: () => void;
}

export function problem(...problems: string[]): CommandAnswer {
  return { card: toProblemCard(problems), json: { problems }, failed: true };
}

/** The name of the connection meant, or why none is. */
export function connectionNamed(
  { connections }: Pick<WatchCommandParts, 'connections'>,
  name: string | undefined,
): { name: string } | { problem: string } {
  return chooseConnection(connections, name);
}

/** A tenant by id, domain or name among those that some sweep has seen. */
export async function findKnownTenant(runs: RunStore, connection: string, name: string): Promise<Tenant | string> {
  const known = await runs.knownTenants(connection, { limit: 20_000 });
  const selection = selectTenants([name], known);
  if (!selection.ok) return selection.problems.join(' ');
  const [tenant] = selection.tenants;
  return tenant ?? 'No tenant is named.';
}
