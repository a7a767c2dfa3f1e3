import { placeKey } from '../../access/person.ts';
import type { CommandAnswer } from '../../cards/command-answer.ts';
import { toProblemCard } from '../../cards/plain-cards.ts';
import type { Only } from '../../checks/check.ts';
import {
  acceptFailure,
  addMaintenance,
  listAccepted,
  listMaintenance,
  removeMaintenance,
  withdrawAcceptance,
} from '../../watch/answers/accepted.ts';
import { listSubscriptions, sendTest, subscribe, unsubscribe } from '../../watch/answers/alerts.ts';
import { addSchedule, changeSchedule, findSchedule, listSchedules } from '../../watch/answers/schedules.ts';
import type { WatchCommandParts } from '../../watch/answers/watch-parts.ts';
import { answer, type CallContext } from '../chat-parts.ts';
import { type CommandHandler, listOf, type ParsedValues, textOf } from '../handler.ts';
import { watchOf } from '../watch-of.ts';
import { sweepTenants } from './testtokens.ts';

interface Asked {
  values: ParsedValues;
  by: string;
  /** `placeKey` of the channel it is said in. */
  place: string;
}

type Answer = (parts: WatchCommandParts, asked: Asked) => Promise<CommandAnswer>;

/** A command of the watch: its answer is for who asked alone, since it is about settings. */
function settings(target: (values: ParsedValues) => string | null, make: Answer): CommandHandler {
  return {
    audience: 'private',
    target,
    run: async (context, values) => {
      const { person, place } = context.request;
      const asked = { values, by: `${person.platform}:user:${person.id}`, place: placeKey(place) };
      await answer(context, (await make(watchOf(context), asked)).card);
    },
  };
}

/** The same, where a channel is needed to be told. */
function inChannel(make: Answer): CommandHandler {
  const handler = settings(() => null, make);
  return {
    ...handler,
    run: (context, values) =>
      context.request.place.kind === 'direct' && context.request.place.platform === 'discord'
        ? answer(context, toProblemCard(['This is no channel. Say it in the channel that is to be told.']))
        : handler.run(context, values),
  };
}

const nothing = (): null => null;
const named = (name: string) => (values: ParsedValues) => textOf(values, name) ?? null;
const text = (values: ParsedValues, name: string): string => textOf(values, name) ?? '';
const number = (values: ParsedValues, name: string): number | undefined =>
  typeof values[name] === 'number' ? values[name] : undefined;

const scheduleRun: CommandHandler = {
  audience: 'results',
  target: named('name'),
  run: async (context: CallContext, values) => {
    const found = await findSchedule(watchOf(context), text(values, 'name'));
    if (typeof found === 'string') return answer(context, toProblemCard([found]));
    const { connection, tenants, only } = found;
    const pair: { only?: Only } = only === null ? {} : { only };
    await sweepTenants(context, { connection, tenant: [...tenants], ...pair });
  },
};

/** Who answers the commands of the watch in chat. */
export const WATCH_HANDLERS: Readonly<Record<string, CommandHandler>> = {
  'alerts subscribe': inChannel((parts, { values, by, place }) =>
    subscribe(
      parts,
      {
        place,
        severity: textOf(values, 'severity'),
        owners: listOf(values, 'owners'),
        causes: listOf(values, 'causes'),
        connections: listOf(values, 'connections'),
        quiet: textOf(values, 'quiet'),
        zone: textOf(values, 'zone'),
        critical: textOf(values, 'critical'),
        remind: textOf(values, 'remind'),
      },
      by,
    ),
  ),
  'alerts unsubscribe': inChannel((parts, { place }) => unsubscribe(parts, place)),
  'alerts list': settings(nothing, (parts) => listSubscriptions(parts)),
  'alerts test': inChannel((parts, { place, by }) => sendTest(parts, place, by)),
  'schedule add': settings(named('name'), (parts, { values }) =>
    addSchedule(parts, {
      name: text(values, 'name'),
      cron: text(values, 'cron'),
      zone: textOf(values, 'zone'),
      only: textOf(values, 'only'),
      tenants: listOf(values, 'tenant'),
      jitterMinutes: number(values, 'jitter'),
      connection: textOf(values, 'connection'),
    }),
  ),
  'schedule list': settings(nothing, (parts) => listSchedules(parts)),
  'schedule pause': settings(named('name'), (parts, { values }) =>
    changeSchedule(parts, 'pause', text(values, 'name')),
  ),
  'schedule resume': settings(named('name'), (parts, { values }) =>
    changeSchedule(parts, 'resume', text(values, 'name')),
  ),
  'schedule remove': settings(named('name'), (parts, { values }) =>
    changeSchedule(parts, 'remove', text(values, 'name')),
  ),
  'schedule run': scheduleRun,
  'accept add': settings(named('tenant'), (parts, { values, by }) =>
    acceptFailure(
      parts,
      {
        tenant: text(values, 'tenant'),
        reason: text(values, 'reason'),
        check: textOf(values, 'check'),
        until: textOf(values, 'until'),
        connection: textOf(values, 'connection'),
      },
      by,
    ),
  ),
  'accept list': settings(nothing, (parts, { values }) => listAccepted(parts, textOf(values, 'connection'))),
  'accept remove': settings(named('tenant'), (parts, { values }) =>
    withdrawAcceptance(parts, {
      tenant: text(values, 'tenant'),
      check: textOf(values, 'check'),
      connection: textOf(values, 'connection'),
    }),
  ),
  'maintenance add': settings(named('tenant'), (parts, { values, by }) =>
    addMaintenance(
      parts,
      {
        tenant: text(values, 'tenant'),
        to: text(values, 'to'),
        from: textOf(values, 'from'),
        reason: textOf(values, 'reason'),
        connection: textOf(values, 'connection'),
      },
      by,
    ),
  ),
  'maintenance list': settings(nothing, (parts, { values }) => listMaintenance(parts, textOf(values, 'connection'))),
  'maintenance remove': settings(named('window'), (parts, { values }) =>
    removeMaintenance(parts, text(values, 'window')),
  ),
};
