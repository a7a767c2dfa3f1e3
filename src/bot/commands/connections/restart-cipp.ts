import type { CommandAnswer } from '../../../core/cards/command-answer.ts';
import { toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import type { FunctionAppFault } from '../../../core/credentials/function-app.ts';
import { toSafeText } from '../../../core/model/text/safe-text.ts';
import { withCredentials } from '../../runtime/open-credentials.ts';
import { confirm } from '../../terminal/lines.ts';
import type { HostCall } from '../host-call.ts';

const NOT_SET =
  'SAMARITAN_CIPP_SITE is not set. It is the Resource ID of CIPP’s function app: its page in the Azure portal, Overview, JSON View.';
const UNCONFIRMED = 'Nothing was restarted. Give --yes where nobody can be asked.';
/** Azure answers as soon as the restart is begun, and no interface tells which token CIPP holds. */
const UNSEEN =
  'CIPP reads the vault anew when it has started, within minutes. Which token it holds can be seen in CIPP alone: its permission check, under Application Settings.';

/** `samaritan connections restart-cipp`: CIPP takes up what the vault holds now. Asks first. */
export async function runRestartCipp(call: HostCall<'connections restart-cipp'>): Promise<CommandAnswer> {
  return await withCredentials(call, async ({ config, reach, record }) => {
    const { cippSite: resourceId, cloud } = config;
    if (resourceId === undefined) return problem(NOT_SET);
    const { openFunctionApp } = await import('../../../adapters/azure/open-function-app.ts');
    const app = openFunctionApp({ ...reach, resourceId, cloud });
    try {
      const state = await app.state();
      if (state.ok) {
        const seen = toSafeText(state.value, { maxLength: 60 });
        call.io.stderr.write(`The function app ${app.name} is ${seen}. A restart interrupts what CIPP is doing.\n`);
        if (!call.values.yes && !(await confirm(`Restart ${app.name} now?`, call))) return problem(UNCONFIRMED);
      }
      const done = state.ok ? await app.restart() : state;
      const fault: FunctionAppFault | undefined = done.ok ? undefined : done.fault;
      await record(app.name, fault?.reason ?? null);
      const card = fault
        ? toNoticeCard('bad', 'unchanged', unchanged(app.name, fault), [fault.reason, fault.wayOut])
        : toNoticeCard('good', 'restarted', `The function app ${app.name} restarts.`, [UNSEEN]);
      const data = {
        site: app.name,
        restarted: fault?.id === 'uncertain' ? null : fault === undefined,
        reason: fault?.reason ?? null,
      };
      return { card, json: data, findings: fault !== undefined };
    } finally {
      await app.close();
    }
  });
}

function unchanged(name: string, { id }: FunctionAppFault): string {
  if (id === 'uncertain') return `Nobody knows whether the function app ${name} restarts.`;
  return `The function app ${name} was not restarted.`;
}
