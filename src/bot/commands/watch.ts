import { ulid } from 'ulid';
import { cron } from '../../adapters/cron/create-cron.ts';
import type { CommandAnswer } from '../../core/cards/command-answer.ts';
import {
  acceptFailure,
  addMaintenance,
  listAccepted,
  listMaintenance,
  removeMaintenance,
  withdrawAcceptance,
} from '../../core/watch/answers/accepted.ts';
import { listSubscriptions, sendTest, subscribe, unsubscribe } from '../../core/watch/answers/alerts.ts';
import { addSchedule, changeSchedule, listSchedules } from '../../core/watch/answers/schedules.ts';
import type { WatchCommandParts } from '../../core/watch/answers/watch-parts.ts';
import type { ProcessIo } from '../process-io.ts';
import { createConnections } from '../start/create-connections.ts';
import { createWatch } from '../start/create-watch.ts';
import { systemClock } from '../system-clock.ts';
import { type LocalParts, runLocal } from './local.ts';

type Values = Record<string, unknown>;
type Answer = (parts: WatchCommandParts, values: Values, by: string) => Promise<CommandAnswer>;

const text = (values: Values, name: string): string => (typeof values[name] === 'string' ? values[name] : '');
const maybe = (values: Values, name: string): string | undefined => text(values, name) || undefined;
const list = (values: Values, name: string): string[] => (Array.isArray(values[name]) ? values[name].map(String) : []);

/** A command of the watch on the terminal. A running `start` notices what was changed within a minute. */
function command(name: string, target: (values: Values) => string | null, answer: Answer) {
  return (values: Values, io: ProcessIo): Promise<number> =>
    runLocal(
      {
        name,
        target: target(values)?.slice(0, 200) ?? null,
        schema: `samaritan.${name.split(' ', 1)[0]}/1`,
        answer: (parts) => answer(partsOf(parts), values, `terminal:user:${parts.person.id}`),
      },
      values.json === true,
      io,
    );
}

function partsOf({ config, storage }: LocalParts): WatchCommandParts {
  const { runs, subscriptions, schedules, accepted } = storage;
  const clock = systemClock;
  const newId = (): string => ulid();
  const watch = createWatch(storage);
  const connections = createConnections(config);
  const onSchedulesChanged = (): void => {};
  return { connections, runs, subscriptions, schedules, accepted, watch, cron, clock, newId, onSchedulesChanged };
}

const channel = (values: Values): string => text(values, 'channel');
const schedule = (values: Values): string => text(values, 'name');
const tenant = (values: Values): string => text(values, 'tenant');
const nothing = (): null => null;

export const runAlertsSubscribe = command('alerts subscribe', channel, (parts, values, by) =>
  subscribe(
    parts,
    {
      place: channel(values),
      severity: maybe(values, 'severity'),
      owners: list(values, 'owners'),
      causes: list(values, 'causes'),
      connections: list(values, 'connections'),
      quiet: maybe(values, 'quiet'),
      zone: maybe(values, 'zone'),
      critical: maybe(values, 'critical'),
      remind: maybe(values, 'remind'),
    },
    by,
  ),
);
export const runAlertsUnsubscribe = command('alerts unsubscribe', channel, (parts, values) =>
  unsubscribe(parts, channel(values)),
);
export const runAlertsList = command('alerts list', nothing, (parts) => listSubscriptions(parts));
export const runAlertsTest = command('alerts test', channel, (parts, values, by) =>
  sendTest(parts, channel(values), by),
);

export const runScheduleAdd = command('schedule add', schedule, (parts, values) =>
  addSchedule(parts, {
    name: schedule(values),
    cron: text(values, 'cron'),
    zone: maybe(values, 'zone'),
    only: maybe(values, 'only'),
    tenants: list(values, 'tenant'),
    jitterMinutes: typeof values.jitter === 'number' ? values.jitter : undefined,
    connection: maybe(values, 'connection'),
  }),
);
export const runScheduleList = command('schedule list', nothing, (parts) => listSchedules(parts));
export const runSchedulePause = command('schedule pause', schedule, (parts, values) =>
  changeSchedule(parts, 'pause', schedule(values)),
);
export const runScheduleResume = command('schedule resume', schedule, (parts, values) =>
  changeSchedule(parts, 'resume', schedule(values)),
);
export const runScheduleRemove = command('schedule remove', schedule, (parts, values) =>
  changeSchedule(parts, 'remove', schedule(values)),
);
export const runAcceptAdd = command('accept add', tenant, (parts, values, by) =>
  acceptFailure(
    parts,
    {
      tenant: tenant(values),
      reason: text(values, 'reason'),
      check: maybe(values, 'check'),
      until: maybe(values, 'until'),
      connection: maybe(values, 'connection'),
    },
    by,
  ),
);
export const runAcceptList = command('accept list', nothing, (parts, values) =>
  listAccepted(parts, maybe(values, 'connection')),
);
export const runAcceptRemove = command('accept remove', tenant, (parts, values) =>
  withdrawAcceptance(parts, {
    tenant: tenant(values),
    check: maybe(values, 'check'),
    connection: maybe(values, 'connection'),
  }),
);

export const runMaintenanceAdd = command('maintenance add', tenant, (parts, values, by) =>
  addMaintenance(
    parts,
    {
      tenant: tenant(values),
      to: text(values, 'to'),
      from: maybe(values, 'from'),
      reason: maybe(values, 'reason'),
      connection: maybe(values, 'connection'),
    },
    by,
  ),
);
export const runMaintenanceList = command('maintenance list', nothing, (parts, values) =>
  listMaintenance(parts, maybe(values, 'connection')),
);
export const runMaintenanceRemove = command(
  'maintenance remove',
  (values) => text(values, 'window'),
  (parts, values) => removeMaintenance(parts, text(values, 'window')),
);
