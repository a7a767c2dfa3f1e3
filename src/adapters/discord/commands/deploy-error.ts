import { TOKEN_REFUSED, WRONG_APPLICATION } from '../discord-error.ts';
import { toInviteUrl } from '../invite-url.ts';
import { DISCORD_CODES, isForbidden, type RestFault } from '../rest-fault.ts';

/** Why the commands of one place could not be read or written, and what to do. */
export interface DeployError {
  code: 'token' | 'application' | 'not-invited' | 'unknown-guild' | 'daily-limit' | 'refused' | 'unreachable';
  message: string;
}

/** The failure in a sentence. `guildId` is null for the commands in direct messages. */
export function toDeployError(fault: RestFault, guildId: string | null, applicationId: string): DeployError {
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
