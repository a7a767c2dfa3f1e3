import type { CommandAnswer } from '../../../cards/command-answer.ts';
import type { WatchCommandParts } from '../../calls/watch-parts.ts';
import {
  acceptFailure,
  addMaintenance,
  listAccepted,
  listMaintenance,
  removeMaintenance,
  withdrawAcceptance,
} from './accepted.ts';
import { listSubscriptions, sendTest, subscribe, unsubscribe } from './alerts.ts';
import { addSchedule, changeSchedule, listSchedules } from './schedules.ts';

/** What was asked, as chat and the terminal give it: values as the registry defines them, and who asked. */
export interface WatchQuestion {
  values: Readonly<Record<string, unknown>>;
  by: string;
  /** `placeKey` of the channel meant; empty where the command needs none. */
  place: string;
}

export interface WatchCommand {
  /** The argument that the audit log names, where there is one. */
  target?: string;
  /** It is about a channel: the one it is said in, or on the terminal the one named. */
  inChannel?: boolean;
  answer(parts: WatchCommandParts, question: WatchQuestion): Promise<CommandAnswer>;
}

type Values = WatchQuestion['values'];

const maybe = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const text = (values: Values, name: string): string => maybe(values, name) ?? '';
const list = (values: Values, name: string): string[] => {
  const value = values[name];
  return Array.isArray(value) ? value.map(String) : [];
};
const number = (values: Values, name: string): number | undefined => {
  const value = values[name];
  return typeof value === 'number' ? value : undefined;
};

const change = (what: 'pause' | 'resume' | 'remove'): WatchCommand => ({
  target: 'name',
  answer: (parts, { values }) => changeSchedule(parts, what, text(values, 'name')),
});

/** The commands of the watch that answer with a card about settings, by their names in the registry. */
export const WATCH_ANSWERS: Readonly<Record<string, WatchCommand>> = {
  'alerts subscribe': {
    inChannel: true,
    answer: (parts, { values, by, place }) =>
      subscribe(
        parts,
        {
          place,
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
  },
  'alerts unsubscribe': { inChannel: true, answer: (parts, { place }) => unsubscribe(parts, place) },
  'alerts list': { answer: (parts) => listSubscriptions(parts) },
  'alerts test': { inChannel: true, answer: (parts, { place, by }) => sendTest(parts, place, by) },
  'schedule add': {
    target: 'name',
    answer: (parts, { values }) =>
      addSchedule(parts, {
        name: text(values, 'name'),
        cron: text(values, 'cron'),
        zone: maybe(values, 'zone'),
        only: maybe(values, 'only'),
        tenants: list(values, 'tenant'),
        jitterMinutes: number(values, 'jitter'),
        connection: maybe(values, 'connection'),
      }),
  },
  'schedule list': { answer: (parts) => listSchedules(parts) },
  'schedule pause': change('pause'),
  'schedule resume': change('resume'),
  'schedule remove': change('remove'),
  'accept add': {
    target: 'tenant',
    answer: (parts, { values, by }) =>
      acceptFailure(
        parts,
        {
          tenant: text(values, 'tenant'),
          reason: text(values, 'reason'),
          check: maybe(values, 'check'),
          until: maybe(values, 'until'),
          connection: maybe(values, 'connection'),
        },
        by,
      ),
  },
  'accept list': { answer: (parts, { values }) => listAccepted(parts, maybe(values, 'connection')) },
  'accept remove': {
    target: 'tenant',
    answer: (parts, { values }) =>
      withdrawAcceptance(parts, {
        tenant: text(values, 'tenant'),
        check: maybe(values, 'check'),
        connection: maybe(values, 'connection'),
      }),
  },
  'maintenance add': {
    target: 'tenant',
    answer: (parts, { values, by }) =>
      addMaintenance(
        parts,
        {
          tenant: text(values, 'tenant'),
          to: text(values, 'to'),
          from: maybe(values, 'from'),
          reason: maybe(values, 'reason'),
          connection: maybe(values, 'connection'),
        },
        by,
      ),
  },
  'maintenance list': { answer: (parts, { values }) => listMaintenance(parts, maybe(values, 'connection')) },
  'maintenance remove': {
    target: 'window',
    answer: (parts, { values }) => removeMaintenance(parts, text(values, 'window')),
  },
};
