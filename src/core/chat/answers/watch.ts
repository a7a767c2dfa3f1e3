import { toProblemCard } from '../../cards/plain-cards.ts';
import type { TenantGroup } from '../../model/checks/check.ts';
import { placeKey } from '../../model/people/person.ts';
import { answer } from '../calls/chat-parts.ts';
import { type CommandHandler, textOf } from '../calls/handler.ts';
import { watchOf } from '../calls/watch-of.ts';
import { findSchedule } from '../commands/watch/schedules.ts';
import { WATCH_ANSWERS, type WatchCommand } from '../commands/watch/watch-answers.ts';
import { sweepTenants } from './testtokens.ts';

/** Settings are for who asked alone. */
function toHandler({ target, inChannel, answer: make }: WatchCommand): CommandHandler {
  return {
    audience: 'private',
    target: (values) => (target === undefined ? null : (textOf(values, target) ?? null)),
    run: async (context, values) => {
      const { person, place } = context.request;
      if (inChannel && place.kind === 'direct' && place.platform === 'discord') {
        return answer(context, toProblemCard(['This is no channel. Say it in the channel that is to be told.']));
      }
      const question = { values, by: `${person.platform}:user:${person.id}`, place: placeKey(place) };
      await answer(context, (await make(watchOf(context), question)).card);
    },
  };
}

const scheduleRun: CommandHandler = {
  audience: 'results',
  target: (values) => textOf(values, 'name') ?? null,
  run: async (context, values) => {
    const found = await findSchedule(watchOf(context), textOf(values, 'name') ?? '');
    if (typeof found === 'string') return answer(context, toProblemCard([found]));
    const { connection, tenants, only } = found;
    const group: { only?: TenantGroup } = only === null ? {} : { only };
    await sweepTenants(context, { connection, tenant: [...tenants], ...group });
  },
};

/** Who answers the commands of the watch in chat. */
export const WATCH_HANDLERS: Readonly<Record<string, CommandHandler>> = {
  ...Object.fromEntries(Object.entries(WATCH_ANSWERS).map(([name, command]) => [name, toHandler(command)])),
  'schedule run': scheduleRun,
};
