import { closeEmpty, dropAccepted } from './closing.ts';
import type { Expected } from './expected.ts';
import type { IncidentPlan } from './incident-plan.ts';
import type { WatchState } from './incident-store.ts';
import { Ledger } from './ledger.ts';
import type { WatchSettings } from './settings.ts';

/** What it means at once for the open incidents that failures were accepted. The next sweep would come to the same. */
export function planAccepted(state: WatchState, expected: Expected, at: number, settings: WatchSettings): IncidentPlan {
  const ledger = new Ledger(state, at, settings);
  dropAccepted(ledger, expected);
  closeEmpty(ledger, {});
  return { change: ledger.rows(), events: ledger.events(), notices: [] };
}
