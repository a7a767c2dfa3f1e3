import { type DeliveryCode, DeliveryError } from '../../../core/cards/messenger.ts';
import { TeamsError, type TeamsErrorCode } from '../outbound/teams-error.ts';

const CODES: Readonly<Record<TeamsErrorCode, DeliveryCode>> = {
  'too-large': 'refused',
  gone: 'gone',
  'message-gone': 'gone',
  blocked: 'forbidden',
  throttled: 'busy',
  unavailable: 'busy',
  unreachable: 'busy',
  uncertain: 'busy',
  unauthorized: 'busy',
  credentials: 'busy',
  'foreign-host': 'refused',
  'invalid-reference': 'gone',
  rejected: 'refused',
};

/**
 * A fault of the connector in the messenger's terms. `conversationGone`: not only the message. What is no `TeamsError`
 * is a fault of ours and stays what it is.
 */
export function toDeliveryError(error: unknown): { delivery: unknown; conversationGone: boolean } {
  if (!(error instanceof TeamsError)) return { delivery: error, conversationGone: false };
  const { code, message, retryAfterMs } = error;
  // Only these say that the message itself is not taken; another refusal may pass.
  const passing = code === 'rejected' && error.status !== undefined && ![400, 413, 422].includes(error.status);
  const delivery = new DeliveryError(passing ? 'busy' : CODES[code], message, {
    cause: error,
    uncertain: code === 'uncertain',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
  return { delivery, conversationGone: code === 'gone' };
}
