import type { ConnectionEntry } from '../connections/connection-book.ts';
import type { HistoryPictures } from '../history/history-view.ts';
import type { Clock } from '../ports/clock.ts';
import type { HistoryStore } from '../ports/history-store.ts';
import type { IncidentHistory } from '../ports/incident-history.ts';
import type { RunStore } from '../ports/run-store.ts';

export interface HistoryParts {
  connections: readonly ConnectionEntry[];
  runs: RunStore;
  history: HistoryStore;
  incidentHistory: IncidentHistory;
  pictures: HistoryPictures;
  clock: Clock;
  /** A picture that could not be drawn is a fault of ours; the words say the same. */
  onFault: (error: unknown) => void;
}
