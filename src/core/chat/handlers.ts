import type { ActionVerb } from '../cards/action-id.ts';
import { article, explainAction } from './actions/guidance-actions.ts';
import { historyAction } from './actions/history-action.ts';
import { ack, incident, recheck, snooze } from './actions/incident-actions.ts';
import { download, fix, message, pick, report, tenantsAction } from './actions/report-actions.ts';
import { again, cancel, retest, sweep } from './actions/sweep-actions.ts';
import type { ActionHandler } from './calls/handler.ts';

/** Who answers each button. */
export const ACTION_HANDLERS: Readonly<Record<ActionVerb, ActionHandler>> = {
  cancel,
  sweep,
  report,
  fix,
  pick,
  tenants: tenantsAction,
  retest,
  again,
  download,
  message,
  article,
  explain: explainAction,
  ack,
  snooze,
  incident,
  recheck,
  history: historyAction,
};
