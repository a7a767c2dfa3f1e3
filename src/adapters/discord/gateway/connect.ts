import { type Client, DiscordjsError, DiscordjsErrorCodes, Events } from 'discord.js';
import type { Secret } from '../../../core/model/text/secret.ts';
import { DiscordError, TOKEN_REFUSED, WRONG_APPLICATION } from '../discord-error.ts';
import { toInviteUrl } from '../invite-url.ts';
import { toRestFault } from '../rest-fault.ts';

/** After this Discord counts as unreachable. discord.js itself waits 15 s for its guilds. */
const READY_WITHIN_MS = 45_000;

/** Words by which discord.js tells why the gateway refused it for good. */
const REFUSALS: Readonly<Record<string, DiscordError['code']>> = {
  'Authentication failed': 'token',
  'Used disallowed intents': 'intents',
  'Used invalid intents': 'intents',
};

interface Wanted {
  applicationId: string;
  guildIds: ReadonlySet<string>;
}

/** Logs in and waits until the bot is ready. Throws a DiscordError, and leaves no connection behind then. */
export async function connect(client: Client, token: Secret, wanted: Wanted): Promise<void> {
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(() => tooLate.reject(new Error('no answer in time')), READY_WITHIN_MS);
  try {
    const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
    await Promise.race([Promise.all([client.login(token.reveal()), ready]), tooLate.promise]);
    requireWanted(client, wanted);
  } catch (error) {
    await client.destroy();
    throw toDiscordError(error);
  } finally {
    clearTimeout(timer);
  }
}

/** A bot of another application would look alive and answer nothing. */
function requireWanted(client: Client, { applicationId, guildIds }: Wanted): void {
  if (client.application?.id !== applicationId) throw new DiscordError('application', WRONG_APPLICATION);
  if ([...guildIds].some((id) => client.guilds.cache.has(id))) return;
  const invite = toInviteUrl(applicationId);
  throw new DiscordError(
    'guild',
    `The bot is in none of the servers of DISCORD_GUILD_IDS (${[...guildIds].join(', ')}). Check the ids, or invite it: ${invite}`,
  );
}

function toDiscordError(error: unknown): DiscordError {
  if (error instanceof DiscordError) return error;
  const message = error instanceof Error ? error.message : '';
  const invalidToken = error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
  const code = invalidToken ? 'token' : REFUSALS[message];
  if (code === 'token') return new DiscordError('token', TOKEN_REFUSED);
  if (code === 'intents') {
    return new DiscordError('intents', 'Discord refuses the one gateway intent that Samaritan needs (Guilds).');
  }
  if (message.startsWith('Not enough sessions remaining')) {
    return new DiscordError(
      'unreachable',
      'The bot has logged in to Discord as often as it may for one day. Start it again tomorrow.',
    );
  }
  const { message: detail } = toRestFault(error);
  return new DiscordError('unreachable', `Discord can't be used now: ${detail}. Check the network, then start again.`);
}
