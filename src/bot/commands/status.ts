import manifest from '../../../package.json' with { type: 'json' };
import { cron } from '../../adapters/cron/create-cron.ts';
import { answerStatus } from '../../core/chat/commands/answer-status.ts';
import { readWatchFacts } from '../../core/watch/status/read-watch-facts.ts';
import type { ProcessIo } from '../process-io.ts';
import { createConnections } from '../start/create-connections.ts';
import { systemClock } from '../system-clock.ts';
import { runLocal } from './local.ts';

/** `samaritan status`: how things stand, from what is in the database. */
export function runStatus(values: Record<string, unknown>, io: ProcessIo): Promise<number> {
  const name = typeof values.connection === 'string' ? values.connection : undefined;
  return runLocal(
    {
      name: 'status',
      target: name?.slice(0, 60) ?? null,
      schema: 'samaritan.status/1',
      answer: ({ config, storage }) => {
        const connections = createConnections(config);
        const more = () => readWatchFacts({ ...storage, connections, cron, clock: systemClock });
        const parts = {
          connections,
          runs: storage.runs,
          running: [],
          version: manifest.version,
          clock: systemClock,
          readAccepted: (connection: string) => storage.accepted.accepted(connection),
          more,
        };
        return answerStatus(parts, name);
      },
    },
    values.json === true,
    io,
  );
}
