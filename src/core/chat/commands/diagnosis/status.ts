import { chooseConnection } from '../../../credentials/connection-book.ts';
import { expandTagged } from '../../../diagnosis/report/expand-tagged.ts';
import { toProgressView } from '../../../diagnosis/sweep/progress.ts';
import { describeTagChoice } from '../../../model/tenants/tag.ts';
import type { Tenant } from '../../../model/tenants/tenant.ts';
import { toExpected } from '../../../watch/incidents/expected.ts';
import type { IncidentGroup } from '../../../watch/incidents/incident.ts';
import { findAsking } from '../../../watch/notifications/cards/incident-card.ts';
import { toMatterJson } from '../../../watch/notifications/cards/matter-rows.ts';
import {
  type AcceptedRow,
  readConnectionStatus,
  readMatters,
  type StatusReading,
} from '../../../watch/status/read-status.ts';
import { toStatusCard } from '../../../watch/status/status-card.ts';
import { defineCommand, problem } from '../../calls/command.ts';
import { chooseTagged, toTagChoice } from '../../calls/tagged.ts';
import { tenantName } from '../../calls/watch-parts.ts';
import { connection, tag, withoutTag } from '../common-arguments.ts';

export const status = defineCommand({
  name: 'status',
  role: 'viewer',
  forPrograms: true,
  summary: 'Show the connections, the last sweep and what is failing now.',
  arguments: [connection, { ...tag, help: 'Only the tenants with this tag.' }, withoutTag],
  examples: ['status', 'status --tag emea'],
  audience: 'results',
  answer: async ({ parts }, values) => {
    const { connections, desk, runs, version, clock, watch, reach } = parts;
    const entry = values.connection === undefined ? undefined : chooseConnection(connections, values.connection);
    if (entry && 'problem' in entry) return problem(entry.problem);
    const found: StatusReading['connections'] = [];
    const accepted: AcceptedRow[] = [];
    const concerned = new Set<string>();
    const wanted = toTagChoice(values);
    if (wanted && 'problem' in wanted) return problem(wanted.problem);
    const unknown: string[] = [];
    const known = watch ? (await watch.incidents.loadNotifications(Number.MAX_SAFE_INTEGER)).groups : [];
    const all = known.filter(({ closedAt }) => closedAt === null);
    const hasOpen = (name: string): boolean => all.some((group) => group.connection === name && !group.partnerLevel);
    for (const each of entry ? [entry] : connections) {
      const { name } = each;
      const tagged = watch && (await chooseTagged(watch, name, values));
      // A tag of another connection means nobody here.
      if (tagged && 'problem' in tagged) {
        unknown.push(tagged.problem);
        continue;
      }
      const isMeant = (tenant: Tenant): boolean => !tagged || tagged.book.chooses(tagged.choice, tenant);
      const own = (await watch?.accepted.accepted(name)) ?? [];
      for (const one of own.filter(({ until }) => until === null || until > clock.now())) {
        accepted.push({ ...one, label: await tenantName(runs, name, one.tenantId) });
      }
      const resolved = watch ? await expandTagged(own, () => watch.readTags(name)) : own;
      const expected = toExpected(resolved, [], clock.now());
      found.push(await readConnectionStatus(each, runs, clock.now(), expected, isMeant));
      if (!watch || !tagged || !hasOpen(name)) continue;
      for (const [id, tenants] of await watch.groupTenants(name)) if (tenants.some(isMeant)) concerned.add(id);
    }
    if (found.length === 0 && unknown.length > 0) return problem(...unknown);
    const names = found.map(({ name }) => name);
    const isShown = ({ id, connection: of, partnerLevel }: IncidentGroup): boolean =>
      names.includes(of) && (!wanted || partnerLevel || concerned.has(id));
    const open = all.filter(isShown);
    const matters = watch ? await readMatters(watch.incidents, open) : [];
    const asking = await findAsking(matters, parts);
    const more = (await parts.more?.(connections)) ?? [];
    const running = desk.running().map((sweep) => {
      const { line } = toProgressView(sweep.progress());
      return `connection ${sweep.order.connection}, ${line}`;
    });
    return {
      card: toStatusCard({
        ...{ connections: found, open, matters, asking, accepted, running, more, version },
        ...((wanted || reach) && { among: describeTagChoice(wanted ?? { tags: reach ?? [], withoutTags: [] }) }),
        ...(reach && { yours: true }),
        asked: Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])),
      }),
      json: {
        ...(wanted && { tagged: wanted }),
        connections: found,
        matters: matters.map(toMatterJson),
        accepted,
        running,
        version,
      },
    };
  },
});
