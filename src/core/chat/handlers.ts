import type { ActionVerb } from '../cards/action-id.ts';
import { article, explainAction } from './actions/guidance-actions.ts';
import { historyAction } from './actions/history-action.ts';
import { ack, incident, recheck, snooze } from './actions/incident-actions.ts';
import { download, fix, message, pick, report, tenants } from './actions/report-actions.ts';
import { again, cancel, retest, sweep } from './actions/sweep-actions.ts';
import { accessChannel, accessGrant, accessList, accessRevoke } from './answers/access.ts';
import { check } from './answers/check.ts';
import { explain } from './answers/explain.ts';
import { help } from './answers/help.ts';
import { history } from './answers/history.ts';
import { status } from './answers/status.ts';
import { testtokens } from './answers/testtokens.ts';
import { troubleshoot } from './answers/troubleshoot.ts';
import { WATCH_HANDLERS } from './answers/watch.ts';
import type { ActionHandler, CommandHandler } from './calls/handler.ts';

/** Who answers each chat command of the registry. A test holds the two together. */
export const COMMAND_HANDLERS: Readonly<Record<string, CommandHandler>> = {
  testtokens,
  check,
  explain,
  troubleshoot,
  status,
  history,
  help,
  'access grant': accessGrant,
  'access revoke': accessRevoke,
  'access list': accessList,
  'access channel': accessChannel,
  ...WATCH_HANDLERS,
};

/** Who answers each button. */
export const ACTION_HANDLERS: Readonly<Record<ActionVerb, ActionHandler>> = {
  cancel,
  sweep,
  report,
  fix,
  pick,
  tenants,
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
