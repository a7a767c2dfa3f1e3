import { toNoticeCard } from '../../../core/cards/plain-cards.ts';
import type { FunctionApp, FunctionAppFault } from '../../../core/credentials/function-app.ts';
import { toSafeText } from '../../../core/model/text/safe-text.ts';
import { withCredentials } from '../../runtime/open-credentials.ts';
import { failUsage } from '../../terminal/fail-usage.ts';
import { readLines } from '../../terminal/lines.ts';
import { printAnswer } from '../../terminal/print-answer.ts';
import type { HostCall } from '../host-call.ts';

const NOT_SET =
  'SAMARITAN_CIPP_SITE is not set. It is the Resource ID of CIPP’s function app: its page in the Azure portal, Overview, JSON View.';
const UNCONFIRMED = 'Nothing was restarted. Give --yes where nobody can be asked.';
/** Azure answers as soon as the restart is begun, and no interface tells which token CIPP holds. */
const UNSEEN =
  'CIPP reads the vault anew when it has started, within minutes. Which token it holds can be seen in CIPP alone: its permission check, under Application Settings.';

/** `samaritan connections restart-cipp`: CIPP takes up what the vault holds now. Asks first. */
export async function runRestartCipp(call: HostCall): Promise<number> {
  const { values, json, io, prefix } = call;
  return await withCredentials(call, async ({ config, reach, record }) => {
    const { cippSite: resourceId, cloud } = config;
    if (resourceId === undefined) return failUsage([NOT_SET], json, io);
    const { openFunctionApp } = await import('../../../adapters/azure/open-function-app.ts');
    const app = openFunctionApp({ ...reach, resourceId, cloud });
    try {
      const state = await app.state();
      if (state.ok) {
        const seen = toSafeText(state.value, { maxLength: 60 });
        io.stderr.write(`The function app ${app.name} is ${seen}. A restart interrupts what CIPP is doing.\n`);
        if (values.yes !== true && !(await isConfirmed(call, app))) return failUsage([UNCONFIRMED], json, io);
      }
      const done = state.ok ? await app.restart() : state;
      const fault: FunctionAppFault | undefined = done.ok ? undefined : done.fault;
      await record('command connections restart-cipp', app.name, fault?.reason ?? null);
      const card = fault
        ? toNoticeCard('bad', 'unchanged', `The function app ${app.name} was not restarted.`, [
            fault.reason,
            fault.wayOut,
          ])
        : toNoticeCard('good', 'restarted', `The function app ${app.name} restarts.`, [UNSEEN]);
      const data = { site: app.name, restarted: fault === undefined, reason: fault?.reason ?? null };
      return printAnswer(
        { card, json: data, findings: fault !== undefined },
        { name: 'connections restart-cipp', json, io, prefix },
      );
    } finally {
      await app.close();
    }
  });
}

async function isConfirmed({ io, json }: HostCall, { name }: FunctionApp): Promise<boolean> {
  const lines = readLines(io, json);
  try {
    return lines.asks && /^y(es)?$/i.test((await lines.ask(`Restart ${name} now? [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
