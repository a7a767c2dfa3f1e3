import { cron } from '../../../../src/adapters/cron/create-cron.ts';
// Keeps a report of COUNT tenants under the run `killed` in the database FILE.
import { openStorage } from '../../../../src/adapters/storage/open-storage.ts';
import { brokenFleetReport } from '../../reports/report-scenarios.ts';
import { createTestClock } from '../results.ts';

const [file = '', count = ''] = process.argv.slice(2);
const storage = await openStorage({ file, clock: createTestClock(), cron });
const report = brokenFleetReport(Number(count));
console.log('keeping');
await storage.reports.keep({ ...report, run: { ...report.run, id: 'killed' } });
await storage.close();
