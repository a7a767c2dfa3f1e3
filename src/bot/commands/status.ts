import manifest from '../../../package.json' with { type: 'json' };
import { answerStatus } from '../../core/status/answer-status.ts';
import type { ProcessIo } from '../process-io.ts';
import { createConnections } from '../start/create-connections.ts';
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
        return answerStatus({ connections, runs: storage.runs, running: [], version: manifest.version }, name);
      },
    },
    values.json === true,
    io,
  );
}
