// Opens the database FILE as soon as a line comes in, so that several processes can do it at one moment.
import { once } from 'node:events';
import { cron } from '../../../../src/adapters/cron/create-cron.ts';
import { openStorage } from '../../../../src/adapters/storage/open-storage.ts';
import { createTestClock } from '../results.ts';

const [file = ''] = process.argv.slice(2);
console.log('ready');
await once(process.stdin, 'data');
const storage = await openStorage({ file, clock: createTestClock(), cron });
await storage.runs.baseline('default', 'all');
await storage.close();
process.stdin.destroy();
