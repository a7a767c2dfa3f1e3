import { loadArticles } from '../../adapters/articles/load-articles.ts';
import { cron } from '../../adapters/cron/create-cron.ts';
import { StorageError } from '../../adapters/storage/engine/storage-error.ts';
import { openStorage } from '../../adapters/storage/open-storage.ts';
import { findSchedule } from '../../core/chat/commands/watch/schedules.ts';
import { exitCodeOf } from '../../core/diagnosis/report/exit-code.ts';
import type { Schedule } from '../../core/watch/schedules/schedule.ts';
import { parseConfig } from '../config/parse-config.ts';
import { readEnvironment } from '../config/read-environment.ts';
import { colorWanted, columnsOf, type ProcessIo } from '../process-io.ts';
import { createWatch } from '../start/create-watch.ts';
import { systemClock } from '../system-clock.ts';
import { failUsage } from './fail-usage.ts';
import { renderReportAs } from './render.ts';
import { sweepOnce } from './sweep-once.ts';

/**
 * `samaritan schedule run <name>`: sweeps here and now what the schedule names, prints the report, and judges it as the
 * watch does. A running `start` delivers what follows from it.
 */
export async function runScheduleRun(values: Record<string, unknown>, io: ProcessIo): Promise<number> {
  const json = values.json === true;
  const parsed = parseConfig(readEnvironment(io.env));
  if (!parsed.ok) return failUsage(parsed.faults, json, io);
  const { database } = parsed.config;
  try {
    const found = await readSchedule(database, String(values.name));
    if (typeof found === 'string') return failUsage([found], json, io);
    const { tenants, only, connection } = found;
    const swept = await sweepOnce({ command: 'schedule run', tenants, only: only ?? undefined, connection, json }, io);
    if (swept.kind === 'ended') return swept.exitCode;
    const { report } = swept;
    const storage = await openStorage({ file: database, clock: systemClock, cron });
    try {
      await storage.reports.keep(report);
      await createWatch(storage).recordSweep(report);
    } finally {
      await storage.close();
    }
    const context = { library: loadArticles(), color: colorWanted(io.stdout, io.env), width: columnsOf(io.stdout) };
    io.stdout.write(await renderReportAs(json ? 'json' : 'text', report, context));
    return exitCodeOf(report);
  } catch (error) {
    if (error instanceof StorageError) return failUsage([error.message], json, io);
    throw error;
  }
}

async function readSchedule(file: string, name: string): Promise<Schedule | string> {
  const storage = await openStorage({ file, clock: systemClock, cron });
  try {
    return await findSchedule(storage, name);
  } finally {
    await storage.close();
  }
}
