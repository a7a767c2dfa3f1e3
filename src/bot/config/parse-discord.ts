import { parseStandInUrl } from './parse-stand-in-url.ts';
import type { SettingsReader } from './settings-reader.ts';
import type { DiscordConfig } from './start-config.ts';

const NEEDED = ['DISCORD_TOKEN', 'DISCORD_APPLICATION_ID', 'DISCORD_GUILD_IDS'] as const;
const SNOWFLAKE = /^\d{17,20}$/;

/** Undefined where nothing of Discord is set, and where something is at fault. */
export function parseDiscord(reader: SettingsReader, { sandbox }: { sandbox: boolean }): DiscordConfig | undefined {
  const apiUrl = parseStandInUrl(reader, 'DISCORD_API_URL', { sandbox });
  if (!reader.isSet('DISCORD_API_URL') && !NEEDED.some((name) => reader.isSet(name))) return undefined;
  reader.demand(NEEDED, 'Discord');
  const token = parseToken(reader);
  const guildIds = reader.list('DISCORD_GUILD_IDS', toSnowflake, 'the id of a server, 17 to 20 digits');
  const applicationId = parseApplicationId(reader);
  if (token === undefined || applicationId === undefined || guildIds.length === 0) return undefined;
  if (apiUrl === undefined && !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token.reveal()))
    reader.warn('DISCORD_TOKEN does not look like a bot’s token, which has three parts with dots between them.');
  return { token, applicationId, guildIds, ...(apiUrl === undefined ? {} : { apiUrl }) };
}

function parseToken(reader: SettingsReader) {
  const value = reader.text('DISCORD_TOKEN') ?? '';
  if (/^bot\s/i.test(value)) return reader.fault('DISCORD_TOKEN begins with “Bot ”. Leave that word out.');
  if (SNOWFLAKE.test(value))
    return reader.fault('DISCORD_TOKEN is an id and no token. The token is on the page “Bot” of the application.');
  return reader.secret('DISCORD_TOKEN');
}

function parseApplicationId(reader: SettingsReader): string | undefined {
  const value = reader.text('DISCORD_APPLICATION_ID');
  if (value === undefined || SNOWFLAKE.test(value)) return value;
  return reader.fault('DISCORD_APPLICATION_ID is no application id. It has 17 to 20 digits.');
}

function toSnowflake(text: string): string | undefined {
  return SNOWFLAKE.test(text) ? text : undefined;
}
