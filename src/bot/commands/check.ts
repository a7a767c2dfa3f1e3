import { loadArticles } from '../../adapters/articles/load-articles.ts';
import { cron } from '../../adapters/cron/create-cron.ts';
import { openStorage, type Storage } from '../../adapters/storage/open-storage.ts';
import { renderCard } from '../../adapters/terminal/render-card.ts';
import { createStyle } from '../../adapters/terminal/style.ts';
import { readFailingSince } from '../../core/chat/calls/failing-since.ts';
import { exitCodeOf } from '../../core/diagnosis/report/exit-code.ts';
import { toTenantCard } from '../../core/diagnosis/report/tenant-card.ts';
import { colorWanted, columnsOf, type ProcessIo } from '../process-io.ts';
import { systemClock } from '../system-clock.ts';
import { formatTime, renderReportAs } from './render.ts';
import { sweepOnce } from './sweep-once.ts';

/** `samaritan check <tenant>`: one tenant's chain, each check with its evidence. */
export async function runCheck(values: Record<string, unknown>, io: ProcessIo): Promise<number> {
  const json = values.json === true;
  const connection = typeof values.connection === 'string' ? values.connection : undefined;
  const swept = await sweepOnce({ command: 'check', tenants: [String(values.tenant)], connection, json }, io);
  if (swept.kind === 'ended') return swept.exitCode;
  const { report, config } = swept;
  const width = columnsOf(io.stdout);
  const color = colorWanted(io.stdout, io.env);
  const library = loadArticles();
  if (json) io.stdout.write(await renderReportAs('json', report, { library, color, width }));
  else {
    let storage: Storage | undefined;
    try {
      storage = await openStorage({ file: config.database, clock: systemClock, cron });
      const [tenant] = report.tenants;
      const name = report.run.connection;
      const known = tenant ? await storage.runs.tenant(name, tenant.tenantId) : undefined;
      const failingSince = await readFailingSince(storage, name, tenant ? [tenant.tenantId] : []);
      const card = toTenantCard({ report, failingSince, known }, { library });
      io.stdout.write(renderCard(card, { style: createStyle(color), width, formatTime }));
    } finally {
      await storage?.close();
    }
  }
  return exitCodeOf(report);
}
