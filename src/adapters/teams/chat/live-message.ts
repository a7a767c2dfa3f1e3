import type { Timers } from '../../../core/model/time/timers.ts';
import type { ConversationReference } from '../outbound/conversation-reference.ts';
import type { TeamsConnector } from '../outbound/create-teams-connector.ts';
import type { OutgoingMessage } from '../outbound/outgoing-message.ts';
import { TeamsError } from '../outbound/teams-error.ts';
import type { ChatLog } from './chat-log.ts';
import type { ActivityAddress } from './message-address.ts';
import type { ProgressPacer } from './progress-pacer.ts';

export interface LiveMessageParts {
  connector: TeamsConnector;
  pacer: ProgressPacer;
  timers: Timers;
  log: ChatLog;
  /** The bot is gone from the conversation. */
  onGone: (conversationId: string) => Promise<void>;
}

interface Shown {
  message: OutgoingMessage;
  final: boolean;
}

/**
 * One message that is edited as often as something new is shown. Of several at once only the latest goes out; progress
 * waits for its turn, what is shown first and the answer don't. Nothing here rejects: what Teams refuses is logged, and `failure` tells it.
 */
export class LiveMessage {
  readonly #parts: LiveMessageParts;
  readonly #reference: ConversationReference;
  #activityId: string | undefined;
  #next: Shown | undefined;
  #work: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #begun = false;
  /** The message is gone, or may have arrived without our learning its id: only the answer itself is worth a new one. */
  #lost = false;
  #failure: TeamsError | undefined;

  /** With `activityId` the message is there already. */
  constructor(parts: LiveMessageParts, reference: ConversationReference, activityId?: string) {
    this.#parts = parts;
    this.#reference = reference;
    this.#activityId = activityId;
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
  async show(message: OutgoingMessage, final: boolean): Promise<void> {
    if (this.#next?.final && !final) return this.#work;
    this.#next = { message, final };
    if (final) this.#wake?.();
    this.#work ??= this.#drain();
    await this.#work;
  }

  async #drain(): Promise<void> {
    try {
      const { pacer } = this.#parts;
      const thread = this.#reference.conversationId;
      while (this.#next) {
        if (this.#next.final || !this.#begun) pacer.shown(thread);
        else await this.#wait(pacer.take(thread));
        this.#begun = true;
        const { message, final } = this.#next;
        this.#next = undefined;
        await this.#deliver(message, final);
      }
    } finally {
      this.#work = undefined;
    }
  }

  #wait(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#parts.timers.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
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
