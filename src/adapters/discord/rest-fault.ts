import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { z } from 'zod';
import { toSafeText } from '../../core/model/text/format.ts';

/**
 * Why a request to Discord failed. `api`: Discord refused it, with its own `code`. `server`: Discord has a fault.
 * `limited`: the wait that Discord asks for is longer than is worth waiting. `network`: no answer.
 */
export interface RestFault {
  kind: 'api' | 'server' | 'limited' | 'network';
  status?: number;
  /** Discord's error code; 0 where it gave none. */
  code?: number;
  /** One line. Never holds an address: those of interactions hold a credential. */
  message: string;
  retryAfterMs?: number;
}

/** Codes of Discord's that this adapter acts on (Discord's documentation, status and error codes). */
export const DISCORD_CODES = {
  unknownApplication: 10002,
  unknownChannel: 10003,
  unknownGuild: 10004,
  unknownMember: 10007,
  unknownMessage: 10008,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  notAuthorizedForApplication: 20012,
  dailyCommandCreates: 30034,
  tooManyEdits: 30046,
  alreadyAcknowledged: 40060,
  missingAccess: 50001,
  cannotMessageUser: 50007,
  missingPermissions: 50013,
  invalidWebhookToken: 50027,
} as const;

/** What is known of an error that discord.js threw, fit for the log. */
export function toRestFault(error: unknown): RestFault {
  if (error instanceof DiscordAPIError) {
    const code = typeof error.code === 'number' ? error.code : 0;
    return { kind: 'api', status: error.status, code, message: toSafeText(error.message) };
  }
  if (error instanceof HTTPError) {
    return { kind: 'server', status: error.status, message: `Discord answered with HTTP ${error.status}` };
  }
  if (error instanceof RateLimitError) {
    return { kind: 'limited', retryAfterMs: error.retryAfter, message: 'Discord asks to wait' };
  }
  if (error instanceof z.ZodError)
    return { kind: 'server', message: 'Discord answered with something else than it promises' };
  return { kind: 'network', message: networkMessage(error) };
}

/** Whether the message, its channel, the person or the interaction that it belongs to is gone for good. */
export function isGone({ kind, code }: RestFault): boolean {
  const { unknownChannel, unknownGuild, unknownMember, unknownMessage } = DISCORD_CODES;
  return kind === 'api' && [unknownChannel, unknownGuild, unknownMember, unknownMessage].some((one) => one === code);
}

/** Whether the interaction's token is not valid any more. */
export function isExpired({ kind, code }: RestFault): boolean {
  const { unknownWebhook, unknownInteraction, invalidWebhookToken } = DISCORD_CODES;
  return kind === 'api' && (code === unknownWebhook || code === unknownInteraction || code === invalidWebhookToken);
}

export function isForbidden({ kind, code, status }: RestFault): boolean {
  const { missingAccess, missingPermissions, cannotMessageUser } = DISCORD_CODES;
  if (kind !== 'api') return false;
  return code === missingAccess || code === missingPermissions || code === cannotMessageUser || status === 403;
}

/** Whether Discord refuses what the message holds, and would refuse the same again. Anything else may pass. */
export function isAboutContent({ kind, code, status }: RestFault): boolean {
  return kind === 'api' && (status === 400 || status === 413) && code !== DISCORD_CODES.tooManyEdits;
}

/** The system's own word for what failed; other messages may quote what was sent. */
function networkMessage(error: unknown): string {
  const { code, name, cause } = (error instanceof Error ? error : {}) as {
    code?: unknown;
    name?: string;
    cause?: unknown;
  };
  const inner = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const word = [code, inner, name].find((one) => typeof one === 'string' && one !== '');
  return toSafeText(`Discord can't be reached (${String(word ?? 'no answer')})`);
}

/** How often what must arrive is sent after discord.js gave up, and how long to wait in between. */
const TRIES = 3;
const PAUSE_MS = 2000;

/** Sends again where Discord had a fault or gave no answer. What Discord refused stays refused, and is thrown. */
export async function sendPersistently<T>(send: () => Promise<T>, pause: (ms: number) => Promise<void>): Promise<T> {
  for (let left = TRIES - 1; ; left--) {
    try {
      return await send();
    } catch (error) {
      if (left === 0 || toRestFault(error).kind === 'api') throw error;
      await pause(PAUSE_MS);
    }
  }
}
