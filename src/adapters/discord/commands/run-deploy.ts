import { type REST, Routes } from 'discord.js';
import { commandsFor } from '../../../core/chat/commands/registry.ts';
import type { Secret } from '../../../core/model/text/secret.ts';
import { createRest } from '../create-rest.ts';
import { TOKEN_REFUSED, WRONG_APPLICATION } from '../discord-error.ts';
import { toInviteUrl } from '../invite-url.ts';
import { DISCORD_CODES, isForbidden, type RestFault, toRestFault } from '../rest-fault.ts';
import { type CommandDiff, diffCommands, differs, nameOf } from './diff-commands.ts';
import { parseCommands } from './normalize-command.ts';
import { type ApplicationCommandJson, toApplicationCommands } from './to-application-commands.ts';

/** `deploy` writes where something differs, `diff` only says so, `list` reads, `remove` takes all of them away. */
export type DeployMode = 'deploy' | 'diff' | 'list' | 'remove';

interface DeployOptions {
  token: Secret;
  applicationId: string;
  guildIds: readonly string[];
  /** A stand-in for `https://discord.com/api`. */
  apiUrl?: string;
}

/** What came of one place. With an error nothing was changed there. */
export interface DeployResult extends CommandDiff {
  /** The guild; null for direct messages with the bot. */
  guildId: string | null;
  registered: string[];
  written: boolean;
  error?: DeployError;
}

interface Scope {
  guildId: string | null;
  wanted: ApplicationCommandJson[];
}

/** Registers the commands with Discord, or compares, lists or removes them, guild by guild. Never throws for Discord. */
export async function runDeploy(options: DeployOptions, mode: DeployMode): Promise<DeployResult[]> {
  const rest = createRest(options.token, options.apiUrl);
  const commands = toApplicationCommands(commandsFor('chat', 'admin'));
  const wanted = (list: ApplicationCommandJson[]): ApplicationCommandJson[] => (mode === 'remove' ? [] : list);
  const scopes: Scope[] = [
    ...options.guildIds.map((guildId) => ({ guildId, wanted: wanted(commands.guild) })),
    { guildId: null, wanted: wanted(commands.direct) },
  ];
  const results: DeployResult[] = [];
  for (const scope of scopes) {
    const result = await runScope(scope, rest, options.applicationId, mode);
    results.push(result);
    // Whatever comes next would be refused as well, and too many refusals bar the whole address.
    if (result.error?.code === 'token' || result.error?.code === 'application') break;
  }
  return results;
}

async function runScope(scope: Scope, rest: REST, applicationId: string, mode: DeployMode): Promise<DeployResult> {
  const { guildId, wanted } = scope;
  const route =
    guildId === null
      ? Routes.applicationCommands(applicationId)
      : Routes.applicationGuildCommands(applicationId, guildId);
  const nothing = { created: [], changed: [], removed: [], unchanged: [], registered: [], written: false };
  try {
    const existing = parseCommands(await rest.get(route));
    const registered = existing.map(nameOf);
    if (mode === 'list') return { ...nothing, guildId, registered };
    const diff = diffCommands(parseCommands(wanted), existing, guildId === null ? 'global' : 'guild');
    const writes = mode !== 'diff' && differs(diff);
    if (writes) await rest.put(route, { body: wanted });
    return { ...diff, guildId, registered, written: writes };
  } catch (error) {
    return { ...nothing, guildId, error: toDeployError(toRestFault(error), guildId, applicationId) };
  }
}

interface DeployError {
  code: 'token' | 'application' | 'not-invited' | 'unknown-guild' | 'daily-limit' | 'refused' | 'unreachable';
  message: string;
}

/** The failure in a sentence. `guildId` is null for the commands in direct messages. */
function toDeployError(fault: RestFault, guildId: string | null, applicationId: string): DeployError {
  if (fault.status === 401) return { code: 'token', message: TOKEN_REFUSED };
  if (fault.code === DISCORD_CODES.unknownApplication || fault.code === DISCORD_CODES.notAuthorizedForApplication) {
    return { code: 'application', message: WRONG_APPLICATION };
  }
  if (fault.code === DISCORD_CODES.unknownGuild) {
    return { code: 'unknown-guild', message: `There is no guild ${guildId}. Check DISCORD_GUILD_IDS.` };
  }
  if (fault.code === DISCORD_CODES.dailyCommandCreates) {
    return {
      code: 'daily-limit',
      message:
        'Discord lets an application create 200 commands a day in a guild, and they are used up. Try again tomorrow.',
    };
  }
  if (isForbidden(fault)) {
    return guildId === null
      ? { code: 'application', message: WRONG_APPLICATION }
      : { code: 'not-invited', message: notInvited(guildId, applicationId) };
  }
  if (fault.kind === 'api') {
    const message = `Discord refused the commands: ${fault.message} (HTTP ${fault.status}, code ${fault.code}). That is a fault of ours.`;
    return { code: 'refused', message };
  }
  return { code: 'unreachable', message: `${fault.message}. Nothing was changed; try again.` };
}

function notInvited(guildId: string, applicationId: string): string {
  const invite = toInviteUrl(applicationId, guildId);
  return `Samaritan isn't in guild ${guildId}, or was invited without the scope applications.commands. Somebody who may manage that guild opens ${invite}`;
}
