import { type ConnectionEntry, chooseConnection } from '../../credentials/connection-book.ts';
import type { AcceptedStore } from '../../diagnosis/report/accepted-store.ts';
import type { KnownRuns } from '../../diagnosis/report/run-store.ts';
import { selectTenants } from '../../model/tenants/select-tenants.ts';
import { choiceOfKey, describeTagChoice, type TagChoice } from '../../model/tenants/tag.ts';
import type { TagFiles } from '../../model/tenants/tag-file.ts';
import type { TagStore } from '../../model/tenants/tag-store.ts';
import { type Tenant, toTenantRef } from '../../model/tenants/tenant.ts';
import { toSafeText } from '../../model/text/format.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { Cron } from '../../model/time/cron.ts';
import type { ReadTags } from '../../watch/create-tag-reader.ts';
import type { IncidentGroup } from '../../watch/incidents/incident.ts';
import type { Outbox } from '../../watch/incidents/outbox.ts';
import type { RouteList } from '../../watch/notifications/route-book.ts';
import type { SubscriptionStore } from '../../watch/notifications/subscription.ts';
import type { ClientBook } from '../../watch/notifications/tickets/client-book.ts';
import type { ReportBook } from '../../watch/reports/standing-report.ts';
import type { ScheduleStore } from '../../watch/schedules/schedule.ts';
import type { Watch } from '../../watch/watch.ts';
import { choiceOf, type Unclear } from './choice-of.ts';

export interface WatchCommandParts {
  connections: readonly ConnectionEntry[];
  runs: KnownRuns;
  subscriptions: SubscriptionStore;
  schedules: Pick<ScheduleStore, 'list' | 'put' | 'remove' | 'states'>;
  reports: ReportBook;
  accepted: AcceptedStore;
  watch: Pick<Watch, 'noteMailed' | 'recordAccepted' | 'test' | 'tick'> & {
    /** `shared`: others are in it too, for whom who asks has no role. */
    respond(...asked: Parameters<Watch['respond']>): Promise<IncidentGroup | 'shared' | undefined>;
  };
  routes: RouteList;
  /** Which client of a ticket system each tenant is. */
  clients: Pick<ClientBook, 'list' | 'put' | 'remove'>;
  tags: TagStore;
  tagFiles: () => Promise<TagFiles>;
  readTags: ReadTags;
  outbox: Pick<Outbox, 'backlog'>;
  /** Why nothing that is written for this place would be delivered, and the way out; null where it would be. */
  undelivered: (place: string) => Promise<string | null>;
  cron: Cron;
  clock: Clock;
  newId: () => string;
  /** Schedules were changed: the scheduler looks at once where it runs in this process. */
  onSchedulesChanged: () => void;
}

/** The name of the connection meant, or why none is. */
export function connectionNamed(
  { connections }: Pick<WatchCommandParts, 'connections'>,
  name: string | undefined,
): { name: string } | { problem: string } {
  return chooseConnection(connections, name);
}

/** A tenant by id, domain or name among those that some sweep has seen. */
export async function findKnownTenant(runs: KnownRuns, connection: string, name: string): Promise<Tenant | Unclear> {
  const certain = await runs.tenant(connection, name.trim().toLowerCase());
  if (certain) return certain;
  const known = await runs.knownTenants(connection, { limit: 20_000 });
  const shown = toSafeText(name, { maxLength: 60 });
  if (known.length === 0)
    return { problem: `There is no tenant “${shown}”: none of ${connection} is known yet. testtokens reads them.` };
  const selection = selectTenants([name], known);
  if (!selection.ok) return { problem: selection.problems.join(' '), choice: choiceOf(selection.ambiguous) };
  const [tenant] = selection.tenants;
  if (!tenant) return { problem: 'No tenant is named.' };
  return tenant.unlisted ? { problem: `There is no tenant “${shown}” among those that a sweep has seen.` } : tenant;
}

/** A tenant, or those of tags, as people know it, by what sweeps have seen of it. */
export async function tenantName(runs: KnownRuns, connection: string, tenantId: string): Promise<string> {
  const choice = choiceOfKey(tenantId);
  if (choice !== undefined) return taggedLabel(choice);
  const known = await runs.tenant(connection, tenantId);
  return known ? toTenantRef(known).label : tenantId;
}

export function taggedLabel(choice: TagChoice): string {
  return `every tenant ${choice.tags.length > 0 ? 'tagged ' : ''}${describeTagChoice(choice)}`;
}

/** The connection and its tenant that a command names; or why there is none. */
export async function placeNamed(
  parts: Pick<WatchCommandParts, 'connections' | 'runs'>,
  named: { connection?: string | undefined; tenant: string },
): Promise<{ connection: string; tenant: Tenant } | Unclear> {
  const connection = connectionNamed(parts, named.connection);
  if ('problem' in connection) return connection;
  const tenant = await findKnownTenant(parts.runs, connection.name, named.tenant);
  return 'problem' in tenant ? tenant : { connection: connection.name, tenant };
}
