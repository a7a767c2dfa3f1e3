import type { ActionVerb } from '../cards/action-id.ts';
import { expect, unexpect } from './actions/expect-actions.ts';
import { article, explainAction, step, walk, walkcheck } from './actions/guidance-actions.ts';
import { historyAction } from './actions/history-action.ts';
import { ack, ackall, board, incident, recheck, snooze } from './actions/incident-actions.ts';
import { details, download, fix, mailed, message, pick, report, tenantsAction } from './actions/report-actions.ts';
import { bundle } from './actions/support-action.ts';
import { again, cancel, proveAgain, retest, sweep } from './actions/sweep-actions.ts';
import type { ActionHandler } from './calls/command.ts';

/** Who answers each button. `choose` is answered as the command that was asked back about. */
export const ACTION_HANDLERS: Readonly<Record<Exclude<ActionVerb, 'choose'>, ActionHandler>> = {
  cancel,
  sweep,
  report,
  fix,
  pick,
  details,
  tenants: tenantsAction,
  retest,
  again,
  download,
  message,
  mailed,
  expect,
  unexpect,
  article,
  explain: explainAction,
  ack,
  ackall,
  board,
  snooze,
  incident,
  recheck,
  history: historyAction,
  bundle,
  walk,
  step,
  walkcheck,
  check: proveAgain,
};
