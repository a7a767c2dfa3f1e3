// Waits for a line, takes the instance lock of the database FILE, and says `held` or why not. Then it begins the run RUN
// and never ends by itself.
import { once } from 'node:events';
import { cron } from '../../../../src/adapters/cron/create-cron.ts';
import { StorageError } from '../../../../src/adapters/storage/engine/storage-error.ts';
import { openStorage } from '../../../../src/adapters/storage/open-storage.ts';
import { createTestClock } from '../results.ts';

const [file = '', runId = ''] = process.argv.slice(2);
const storage = await openStorage({ file, clock: createTestClock(), cron });
console.log('ready');
await once(process.stdin, 'data');
try {
  await storage.acquireInstanceLock();
  await storage.runs.begin({ id: runId, kind: 'testtokens', connection: 'default', startedAt: 1, scope: 'all' });
  console.log('held');
} catch (error) {
  if (!(error instanceof StorageError)) throw error;
  console.log(`${error.code}`);
}
process.stdin.resume();
