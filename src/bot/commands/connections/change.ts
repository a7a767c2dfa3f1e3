import { toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { renewable } from '../../../core/credentials/connection-book.ts';
import { configuredOf } from '../../../core/credentials/secret-home.ts';
import { nameProblem, type StoredConnection, secretNamesOf } from '../../../core/credentials/stored-connection.ts';
import { isSignedIn, keptNamesOf } from '../../../core/credentials/token-keeper.ts';
import { type Credentials, withCredentials } from '../../runtime/open-credentials.ts';
import { failUsage } from '../../terminal/fail-usage.ts';
import { readLines } from '../../terminal/lines.ts';
import { printAnswer } from '../../terminal/print-answer.ts';
import type { HostCall } from '../host-call.ts';
import { absent } from './list.ts';
import { proveConnection } from './prove.ts';

/** `samaritan connections test`: whether Microsoft gives a token for it, with the newest refresh token that is known. */
export async function runTest(call: HostCall): Promise<number> {
  const { values, json, io, prefix } = call;
  return await withCredentials(call, async (credentials) => {
    const { entries, keeper } = credentials;
    const name = toName(values.name) ?? entries[0]?.name ?? 'default';
    const entry = entries.find((one) => one.name === name);
    if (!entry) return failUsage([absent(name, entries)], json, io);
    const signsIn = renewable(entry);
    const newest = typeof signsIn === 'string' ? entry.connection : (await keeper.resolve(signsIn)).connection;
    const reason =
      newest && (newest.kind === 'app-only' || isSignedIn(newest))
        ? await proveConnection(newest, credentials, io)
        : (entry.shape.reason ?? 'Its secrets are not there any more. Remove it, and add it again.');
    await credentials.record('command connections test', name, reason ?? null);
    const works = reason === undefined;
    const title = works
      ? `The connection ${name} works: Microsoft gives a token.`
      : `The connection ${name} does not work.`;
    const card = toNoticeCard(works ? 'good' : 'bad', works ? 'works' : 'refused', title, works ? [] : [reason]);
    const data = { connection: name, works, reason: reason ?? null };
    return printAnswer({ card, json: data, findings: !works }, { name: 'connections test', json, io, prefix });
  });
}

/** `samaritan connections rename`: what is known of it is known under its new name. */
export async function runRename(call: HostCall): Promise<number> {
  const { values, json, io } = call;
  const [name, to] = [toName(values.name) ?? '', toName(values.to) ?? ''];
  return await withCredentials(call, async (credentials) => {
    const problem = nameProblem(to) ?? (name === 'default' ? nameProblem(name) : undefined);
    if (problem !== undefined) return failUsage([problem], json, io);
    const { connections } = credentials.storage;
    const outcome = await connections.rename(name, to);
    if (outcome === 'absent') return failUsage([absent(name, await connections.list())], json, io);
    if (outcome === 'taken') return failUsage([`There is a connection ${to} already. Choose another name.`], json, io);
    await credentials.record('command connections rename', `${name} to ${to}`, null);
    return print(call, 'connections rename', 'renamed', `The connection ${name} is now called ${to}.`, {
      connection: to,
      before: name,
    });
  });
}

/** `samaritan connections remove`: wipes its secrets and tokens; what was found out about its tenants stays. */
export async function runRemove(call: HostCall): Promise<number> {
  const { values, json, io } = call;
  const name = toName(values.name) ?? '';
  return await withCredentials(call, async (credentials) => {
    const { connections } = credentials.storage;
    if (name === 'default')
      return failUsage(['The connection default is that of the SAM_* settings. Take them out there.'], json, io);
    const all = await connections.list();
    const stored = all.find((one) => one.name === name);
    if (!stored) return failUsage([absent(name, all)], json, io);
    if (values.yes !== true && !(await isConfirmed(call, name))) {
      const unasked = 'Nothing was removed. Give --yes where nobody can be asked.';
      return failUsage([unasked], json, io);
    }
    await connections.remove(stored, namesToWipe(stored, credentials));
    await credentials.record('command connections remove', name, null);
    const title = `The connection ${name} is removed, with its secrets and tokens.`;
    return print(call, 'connections remove', 'removed', title, { connection: name, removed: true });
  });
}

async function isConfirmed({ io, json }: HostCall, name: string): Promise<boolean> {
  const lines = readLines(io, json);
  try {
    return lines.asks && /^y(es)?$/i.test((await lines.ask(`Remove ${name} and wipe its secrets? [y/N] `)).trim());
  } finally {
    lines.close();
  }
}

/** What a vault says of the ids may differ from what was stored with the connection: either may have kept something. */
function namesToWipe(stored: StoredConnection, { entries }: Credentials): string[] {
  const entry = entries.find(({ name }) => name === stored.name);
  const used = entry && configuredOf(entry);
  return [...new Set([...secretNamesOf(stored), ...keptNamesOf(stored), ...(used ? keptNamesOf(used) : [])])];
}

function print({ json, io, prefix }: HostCall, name: string, status: string, title: string, data: object): number {
  return printAnswer({ card: toNoticeCard('good', status, title), json: data }, { name, json, io, prefix });
}

function toName(value: HostCall['values'][string]): string | undefined {
  return typeof value === 'string' ? value.trim().toLowerCase() : undefined;
}
