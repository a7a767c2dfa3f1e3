import type { CommandAnswer } from '../../../core/cards/command-answer.ts';
import { toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { renewable } from '../../../core/credentials/connection-book.ts';
import { configuredOf } from '../../../core/credentials/secret-home.ts';
import { nameProblem, type StoredConnection, secretNamesOf } from '../../../core/credentials/stored-connection.ts';
import { isSignedIn, keptNamesOf } from '../../../core/credentials/token-keeper.ts';
import { type Credentials, withCredentials } from '../../runtime/open-credentials.ts';
import { confirm } from '../../terminal/lines.ts';
import type { HostCall } from '../host-call.ts';
import { absent } from './list.ts';
import { proveConnection } from './prove.ts';

/** `samaritan connections test`: whether Microsoft gives a token for it, with the newest refresh token that is known. */
export async function runTest(call: HostCall<'connections test'>): Promise<CommandAnswer> {
  return await withCredentials(call, async (credentials) => {
    const { entries, keeper } = credentials;
    const name = call.values.name?.trim().toLowerCase() ?? entries[0]?.name ?? 'default';
    const entry = entries.find((one) => one.name === name);
    if (!entry) return problem(absent(name, entries));
    const signsIn = renewable(entry);
    const newest = typeof signsIn === 'string' ? entry.connection : (await keeper.resolve(signsIn)).connection;
    const reason =
      newest && (newest.kind === 'app-only' || isSignedIn(newest))
        ? await proveConnection(newest, credentials, call.io)
        : (entry.shape.reason ?? 'Its secrets are not there any more. Remove it, and add it again.');
    await credentials.record(name, reason ?? null);
    const works = reason === undefined;
    const title = works
      ? `The connection ${name} works: Microsoft gives a token.`
      : `The connection ${name} does not work.`;
    const card = toNoticeCard(works ? 'good' : 'bad', works ? 'works' : 'refused', title, works ? [] : [reason]);
    const data = { connection: name, works, reason: reason ?? null };
    return { card, json: data, findings: !works };
  });
}

/** `samaritan connections rename`: what is known of it is known under its new name. */
export async function runRename(call: HostCall<'connections rename'>): Promise<CommandAnswer> {
  const [name, to] = [call.values.name.trim().toLowerCase(), call.values.to.trim().toLowerCase()];
  return await withCredentials(call, async (credentials) => {
    const wrong = nameProblem(to) ?? (name === 'default' ? nameProblem(name) : undefined);
    if (wrong !== undefined) return problem(wrong);
    const { connections } = credentials.storage;
    const outcome = await connections.rename(name, to);
    if (outcome === 'absent') return problem(absent(name, await connections.list()));
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
    if (!stored) return problem(absent(name, all));
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
