import type { Card } from '../../../core/cards/card.ts';
import { type DeliveryCode, DeliveryError, type Messenger } from '../../../core/cards/messenger.ts';
import type { ReferenceStore } from '../../../core/chat/calls/reference-store.ts';
import type { Clock } from '../../../core/model/time/clock.ts';
import { type ConversationReference, withoutThread } from '../outbound/conversation-reference.ts';
import type { TeamsConnector } from '../outbound/create-teams-connector.ts';
import { TeamsError, type TeamsErrorCode } from '../outbound/teams-error.ts';
import { ANSWER_TEXTS } from './answer-texts.ts';
import { type AskedAddress, parseAddress, parseAskedAddress, renderAddress } from './message-address.ts';
import { createConversationReferences } from './references.ts';
import { renderAnswer } from './render-answer.ts';

export interface TeamsMessengerOptions {
  connector: TeamsConnector;
  references: ReferenceStore;
  clock: Clock;
}

const PLACE = 'teams:channel:';

/** Speaks in conversations of Teams that the bot is in. Teams knows no key that would make two posts one. */
export function createTeamsMessenger({ connector, references: store, clock }: TeamsMessengerOptions): Messenger {
  const references = createConversationReferences(store);
  const referenceOf = async (conversationId: string): Promise<ConversationReference> => {
    const reference = await references.find(conversationId);
    if (reference) return reference;
    throw new DeliveryError('gone', 'Samaritan is not in this conversation; add its app there, then write to it once.');
  };
  /** Does it, and forgets a conversation that the bot is gone from. */
  const deliver = async <Result>(conversationId: string, aim: () => Promise<Result>): Promise<Result> => {
    try {
      return await aim();
    } catch (error) {
      const { delivery, conversationGone } = toDeliveryError(error);
      if (conversationGone) await references.forget(conversationId);
      throw delivery;
    }
  };
  /** The message can't be found: what became of it is said below what asked for it, or in the person's own chat. */
  const sayAnew = async ({ conversationId, askedBy, personId }: AskedAddress, card: Card): Promise<void> => {
    const own = personId === undefined ? undefined : await references.personal(personId);
    if (own) {
      const say = async () => void (await connector.send(own, renderAnswer(card, { now: clock.now() })));
      return await deliver(own.conversationId, say);
    }
    await deliver(conversationId, async () => {
      const text = ANSWER_TEXTS.stopped;
      const message = personId === undefined ? renderAnswer(card, { now: clock.now() }) : { text, summary: text };
      await connector.send(await referenceOf(conversationId), { ...message, replyToId: askedBy });
    });
  };
  return {
    platform: 'teams',
    post: async (place, card, { replyTo, files = [] }) => {
      const conversationId = replyTo === undefined ? toConversationId(place) : threadOf(replyTo, place);
      return deliver(conversationId, async () => {
        const reference = await referenceOf(conversationId);
        const activityId = await connector.send(reference, renderAnswer(card, { now: clock.now(), files }));
        // A message in a channel begins a thread, which its answers name.
        return renderAddress({ conversationId, activityId });
      });
    },
    edit: async (address, card) => {
      const asked = parseAskedAddress(address);
      if (asked) return sayAnew(asked, card);
      const at = parseAddress(address);
      if (!at) throw new DeliveryError('gone', 'The address of this message is none of Teams.');
      await deliver(at.conversationId, async () => {
        const reference = await referenceOf(at.conversationId);
        await connector.update(reference, at.activityId, renderAnswer(card, { now: clock.now() }));
      });
    },
  };
}

function toConversationId(place: string): string {
  if (!place.startsWith(PLACE)) throw new DeliveryError('refused', 'This place is none of Teams.');
  return place.slice(PLACE.length);
}

/** In a channel answers go into the thread of the message they answer. In chats there are no threads. */
function threadOf(replyTo: string, place: string): string {
  const base = toConversationId(place);
  const at = parseAddress(replyTo);
  if (!at || withoutThread(at.conversationId) !== base) return base;
  if (at.conversationId.includes(';messageid=')) return at.conversationId;
  return isChannel(base) ? `${base};messageid=${at.activityId}` : base;
}

/** Channels end so, group chats in `@thread.v2` (learn.microsoft.com: Microsoft Teams conversation ids). */
function isChannel(conversationId: string): boolean {
  return /@thread\.(?:tacv2|skype)$/.test(conversationId);
}

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

/** A fault of the connector in the messenger's terms. */
export function toDeliveryCode({ code, status }: TeamsError): DeliveryCode {
  // Only these say that the message itself is not taken; another refusal may pass.
  const passing = code === 'rejected' && status !== undefined && ![400, 413, 422].includes(status);
  return passing ? 'busy' : CODES[code];
}

/**
 * The same as an error. `conversationGone`: not only the message. What is no `TeamsError`
 * is a fault of ours and stays what it is.
 */
function toDeliveryError(error: unknown): { delivery: unknown; conversationGone: boolean } {
  if (!(error instanceof TeamsError)) return { delivery: error, conversationGone: false };
  const { code, message, retryAfterMs } = error;
  const delivery = new DeliveryError(toDeliveryCode(error), message, {
    cause: error,
    uncertain: code === 'uncertain',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
  return { delivery, conversationGone: code === 'gone' };
}
