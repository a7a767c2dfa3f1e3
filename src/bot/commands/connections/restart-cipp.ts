import { type CommandAnswer, toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import {
  type FunctionApp,
  type FunctionAppFault,
  type HandedOut,
  judgeReference,
} from '../../../core/credentials/function-app.ts';
import { VAULT_NAMES } from '../../../core/credentials/vaulted-credentials.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import { type Credentials, withCredentials } from '../../runtime/open-credentials.ts';
import { overVault } from '../../runtime/vault-home.ts';
import { confirm } from '../../terminal/lines.ts';
import type { HostCall } from '../host-call.ts';

const NOT_SET =
  'SAMARITAN_CIPP_SITE is not set. It is the Resource ID of CIPP’s function app: its page in the Azure portal, Overview, JSON View.';
const UNCONFIRMED = 'Nothing was restarted. Give --yes where nobody can be asked.';
const OLDER = 'Run this again in some minutes; if it stays so: troubleshoot guide-token-cache.';
/** It reads the vault by itself then (Get-CIPPAuthentication); no interface tells what it holds. */
const READS = 'CIPP reads the vault itself when it has started, within minutes; its permission check shows that.';

/** `samaritan connections restart-cipp`: CIPP takes up what the vault holds now, and what Azure hands it is read. Asks first. */
export async function runRestartCipp(call: HostCall<'connections restart-cipp'>): Promise<CommandAnswer> {
  return await withCredentials(call, async (credentials) => {
    const { config, reach, record } = credentials;
    const { cippSite: resourceId, cloud } = config;
    if (resourceId === undefined) return problem(NOT_SET);
    const { openFunctionApp } = await import('../../../adapters/azure/open-function-app.ts');
    const app = openFunctionApp({ ...reach, resourceId, cloud });
    try {
      const state = await app.state();
      if (state.ok) {
        const seen = toSafeText(state.value, { maxLength: 60 });
        call.io.stderr.write(
          `The function app ${app.name} is ${seen}. ${(await readHandedOut(app, credentials)).says}\n`,
        );
        call.io.stderr.write('A restart interrupts what CIPP is doing.\n');
        if (!call.values.yes && !(await confirm(`Restart ${app.name} now?`, call))) return problem(UNCONFIRMED);
        // What cannot be fetched anew is seen below.
        await app.refetch();
      }
      const done = state.ok ? await app.restart() : state;
      const fault: FunctionAppFault | undefined = done.ok ? undefined : done.fault;
      await record(app.name, fault?.reason ?? null);
      const data = { site: app.name, restarted: fault?.id === 'uncertain' ? null : fault === undefined };
      if (fault) {
        const card = toNoticeCard('bad', 'unchanged', unchanged(app.name, fault), [fault.reason, fault.wayOut]);
        return { card, json: { ...data, newest: null, token: null, reason: fault.reason }, findings: true };
      }
      const { newest, says } = await readHandedOut(app, credentials);
      const older = newest === false;
      const lines = [says, older ? OLDER : READS];
      const card = toNoticeCard(older ? 'warn' : 'good', 'restarted', `The function app ${app.name} restarts.`, lines);
      return { card, json: { ...data, newest, token: says, reason: null }, findings: older };
    } finally {
      await app.close();
    }
  });
}

/** What Azure hands CIPP as its token, beside the newest of a vault that is known here. */
async function readHandedOut(app: FunctionApp, { config, storage, reach }: Credentials): Promise<HandedOut> {
  const reading = await app.reference(VAULT_NAMES.refreshToken);
  const told = reading.ok ? reading.value : null;
  const stored = (await storage.connections.list()).map(({ vaultUrl }) => vaultUrl);
  const name = (one: string): string | undefined => new URL(one).hostname.split('.')[0];
  const url = [config.keyVaultUrl, ...stored].find((one) => one && told && name(one) === told.vault.toLowerCase());
  if (!url || !told) return judgeReference(reading, null);
  const answer = await overVault({ ...reach, url }, (vault) => vault.read(told.secret));
  return judgeReference(reading, answer.ok ? answer.value : null);
}

function unchanged(name: string, { id }: FunctionAppFault): string {
  if (id === 'uncertain') return `Nobody knows whether the function app ${name} restarts.`;
  return `The function app ${name} was not restarted.`;
}
