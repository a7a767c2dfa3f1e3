import type { ActionVerb } from '../cards/action-id.ts';
import { article, explain as explainAction } from './actions/guidance-actions.ts';
import { download, fix, message, pick, report, tenants } from './actions/report-actions.ts';
import { again, cancel, retest, sweep } from './actions/sweep-actions.ts';
import { accessChannel, accessGrant, accessList, accessRevoke } from './commands/access.ts';
import { check } from './commands/check.ts';
import { explain } from './commands/explain.ts';
import { help } from './commands/help.ts';
import { status } from './commands/status.ts';
import { testtokens } from './commands/testtokens.ts';
import { troubleshoot } from './commands/troubleshoot.ts';
import type { ActionHandler, CommandHandler } from './handler.ts';

/** Who answers each chat command of the registry. A test holds the two together. */
export const COMMAND_HANDLERS: Readonly<Record<string, CommandHandler>> = {
  testtokens,
  check,
  explain,
  troubleshoot,
  status,
  help,
  'access grant': accessGrant,
  'access revoke': accessRevoke,
  'access list': accessList,
  'access channel': accessChannel,
};

/** Who answers each button. */
export const ACTION_HANDLERS: Readonly<Partial<Record<ActionVerb, ActionHandler>>> = {
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
};
