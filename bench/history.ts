import { copyFile, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cron } from '../src/adapters/cron/create-cron.ts';
import { openStorage, type Storage } from '../src/adapters/storage/open-storage.ts';
import type { TenantResult } from '../src/core/model/checks/check.ts';
import { type Blocked, watchLoop } from './block-probe.ts';
import { fillHistory } from './fill-history.ts';
import { HistoryFleet, reportOf, tenantIdOf, totalsOf } from './history-fleet.ts';
import { median } from './measure.ts';

// A year of history, then every read and write over it, as a table on standard output. With the name of a file the
// history is kept there, or taken from there.

const TENANTS = 1000;
const MANY = 10_000;
const DAYS = 365;
const DAY_MS = 86_400_000;
const END = Date.UTC(2026, 0, 1);
const ROUNDS = 5;

const folder = await mkdtemp(join(tmpdir(), 'samaritan-history-'));
const named = process.argv[2];
const filledFile = named ?? join(folder, 'filled.db');
const file = join(folder, 'samaritan.db');
const say = (text: string): void => void process.stderr.write(`${text}\n`);

if (!(await stat(filledFile).catch(() => undefined))) {
  const startedAt = performance.now();
  const onDay = (day: number): void => (day % 30 === 0 ? say(`day ${day}`) : undefined);
  const filled = await fillHistory(filledFile, { tenants: TENANTS, days: DAYS, end: END, reportDays: 30, onDay });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  say(`${filled.sweeps} sweeps, ${filled.runs} runs in all, filled in ${seconds} s`);
}
await copyFile(filledFile, file);
// Else the first writes below would wait for the disk to take the copy.
const copy = await open(file, 'r+');
await copy.sync();
await copy.close();
console.log(`# A year of history

One run of \`node bench/history.ts\`: ${TENANTS} tenants swept hourly for ${DAYS} days, with a named run every hour, re-tests, an
audit log and the reports of 30 days. Written through the store itself; tenants that pass as before are handed in once
a week, since they write nothing. A block is the longest time in which the event loop did not turn, by the clock and by
the time that the thread really ran: on a busy machine the first also counts what others took.
`);
console.log(`The file has ${((await stat(file)).size / 1e6).toFixed(1)} MB.\n`);

let now = END;
const storage: Storage = await openStorage({ file, clock: { now: () => now, monotonicMs: () => now }, cron });
console.log('| what | median ms | most ms | longest block ms | of it CPU ms |\n| --- | --- | --- | --- | --- |');

async function measure(name: string, work: () => Promise<unknown>, rounds = ROUNDS): Promise<void> {
  const all: Blocked[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await watchLoop(work));
  const most = (value: (blocked: Blocked) => number): string => Math.max(...all.map(value)).toFixed(1);
  const middle = median(all.map(({ wallMs }) => wallMs)).toFixed(1);
  const blocks = [most(({ longestMs }) => longestMs), most(({ longestCpuMs }) => longestCpuMs)];
  console.log(`| ${[name, middle, most(({ wallMs }) => wallMs), ...blocks].join(' | ')} |`);
}

const { runs, history, reports, audit } = storage;
const all = Array.from({ length: TENANTS }, (_, index) => tenantIdOf(index));
const year = { from: END - DAYS * DAY_MS, to: END };
const [lastRun] = (await runs.latestRuns('default', 10)).filter(({ scope }) => scope === 'all');

await measure('latestRuns, 50', () => runs.latestRuns('default', 50));
await measure('baseline, all', () => runs.baseline('default', 'all'));
await measure('baseline, 1 tenant', () => runs.baseline('default', all.slice(3, 4)));
await measure('baseline, 1,000 named', () => runs.baseline('default', all));
await measure('currentStates, all', () => runs.currentStates('default'));
await measure('currentStates, only bad', () => runs.currentStates('default', { onlyBad: true }));
await measure('currentStates, 1 tenant', () => runs.currentStates('default', { tenantIds: all.slice(3, 4) }));
await measure('knownTenants, 25 of "toso"', () => runs.knownTenants('default', { query: 'toso', limit: 25 }));
await measure('tenant', () => runs.tenant('default', tenantIdOf(3)));
await measure('daily, a year, all', () => history.daily('default', year));
await measure('daily, a year, all, Berlin', () => history.daily('default', { ...year, timeZone: 'Europe/Berlin' }));
await measure('daily, 30 days, all', () => history.daily('default', { ...year, from: END - 30 * DAY_MS }));
await measure('daily, a year, 1 tenant', () => history.daily('default', { ...year, tenantId: tenantIdOf(3) }));
await measure('audit, latest 50', () => audit.latest(50));
await measure('report, 1,000 tenants', () => reports.read(lastRun?.id ?? ''));

let runNumber = 0;
async function sweep(connection: string, tenants: TenantResult[], scope: 'all' | 'named' = 'all'): Promise<void> {
  runNumber += 1;
  now += 3_600_000;
  const id = `bench-${runNumber}`;
  await runs.begin({ id, kind: 'testtokens', connection, startedAt: now, scope });
  for (let start = 0; start < tenants.length; start += 200) {
    await runs.append(id, { tenants: tenants.slice(start, start + 200) });
  }
  await runs.finish(id, { status: 'completed', finishedAt: now + 1, totals: totalsOf(tenants.length) });
}

const calm = new HistoryFleet(TENANTS, 1).sweep(100);
await measure('sweep of 1,000, nothing changes', () => sweep('default', calm));
const failing = (tenants: TenantResult[]): TenantResult[] =>
  tenants.map((tenant) => ({
    ...tenant,
    checks: tenant.checks.map((check) => ({
      ...check,
      status: 'fail',
      cause: 'gdap.expired',
      reason: 'x'.repeat(200),
    })),
  }));
const broken = failing(calm);
await measure('sweep of 1,000, all flips twice', () => sweep('default', broken).then(() => sweep('default', calm)));
const many = new HistoryFleet(MANY, 1).sweep(100);
const manyBroken = failing(many);
await measure('sweep of 10,000 new tenants', () => sweep('many', many), 1);
await measure('sweep of 10,000, all flips', () => sweep('many', manyBroken), 1);
await measure('sweep of 10,000, nothing changes', () => sweep('many', manyBroken), 1);
await measure('sweep of 10,000 named', () => sweep('many', manyBroken, 'named'), 1);
await measure('baseline, 10,000', () => runs.baseline('many', 'all'));
await measure('currentStates, 40,000 bad', () => runs.currentStates('many', { onlyBad: true }));
await measure('knownTenants, of 10,000', () => runs.knownTenants('many', { query: 'toso', limit: 25 }));
await measure('daily, 30 days, 10,000', () => history.daily('many', { from: now - 30 * DAY_MS, to: now }));
const large = reportOf('large', now, manyBroken);
await measure('report of 10,000, keep', () => reports.keep(large));
await measure('report of 10,000, read', () => reports.read('large'));

const retention = { now, reportDays: 10, auditDays: 180, historyDays: 180 };
let calls = 0;
let longestCallMs = 0;
await measure(
  'prune half a year',
  async () => {
    for (let more = true; more; calls += 1) {
      const startedAt = performance.now();
      more = await storage.prune(retention);
      longestCallMs = Math.max(longestCallMs, performance.now() - startedAt);
    }
  },
  1,
);
console.log(`\nPruning took ${calls} calls, the longest ${longestCallMs.toFixed(1)} ms.`);
await storage.close();
await rm(folder, { recursive: true, force: true });
