import type { Form } from '../../../core/cards/card.ts';
import { NewestShow } from '../../../core/chat/calls/newest-show.ts';
import type { ProgressPacer } from '../../../core/chat/calls/progress-pacer.ts';
import type { Timers } from '../../../core/model/time/clock.ts';
import { renderForm } from '../cards/render-card.ts';
import { type InboundBase, toConversationReference } from '../inbound/inbound-event.ts';
import type { ConversationReference } from '../outbound/conversation-reference.ts';
import type { TeamsConnector } from '../outbound/create-teams-connector.ts';
import type { OutgoingMessage } from '../outbound/outgoing-message.ts';
import { TeamsError } from '../outbound/teams-error.ts';
import type { ActivityAddress } from './message-address.ts';
import { type References, toPersonId } from './references.ts';

export interface LiveMessageParts {
  connector: TeamsConnector;
  pacer: ProgressPacer;
  timers: Timers;
  log: ChatLog;
  /** The bot is gone from the conversation. */
  onGone: (conversationId: string) => Promise<void>;
}

/**
 * One message that is edited with the newest of what is shown. Nothing here rejects: what Teams refuses is logged, and
 * `failure` tells it.
 */
export class LiveMessage {
  readonly #parts: LiveMessageParts;
  readonly #reference: ConversationReference;
  readonly #newest: NewestShow<OutgoingMessage>;
  #activityId: string | undefined;
  /** The message is gone, or may have arrived without our learning its id: only the answer itself is worth a new one. */
  #lost = false;
  #failure: TeamsError | undefined;

  /** With `activityId` the message is there already. */
  constructor(parts: LiveMessageParts, reference: ConversationReference, activityId?: string) {
    this.#parts = parts;
    this.#reference = reference;
    this.#activityId = activityId;
    const { pacer, timers } = parts;
    const deliver = (message: OutgoingMessage, final: boolean): Promise<void> => this.#deliver(message, final);
    this.#newest = new NewestShow({ pacer, timers, thread: reference.conversationId, deliver });
  }

  /** Why the last attempt showed nothing. */
  get failure(): TeamsError | undefined {
    return this.#failure;
  }

  get address(): ActivityAddress | undefined {
    const { conversationId } = this.#reference;
    return this.#activityId === undefined ? undefined : { conversationId, activityId: this.#activityId };
  }

  /** Resolves when this, or something later, was shown or refused. */
  show(message: OutgoingMessage, final: boolean): Promise<void> {
    return this.#newest.show(message, final);
  }

  async #deliver(message: OutgoingMessage, final: boolean): Promise<void> {
    if (this.#lost && !final) return;
    const { connector } = this.#parts;
    const { conversationId } = this.#reference;
    try {
      if (this.#activityId === undefined) this.#activityId = await connector.send(this.#reference, message);
      else await connector.update(this.#reference, this.#activityId, message);
      this.#failure = undefined;
    } catch (error) {
      if (!(error instanceof TeamsError)) {
        this.#failure = new TeamsError('rejected', { cause: error });
        this.#parts.log.error({ err: error, conversationId }, 'a message could not be shown');
        return;
      }
      this.#failure = error;
      const wasThere = this.#activityId !== undefined;
      if (error.code === 'message-gone' || error.code === 'uncertain') this.#lost = true;
      if (error.code === 'message-gone' && wasThere) {
        this.#activityId = undefined;
        if (final) return this.#deliver(message, final);
      }
      const { code, status, serviceCode } = error;
      this.#parts.log.warn({ code, status, serviceCode, conversationId, final }, 'a message could not be shown');
      if (code === 'gone') await this.#parts.onGone(conversationId);
    }
  }
}

/** The log, as far as the chat writes to it. Messages are static; data is in fields, never a text from outside. */
export interface ChatLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** A line in the conversation that something happened in. It must hold no result. */
export async function sayHere(event: InboundBase, text: string, parts: LiveMessageParts): Promise<void> {
  await new LiveMessage(parts, toConversationReference(event)).show({ text, summary: text }, true);
}

/** Asks with a form where the question was asked. It holds no result; what is typed into it only the bot reads. */
export async function showForm(event: InboundBase, form: Form, parts: LiveMessageParts): Promise<void> {
  const { card, summary } = renderForm(form);
  await new LiveMessage(parts, toConversationReference(event)).show({ card, summary }, true);
}

export interface PersonalChat {
  /** Undefined where Teams lets nobody write to this person: the app is not installed for them. */
  open(event: InboundBase): Promise<ConversationReference | undefined>;
}

export function createPersonalChat({
  connector,
  references,
  log,
}: {
  connector: TeamsConnector;
  references: References;
  log: ChatLog;
}): PersonalChat {
  return {
    open: async (event) => {
      const personId = toPersonId(event);
      if (personId === null) return undefined;
      try {
        const kept = await references.personal(personId);
        if (kept) return kept;
        const { serviceUrl, tenantId, bot } = event;
        const reference = await connector.createPersonalConversation({
          aadObjectId: personId,
          tenantId,
          serviceUrl,
          botId: bot.id,
          botName: bot.name,
        });
        await references.keepPersonal(personId, reference);
        return reference;
      } catch (error) {
        const { code, status, serviceCode } = error instanceof TeamsError ? error : {};
        const fields = code === undefined ? { err: error } : { code, status, serviceCode };
        log.warn(fields, 'a personal chat could not be opened');
        return undefined;
      }
    },
  };
}
