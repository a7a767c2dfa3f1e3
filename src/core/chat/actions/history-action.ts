import { showHistory } from '../answers/history.ts';
import type { ActionHandler } from '../calls/handler.ts';

/** The history of a connection, or of one of its tenants. */
export const historyAction: ActionHandler = {
  role: 'viewer',
  effect: 'new',
  audience: 'results',
  run: (context, [connection, tenant]) => showHistory(context, { connection, tenant }),
};
