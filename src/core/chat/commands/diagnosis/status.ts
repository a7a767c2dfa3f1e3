import { chooseConnection } from '../../../credentials/connection-book.ts';
import { toProgressView } from '../../../diagnosis/sweep/progress.ts';
import { toExpected } from '../../../watch/incidents/expected.ts';
import { toMatterJson } from '../../../watch/notifications/cards/matter-rows.ts';
import {
  type AcceptedRow,
  readConnectionStatus,
  readMatters,
  type StatusReading,
} from '../../../watch/status/read-status.ts';
import { toStatusCard } from '../../../watch/status/status-card.ts';
import { defineCommand, problem } from '../../calls/command.ts';
import { tenantName } from '../accept/list-card.ts';
import { connection } from '../common-arguments.ts';

/** How things stand, from what was found last. Asks nobody. */
export const status = defineCommand({
  name: 'status',
  role: 'viewer',
  summary: 'Show the connections, the last sweep and what is failing now.',
  surfaces: ['terminal', 'chat'],
  arguments: [connection],
  examples: ['status'],
  audience: 'results',
  answer: async ({ parts }, values) => {
    const { connections, desk, runs, version, clock, watch } = parts;
    const entry = values.connection === undefined ? undefined : chooseConnection(connections, values.connection);
    if (entry && 'problem' in entry) return problem(entry.problem);
    const found: StatusReading['connections'] = [];
    const accepted: AcceptedRow[] = [];
    for (const each of entry ? [entry] : connections) {
      const own = (await watch?.accepted.accepted(each.name)) ?? [];
      for (const one of own.filter(({ until }) => until === null || until > clock.now())) {
        accepted.push({ ...one, label: await tenantName(runs, each.name, one.tenantId) });
      }
      found.push(await readConnectionStatus(each, runs, clock.now(), toExpected(own, [], clock.now())));
    }
    const names = found.map(({ name }) => name);
    const matters = watch ? await readMatters(watch.incidents, names) : [];
    const more = (await parts.more?.(connections)) ?? [];
    const running = desk.running().map((sweep) => {
      const { line } = toProgressView(sweep.progress());
      return `connection ${sweep.order.connection}, ${line}`;
    });
    return {
      card: toStatusCard({ connections: found, matters, accepted, running, more, version }),
      json: { connections: found, matters: matters.map(toMatterJson), accepted, running, version },
    };
  },
});
