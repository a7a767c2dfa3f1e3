import type { Breach } from '../rules/breach.ts';
import type { Answer } from './route.ts';

/** topics/opcodes-and-status-codes.mdx, "JSON Error Codes". */
const MESSAGES: Readonly<Record<number, string>> = {
  0: '404: Not Found',
  10003: 'Unknown Channel',
  10004: 'Unknown Guild',
  10007: 'Unknown Member',
  10008: 'Unknown Message',
  10013: 'Unknown User',
  10015: 'Unknown Webhook',
  10062: 'Unknown interaction',
  10063: 'Unknown application command',
  20012: 'You are not authorized to perform this action on this application',
  20028: 'The write action you are performing on the channel has hit the write rate limit.',
  30032: 'Maximum number of application commands reached',
  30034: 'Max number of daily application command creates has been reached (200)',
  30046: 'Maximum number of edits to messages older than 1 hour reached. Try again later',
  40005: 'Request entity too large',
  40060: 'Interaction has already been acknowledged.',
  50001: 'Missing Access',
  50005: 'Cannot edit a message authored by another user',
  50006: 'Cannot send an empty message',
  50007: 'Cannot send messages to this user',
  50013: 'Missing Permissions',
  50027: 'Invalid Webhook Token',
  50035: 'Invalid Form Body',
  50109: 'The request body contains invalid JSON.',
};

export function apiError(status: number, code: number, extra: Readonly<Record<string, unknown>> = {}): Answer {
  return { status, body: { message: MESSAGES[code] ?? `Error ${code}`, code, ...extra } };
}

/** The answer to a body that broke a rule; 50035 comes with Discord's nested `errors`. */
export function invalidBody(breaches: readonly Breach[]): Answer {
  const code = breaches[0]?.code ?? 50035;
  if (code !== 50035) return apiError(code === 40005 ? 413 : 400, code);
  return apiError(400, code, {
    errors: { _errors: breaches.map(({ rule, reason }) => ({ code: rule.toUpperCase(), message: reason })) },
  });
}
