import { homedir } from 'node:os';
import { type CommandAnswer, toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { parseWorkspace, workspaceProblem } from '../../../core/chat/access/place-key.ts';
import { actorOf, problem } from '../../../core/chat/calls/command.ts';
import { noConnection } from '../../../core/credentials/connection-book.ts';
import { parseCommon } from '../../config/parse-common.ts';
import { parseDiscord } from '../../config/parse-discord.ts';
import { parseServer } from '../../config/parse-server.ts';
import { parseTeams } from '../../config/parse-teams.ts';
import { readEnvironment } from '../../config/read-environment.ts';
import { type Environment, SettingsReader } from '../../config/settings-reader.ts';
import { withCredentials } from '../../runtime/open-credentials.ts';
import { systemClock } from '../../system-clock.ts';
import { localPerson } from '../../terminal/local-person.ts';
import type { HostCall } from '../host-call.ts';

const EVERYWHERE =
  'The connection default is used wherever Samaritan answers. Add one with a name of its own to choose where.';

/** `samaritan connections allow`: a workspace may use a connection from now on. */
export const runAllow = (call: HostCall<'connections allow'>): Promise<CommandAnswer> => setAllowance(call, true);

/** `samaritan connections deny`: it may no more, and the connection does not exist there. */
export const runDeny = (call: HostCall<'connections deny'>): Promise<CommandAnswer> => setAllowance(call, false);

async function setAllowance(
  call: HostCall<'connections allow' | 'connections deny'>,
  allowed: boolean,
): Promise<CommandAnswer> {
  const { values, io } = call;
  const name = values.name.trim().toLowerCase();
  const workspace = parseWorkspace(values.workspace);
  if (name === 'default') return problem(EVERYWHERE);
  if (workspace === undefined) return problem(workspaceProblem());
  const unknown = allowed ? unconfigured(workspace, listWorkspaces(readEnvironment(io.env))) : undefined;
  if (unknown !== undefined) return problem(unknown);
  return await withCredentials(call, async ({ storage, record }) => {
    const { connections } = storage;
    const all = await connections.list();
    const stored = all.find((one) => one.name === name);
    if (!stored) return problem(noConnection(name, all));
    const allowedBy = actorOf({ request: { person: localPerson() } });
    const changed = allowed
      ? await connections.allow({ connectionId: stored.id, workspace, allowedAt: systemClock.now(), allowedBy })
      : await connections.deny(stored.id, workspace);
    await record(`${name} in ${workspace}`, null);
    const title = allowed
      ? `${workspace} may use the connection ${name}.`
      : `${workspace} may not use the connection ${name}: it does not exist there.`;
    const card = toNoticeCard('good', allowed ? 'allowed' : 'denied', title, changed ? [] : ['It was so before.']);
    return { card, json: { connection: name, workspace, allowed, changed } };
  });
}

/** Nobody can ask there, so it is most likely mistyped. */
function unconfigured(workspace: string, configured: readonly string[]): string | undefined {
  if (workspace.startsWith('api:')) return undefined;
  if (configured.includes(workspace) || (workspace.startsWith('teams:') && configured.includes('teams:any')))
    return undefined;
  const there = configured.length > 0 ? `There are: ${configured.join(', ')}.` : 'None is.';
  return `Samaritan is not configured for ${workspace}. ${there} DISCORD_GUILD_IDS and TEAMS_ALLOWED_TENANTS name them.`;
}

/** Where `start` would answer, in the form of `workspaceKey`; `teams:any` where it takes every tenant. */
function listWorkspaces(env: Environment): string[] {
  const reader = new SettingsReader(env);
  const { config, sandbox } = parseCommon(reader, { home: homedir() });
  const { host } = parseServer(reader, { sandbox });
  const teams = parseTeams(reader, { cloud: config.cloud, sandbox, host });
  const tenants = teams?.allowedTenants ?? [];
  return [
    ...(parseDiscord(reader, { sandbox })?.guildIds ?? []).map((id) => `discord:${id}`),
    ...(tenants === 'any' ? ['any'] : tenants).map((id) => `teams:${id}`),
  ];
}
