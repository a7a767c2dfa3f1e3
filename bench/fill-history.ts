import { cron } from '../src/adapters/cron/create-cron.ts';
import { openStorage, type Storage } from '../src/adapters/storage/open-storage.ts';
import type { NewRun } from '../src/core/diagnosis/report/run-store.ts';
import type { PartnerResult, TenantResult } from '../src/core/model/checks/check.ts';
import { HistoryFleet, reportOf, tenantIdOf, totalsOf } from './history-fleet.ts';

export interface FillOptions {
  tenants: number;
  days: number;
  /** When the last sweep ends; milliseconds since the epoch. */
  end: number;
  reportDays: number;
  onDay?: (day: number) => void;
}

const HOUR_MS = 3_600_000;
const FULL_EVERY_HOURS = 7 * 24;
const NAMED = 50;
const RETESTS_A_DAY = 5;
const AUDITS_A_DAY = 200;

const PARTNER: PartnerResult = {
  tenantId: tenantIdOf(0xffff),
  status: 'pass',
  checks: [{ id: 'partner.token', status: 'pass', durationMs: 200, attempts: 1 }],
};

/**
 * Fills a database through the store itself with sweeps of every hour: those of all tenants, those of a named few, and
 * re-tests. Between full sweeps only tenants are handed in of which there is something to write: the others write
 * nothing and would only take time here.
 */
export async function fillHistory(file: string, options: FillOptions): Promise<{ sweeps: number; runs: number }> {
  const { tenants, days, end, reportDays } = options;
  let now = 0;
  const storage = await openStorage({ file, clock: { now: () => now, monotonicMs: () => now }, cron });
  const fleet = new HistoryFleet(tenants, days * 24);
  let runs = 0;
  const run = async (kind: NewRun['kind'], scope: NewRun['scope'], found: TenantResult[]): Promise<string> => {
    runs += 1;
    const id = `01K${String(runs).padStart(23, '0')}`;
    await storage.runs.begin({ id, kind, connection: 'default', startedAt: now, scope });
    await storage.runs.append(id, { partner: PARTNER, tenants: found });
    now += 60_000;
    await storage.runs.finish(id, { status: 'completed', finishedAt: now, totals: totalsOf(tenants) });
    return id;
  };
  const hours = days * 24;
  for (let hour = 0; hour < hours; hour += 1) {
    now = end - (hours - hour) * HOUR_MS;
    const changed = fleet.advance(hour);
    const full = hour % FULL_EVERY_HOURS === 0 || hour === hours - 1;
    const startedAt = now;
    const id = await run('testtokens', 'all', full ? fleet.sweep(hour) : changed);
    if (hours - hour <= reportDays * 24) await storage.reports.keep(reportOf(id, startedAt, fleet.sweep(hour)));
    const current = fleet.sweep(hour);
    await run('testtokens', 'named', current.slice(0, NAMED));
    if (hour % 24 < RETESTS_A_DAY) await run('retest', 'named', current.slice(hour % 900, (hour % 900) + 3));
    if (hour % 24 !== 0) continue;
    await recordAudit(storage, now);
    options.onDay?.(hour / 24);
  }
  await storage.close();
  return { sweeps: hours, runs };
}

async function recordAudit({ audit }: Storage, at: number): Promise<void> {
  for (let entry = 0; entry < AUDITS_A_DAY; entry += 1) {
    await audit.record({
      at: at + entry * 1000,
      platform: 'discord',
      personId: '111111111111111111',
      personName: 'A technician',
      place: 'discord:channel:222222222222222222',
      action: 'command testtokens',
      target: tenantIdOf(entry),
      outcome: 'allowed',
      reason: null,
    });
  }
}
