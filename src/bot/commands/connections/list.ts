import type { Block, Card } from '../../../core/cards/card.ts';
import type { CommandAnswer } from '../../../core/cards/command-answer.ts';
import { type Line, line, plain, time } from '../../../core/cards/inline.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { chooseConnection } from '../../../core/credentials/connection-book.ts';
import { describeInterrupted } from '../../../core/credentials/renewal-words.ts';
import { configuredOf } from '../../../core/credentials/secret-home.ts';
import type { StoredConnection } from '../../../core/credentials/stored-connection.ts';
import { isSignedIn } from '../../../core/credentials/token-keeper.ts';
import { toSafeText } from '../../../core/model/text/safe-text.ts';
import { type Credentials, withCredentials } from '../../runtime/open-credentials.ts';
import { formatTime } from '../../terminal/render-report-as.ts';
import type { HostCall } from '../host-call.ts';

/** What is shown of a connection: nothing secret. */
interface ShownConnection {
  name: string;
  kind: StoredConnection['kind'];
  /** Where its secrets are. */
  home: 'environment' | 'database' | 'vault';
  /** Which vault; null elsewhere. */
  homeLabel: string | null;
  /** Where its home and what is used contradict each other. */
  notes: string[];
  cloud: string | null;
  applicationId: string | null;
  tenant: string;
  problem: string | null;
  token: { born: string; bornAt: number | null; renewedAt: number | null; account: string | null } | null;
  /** Whether `connections restore` has something to put back. */
  previousKept: boolean;
  /** Where it may be used in chat; null where everywhere. */
  workspaces: readonly string[] | null;
}

const NEWER = 'The refresh token in use is newer than the one in the vault.';

/** `samaritan connections list`, and `show` with one of them. Nothing is asked of anybody. */
export async function runList(call: HostCall<'connections list' | 'connections show'>): Promise<CommandAnswer> {
  const { name } = call.values;
  return await withCredentials(call, async (credentials) => {
    const all = await readConnections(credentials);
    const wanted = typeof name === 'string' ? name.trim().toLowerCase() : undefined;
    const shown = wanted === undefined ? all : all.filter(({ name }) => name === wanted);
    if (wanted !== undefined && shown.length === 0) return problem(absent(wanted, all));
    const interrupted = await credentials.storage.renewals.interrupted();
    const notes = interrupted.map((entry) => describeInterrupted(entry, formatTime));
    return { card: toCard(shown, notes), json: { connections: shown, interrupted: notes } };
  });
}

export function absent(name: string, all: readonly { name: string }[]): string {
  const names = all.map((one) => one.name).join(', ') || 'none';
  return `There is no connection “${toSafeText(name, { maxLength: 40 })}”. There are: ${names}.`;
}

async function readConnections({ storage, entries, keeper }: Credentials): Promise<ShownConnection[]> {
  const stored = await storage.connections.list();
  const names = [...new Set([...entries.map(({ name }) => name), ...stored.map(({ name }) => name)])];
  return await Promise.all(
    names.map(async (name): Promise<ShownConnection> => {
      const entry = chooseConnection(entries, name);
      const known = 'problem' in entry ? undefined : entry;
      const own = stored.find((one) => one.name === name);
      const connection = known && configuredOf(known);
      const found = connection && (await keeper.resolve(connection));
      const resolved = found && isSignedIn(found.connection) ? found : undefined;
      const isUsable = resolved !== undefined || known?.connection?.kind === 'app-only';
      return {
        name,
        kind: known?.kind ?? 'sam',
        home: known?.home ? 'vault' : own ? 'database' : 'environment',
        homeLabel: known?.home?.label ?? null,
        notes: [...(known?.notes ?? []), ...(known?.home && resolved?.rotatedAt ? [NEWER] : [])],
        cloud: own?.cloud ?? connection?.cloud ?? null,
        applicationId: own?.applicationId ?? connection?.applicationId ?? null,
        tenant: own?.tenant ?? known?.tenant ?? '',
        problem: isUsable ? null : (known?.shape.reason ?? 'Its credentials can’t be right.'),
        token: resolved
          ? {
              born: resolved.facts.born,
              bornAt: resolved.facts.bornAt,
              renewedAt: resolved.rotatedAt,
              account: resolved.facts.account ?? null,
            }
          : null,
        workspaces: own?.workspaces ?? null,
        previousKept: connection ? (await keeper.previous(connection)) !== undefined : false,
      };
    }),
  );
}

function toCard(shown: readonly ShownConnection[], notes: readonly string[]): Card {
  const title =
    shown.length === 0 ? 'There is no connection.' : `Connections: ${shown.map(({ name }) => name).join(', ')}`;
  const blocks: Block[] = shown.map((one) => ({ kind: 'section', section: toSection(one) }));
  const told: Block[] = notes.map((text) => ({ kind: 'text', line: plain(text) }));
  const bad = shown.some(({ problem }) => problem !== null);
  return {
    tone: bad ? 'bad' : 'neutral',
    status: 'connections',
    title: plain(title),
    blocks: [...blocks, ...told],
    actions: [],
    summary: title,
  };
}

function toSection(shown: ShownConnection) {
  const { name, kind, home, homeLabel, notes, cloud, applicationId, tenant, problem, previousKept, workspaces } = shown;
  const lines: Line[] = [
    plain(`Kind ${kind}, cloud ${cloud ?? 'not known'}, secrets in the ${homeLabel ?? home}`),
    plain(`App ${applicationId ?? 'not known'}, tenant ${tenant || 'not known'}`),
    ...(problem === null ? [] : [plain(problem)]),
    ...notes.map((note) => plain(note)),
    ...(shown.token ? [tokenLine(shown.token)] : []),
    plain(
      `In chat ${workspaces === null ? 'everywhere' : workspaces.length > 0 ? `in ${workspaces.join(', ')}` : 'nowhere'}`,
    ),
    ...(previousKept ? [plain('The token before the last renewal is kept: connections restore puts it back.')] : []),
  ];
  const tone = problem === null ? 'neutral' : 'bad';
  return { tone, status: problem === null ? kind : 'not usable', title: plain(name), lines, actions: [] } as const;
}

function tokenLine({ born, bornAt, renewedAt, account }: NonNullable<ShownConnection['token']>): Line {
  if (renewedAt === null) return plain('Refresh token as configured; its age is not known');
  const of = account === null ? '' : ` of ${account}`;
  const birth = bornAt === null ? [] : [', signed in for ', time(bornAt)];
  const mark = born === 'device-code' ? [' with a device code: tenants that block those can refuse it'] : [];
  return line(`Refresh token${of}, renewed `, time(renewedAt), ...birth, ...mark);
}
