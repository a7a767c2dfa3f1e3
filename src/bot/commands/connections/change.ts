import { type CommandAnswer, toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { noConnection } from '../../../core/credentials/connection-book.ts';
import { configuredOf } from '../../../core/credentials/secret-home.ts';
import { nameProblem, type StoredConnection, secretNamesOf } from '../../../core/credentials/stored-connection.ts';
import { keptNamesOf } from '../../../core/credentials/token-keeper.ts';
import { type Credentials, withCredentials } from '../../runtime/open-credentials.ts';
import { confirm } from '../../terminal/lines.ts';
import type { HostCall } from '../host-call.ts';

/** `samaritan connections rename`: what is known of it is known under its new name. */
export async function runRename(call: HostCall<'connections rename'>): Promise<CommandAnswer> {
  const [name, to] = [call.values.name.trim().toLowerCase(), call.values.to.trim().toLowerCase()];
  return await withCredentials(call, async (credentials) => {
    const wrong = nameProblem(to) ?? (name === 'default' ? nameProblem(name) : undefined);
    if (wrong !== undefined) return problem(wrong);
    const { connections } = credentials.storage;
    const outcome = await connections.rename(name, to);
    if (outcome === 'absent') return problem(noConnection(name, await connections.list()));
    if (outcome === 'taken') return problem(`There is a connection ${to} already. Choose another name.`);
    await credentials.record(`${name} to ${to}`, null);
    const card = toNoticeCard('good', 'renamed', `The connection ${name} is now called ${to}.`);
    return { card, json: { connection: to, before: name } };
  });
}

/** `samaritan connections remove`: wipes its secrets and tokens; what was found out about its tenants stays. */
export async function runRemove(call: HostCall<'connections remove'>): Promise<CommandAnswer> {
  const { values } = call;
  const name = values.name.trim().toLowerCase();
  return await withCredentials(call, async (credentials) => {
    const { connections } = credentials.storage;
    if (name === 'default')
      return problem('The connection default is that of the SAM_* settings. Take them out there.');
    const all = await connections.list();
    const stored = all.find((one) => one.name === name);
    if (!stored) return problem(noConnection(name, all));
    if (!values.yes && !(await confirm(`Remove ${name} and wipe its secrets?`, call)))
      return problem('Nothing was removed. Give --yes where nobody can be asked.');
    await connections.remove(stored, namesToWipe(stored, credentials));
    await credentials.record(name, null);
    const title = `The connection ${name} is removed, with its secrets and tokens.`;
    return { card: toNoticeCard('good', 'removed', title), json: { connection: name, removed: true } };
  });
}

/** What a vault says of the ids may differ from what was stored with the connection: either may have kept something. */
function namesToWipe(stored: StoredConnection, { entries }: Credentials): string[] {
  const entry = entries.find(({ name }) => name === stored.name);
  const used = entry && configuredOf(entry);
  return [...new Set([...secretNamesOf(stored), ...keptNamesOf(stored), ...(used ? keptNamesOf(used) : [])])];
}
