import { ulid } from 'ulid';
import { cron } from '../../adapters/cron/create-cron.ts';
import type { WatchCommandParts } from '../../core/chat/calls/watch-parts.ts';
import { WATCH_ANSWERS } from '../../core/chat/commands/watch/watch-answers.ts';
import type { ProcessIo } from '../process-io.ts';
import { createConnections } from '../start/create-connections.ts';
import { createWatch } from '../start/create-watch.ts';
import { systemClock } from '../system-clock.ts';
import { type LocalParts, runLocal } from './local.ts';

type Values = Record<string, unknown>;

/** Runs a command of the watch on the terminal. A running `start` notices what was changed within a minute. */
export function watchCommand(name: string): (values: Values, io: ProcessIo) => Promise<number> {
  const command = WATCH_ANSWERS[name];
  if (!command) throw new Error(`the watch has no command ${name}`);
  return (values, io) => {
    const place = command.inChannel ? String(values.channel) : '';
    const target = command.inChannel ? place : command.target === undefined ? null : String(values[command.target]);
    return runLocal(
      {
        name,
        target: target?.slice(0, 200) ?? null,
        schema: `samaritan.${name.split(' ', 1)[0]}/1`,
        answer: (parts) => command.answer(partsOf(parts), { values, place, by: `terminal:user:${parts.person.id}` }),
      },
      values.json === true,
      io,
    );
  };
}

function partsOf({ config, storage, undelivered }: LocalParts): WatchCommandParts {
  const { runs, subscriptions, schedules, accepted } = storage;
  const connections = createConnections(config);
  const onSchedulesChanged = (): void => {};
  return {
    connections,
    runs,
    subscriptions,
    schedules,
    accepted,
    watch: createWatch(storage),
    outbox: storage.outbox,
    undelivered,
    cron,
    clock: systemClock,
    newId: () => ulid(),
    onSchedulesChanged,
  };
}
