import type { Clock } from '../../model/time/clock.ts';
import { toEntry } from '../notifications/outbox-writer.ts';
import { findDuePeriod, mendReportTime } from './period.ts';
import type { StandingReportStore } from './standing-report.ts';

/**
 * Lets the reports whose hour has come be delivered: each period once, whoever else looks. Of several periods that went by
 * unseen only the last is told. To be called every minute.
 */
export async function tellReports({
  store,
  clock,
  newId,
}: {
  store: StandingReportStore;
  clock: Clock;
  newId: () => string;
}): Promise<void> {
  const now = clock.now();
  for (const kept of await store.list()) {
    const report = mendReportTime(kept, now);
    if (report !== kept) await store.put(report);
    const due = findDuePeriod(report, now);
    if (!due) continue;
    const content = { kind: 'report', report: report.name, ...due } as const;
    await store.tell(report, due.to, toEntry(report.place, `report ${report.name}`, content, now, newId));
  }
}
