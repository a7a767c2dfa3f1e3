import { cron } from '../../../../src/adapters/cron/create-cron.ts';
// Begins the run RUN in the database FILE, keeps one failing tenant and never ends by itself.
import { openStorage } from '../../../../src/adapters/storage/open-storage.ts';
import { createTestClock, fail, tenant } from '../results.ts';

const [file = '', runId = ''] = process.argv.slice(2);
const clock = createTestClock();
clock.set(5000);
const storage = await openStorage({ file, clock, cron });
await storage.runs.begin({ id: runId, kind: 'testtokens', connection: 'default', startedAt: 5000, scope: 'all' });
await storage.runs.append(runId, { tenants: [tenant('hanging', fail('consent.missing'))] });
console.log('kept');
process.stdin.resume();
