import { writeFileSync } from 'node:fs';
import { answerHistory } from '../../core/chat/commands/answer-history.ts';
import type { ProcessIo } from '../process-io.ts';
import { createConnections } from '../start/create-connections.ts';
import { systemTimers } from '../start/system-timers.ts';
import { systemClock } from '../system-clock.ts';
import { createPictures } from '../workers/create-pictures.ts';
import { failUsage } from './fail-usage.ts';
import { runLocal } from './local.ts';
import { findWriteProblem } from './output.ts';

/** `samaritan history [tenant]`: the past days in words, and as a picture where a file is named. */
export async function runHistory(values: Record<string, unknown>, io: ProcessIo): Promise<number> {
  const json = values.json === true;
  const text = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
  const output = text('output');
  const problem = output === undefined ? undefined : findWriteProblem(output);
  if (problem !== undefined) return failUsage([problem], json, io);
  const tenant = text('tenant');
  const pictures = createPictures({ timers: systemTimers });
  try {
    return await runLocal(
      {
        name: 'history',
        target: tenant?.slice(0, 200) ?? null,
        schema: 'samaritan.history/1',
        answer: async ({ config, storage }) => {
          const { runs, history, incidentHistory } = storage;
          const connections = createConnections(config);
          const none = { heatMap: async () => new Uint8Array() };
          const answer = await answerHistory(
            {
              connections,
              runs,
              history,
              incidentHistory,
              pictures: output === undefined ? none : pictures,
              clock: systemClock,
              onFault: (error) => io.stderr.write(`The picture could not be drawn: ${toReason(error)}\n`),
            },
            { tenant, connection: text('connection'), days: typeof values.days === 'number' ? values.days : undefined },
          );
          const [file] = answer.files;
          if (output !== undefined && file) writeFileSync(output, file.content);
          return answer;
        },
      },
      json,
      io,
    );
  } finally {
    await pictures.close();
  }
}

function toReason(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error';
}
