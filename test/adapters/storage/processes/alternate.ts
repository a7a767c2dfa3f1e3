// Keeps a run RUN in the database FILE whose 20 tenants fail and pass by turns.
import { once } from 'node:events';
import { cron } from '../../../../src/adapters/cron/create-cron.ts';
import { openStorage } from '../../../../src/adapters/storage/open-storage.ts';
import { fail, NO_TOTALS, pass, tenant } from '../results.ts';

const [file = '', runId = ''] = process.argv.slice(2);
const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
const storage = await openStorage({ file, clock, cron });
console.log('ready');
await once(process.stdin, 'data');
await storage.runs.begin({ id: runId, kind: 'testtokens', connection: 'default', startedAt: 1, scope: 'named' });
for (let round = 0; round < 60; round += 1) {
  const found = round % 2 === 0 ? fail('consent.missing', `${runId}-${round}`) : pass();
  const tenants = Array.from({ length: 20 }, (_, index) => tenant(`tenant-${index}`, found));
  await storage.runs.append(runId, { tenants });
}
await storage.runs.finish(runId, { status: 'completed', finishedAt: Date.now(), totals: NO_TOTALS });
await storage.close();
process.stdin.destroy();
