/**
 * - `token`: Discord doesn't accept the token.
 * - `application`: the token belongs to another application than configured.
 * - `intents`: Discord refuses the gateway intents.
 * - `guild`: the bot is in none of the configured guilds.
 * - `unreachable`: Discord doesn't answer, or not as Discord does.
 */
export type DiscordErrorCode = 'token' | 'application' | 'intents' | 'guild' | 'unreachable';

/** Why the bot can't run on Discord, in a sentence that names the way out. Never holds a token. */
export class DiscordError extends Error {
  readonly code: DiscordErrorCode;

  constructor(code: DiscordErrorCode, message: string) {
    super(message);
    this.name = 'DiscordError';
    this.code = code;
  }
}

export const TOKEN_REFUSED =
  "Discord doesn't accept DISCORD_TOKEN. Make a new one in the Discord Developer Portal (your application, Bot, Reset Token) and set it.";
export const WRONG_APPLICATION =
  'DISCORD_TOKEN belongs to another application than DISCORD_APPLICATION_ID names. Take both from the same application in the Discord Developer Portal.';
