import type { CardFile } from '../../cards/card.ts';
import type { ConnectionEntry } from '../../credentials/connection-book.ts';
import type { KnownRuns } from '../../diagnosis/report/run-store.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { HistoryStore } from '../../watch/history/history-store.ts';
import type { HistoryPictures } from '../../watch/history/history-view.ts';
import type { IncidentHistory } from '../../watch/incidents/incident-history.ts';
import type { PeriodReport } from '../../watch/reports/period-report.ts';

export interface HistoryParts {
  connections: readonly ConnectionEntry[];
  runs: KnownRuns;
  history: HistoryStore;
  incidentHistory: IncidentHistory;
  pictures: HistoryPictures;
  /** A report of a period as a page and as a table; `name`: of the standing report that it is. */
  renderPeriod: (report: PeriodReport, name?: string) => Promise<readonly CardFile[]>;
  clock: Clock;
  /** A picture that could not be drawn is a fault of ours; the words say the same. */
  onFault: (error: unknown) => void;
}
