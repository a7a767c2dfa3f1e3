import type { Card } from '../../../core/cards/card.ts';
import type { MessageAddress } from '../../../core/cards/messenger.ts';
import { showPlainer } from '../../../core/cards/reduce-card.ts';
import type { Reply, ShowOptions, TakenCall } from '../../../core/chat/calls/chat-request.ts';
import type { Clock } from '../../../core/model/time/clock.ts';
import type { RenderCardOptions } from '../cards/render-card.ts';
import { type InboundBase, toConversationReference } from '../inbound/inbound-event.ts';
import type { InvokeReply } from '../inbound/invoke-reply.ts';
import { toReplayKey } from '../inbound/replay-guard.ts';
import type { TeamsError } from '../outbound/teams-error.ts';
import { ANSWER_TEXTS, FILE_TEXTS, toBriefText, toShortText } from './answer-texts.ts';
import { renderFileOffer } from './file-offer.ts';
import { LiveMessage, type LiveMessageParts, type PersonalChat, sayHere } from './live-message.ts';
import { type ActivityAddress, renderAddress } from './message-address.ts';
import type { PressAnswer } from './press-answer.ts';
import { toPersonId } from './references.ts';
import { type CardMessage, isPicture, renderAnswer } from './render-answer.ts';
import { toDeliveryCode } from './teams-messenger.ts';

/** Whether another form of the same may be taken. */
function isOfForm({ code }: TeamsError): boolean {
  return code === 'too-large' || code === 'rejected';
}

export interface TeamsReplyParts extends LiveMessageParts {
  clock: Clock;
  personalChat: PersonalChat;
}

/**
 * Where an answer is shown.
 * - `thread`: as a message of its own where it was asked. `personal`: in the chat with who asked.
 * - `pressed`: the card that was pressed changes, for everybody who sees it.
 * - `view`: the card changes for who pressed it alone, which only the answer to the press can do; what comes after
 *   that is a message of its own, at `later`.
 */
export type Target =
  | { kind: 'thread' | 'personal' }
  | { kind: 'pressed'; activityId: string }
  | { kind: 'view'; later: 'thread' | 'personal' };

export interface TeamsReplyOptions {
  event: InboundBase;
  audience: Reply['audience'];
  target: Target;
  /** A press that waits for its one answer. */
  answer?: PressAnswer | undefined;
  /**
   * The answer fills a dialog with this title, opened on a message of a conversation that the bot may not be in:
   * nothing is ever written there.
   */
  dialog?: string | undefined;
  /** The button that was pressed, which brings the same files once more. Without it no file is offered. */
  button?: string | undefined;
  /** Told when the call is kept. */
  taken?: (() => void) | undefined;
}

/** The answer to one message or press. Shows the first card at once, and edits it from then on. */
export class TeamsReply implements Reply {
  readonly audience: Reply['audience'];
  readonly taken?: TakenCall;
  readonly #parts: TeamsReplyParts;
  readonly #event: InboundBase;
  readonly #answer: PressAnswer | undefined;
  readonly #dialog: string | undefined;
  readonly #button: string | undefined;
  #target: Target;
  #message: Promise<LiveMessage | undefined> | undefined;
  #address: LiveMessage | undefined;
  #held: { card: Card; options: ShowOptions } | undefined;
  #shown = false;
  #refused = false;
  #owes = false;

  constructor(parts: TeamsReplyParts, options: TeamsReplyOptions) {
    const { event, audience, target, answer, dialog, button, taken = () => {} } = options;
    this.audience = audience;
    this.#parts = parts;
    this.#event = event;
    this.#target = target;
    this.#answer = answer;
    this.#dialog = dialog;
    this.#button = button;
    // A dialog that is never filled says so itself.
    if (dialog !== undefined) return;
    const { activityId, conversation, replyToId } = event;
    const askedBy = button === undefined ? activityId : (replyToId ?? activityId);
    const address = renderAddress({ conversationId: conversation.id, askedBy });
    this.taken = { id: toReplayKey(event), address, kept: (keeping) => keeping.then(taken).then(() => true) };
  }

  async show(card: Card, options: ShowOptions = {}): Promise<void> {
    const final = options.final === true;
    if (this.#target.kind === 'view') {
      if (!this.#answer?.isOpen) this.#leaveView();
      // Only the answer itself can be shown in a view: nothing could change it later.
      else if (final) {
        this.#shown = true;
        this.#answer.offer(this.#viewOf(card, options));
        return this.#offerFiles(card, options);
      } else {
        this.#held = { card, options };
        return;
      }
    }
    const shown = await this.#showMessage(card, options);
    if (!final || !shown) return;
    for (const picture of shown.pictures) await (await this.#another())?.show(picture, true);
    await this.#offerFiles(card, options);
  }

  async showPrivately(card: Card, options: ShowOptions = {}): Promise<void> {
    const { kind } = this.#target;
    const isAnswer = this.audience === 'private' && !this.#shown && (kind === 'thread' || kind === 'personal');
    if (this.#dialog !== undefined && this.#answer?.offer(this.#viewOf(card, options))) {
      return this.#offerFiles(card, options);
    }
    const brief = options.files === undefined ? toBriefText(card, this.#parts.clock.now()) : undefined;
    // On a press a few words beside the card do, and the card stays as it is.
    if (brief !== undefined && this.#answer?.offer({ kind: 'message', text: brief })) return;
    if (isAnswer) return this.show(card, { ...options, final: true });
    const message = await this.#further();
    await message?.show(this.#render(card, options), true);
    if (!message || message.failure) return this.#sayNotPersonally();
    const text = toShortText(card, this.#parts.clock.now());
    const told = this.#answer?.offer({ kind: 'message', text }) === true;
    if (!told && !this.#answer && !this.#isPersonal) await this.#say(ANSWER_TEXTS.personally);
    await this.#offerFiles(card, options);
  }

  address(): MessageAddress | undefined {
    const address = this.#address?.address;
    if (address) return renderAddress(address);
    const { activityId: askedBy, conversation } = this.#event;
    const { id: conversationId } = conversation;
    const target = this.#target;
    if (target.kind === 'pressed') return renderAddress(this.#pressedAt(target.activityId));
    if (this.#dialog !== undefined) return undefined;
    const later = target.kind === 'view' ? target.later : target.kind;
    if (this.#isPersonal || later === 'thread') return renderAddress({ conversationId, askedBy });
    const personId = toPersonId(this.#event);
    return personId === null ? undefined : renderAddress({ conversationId, askedBy, personId });
  }

  /** A new message can be found only once Teams has told its id. */
  isPlaced(): boolean {
    const isNew = this.#target.kind === 'thread' || this.#target.kind === 'personal';
    return !isNew || this.#dialog !== undefined || this.#address?.address !== undefined;
  }

  owes(): boolean {
    return this.#owes;
  }

  /** As the message was named when it was posted: the first of a thread is one of the channel. */
  #pressedAt(activityId: string): ActivityAddress {
    const { id, baseId, rootMessageId } = this.#event.conversation;
    return { conversationId: activityId === rootMessageId ? baseId : id, activityId };
  }

  /** The press has waited long enough: it is answered in words, and what was held back is shown as a message. */
  async answerInWords(): Promise<void> {
    const text =
      this.#target.kind === 'view' ? ANSWER_TEXTS.working[this.#target.later] : ANSWER_TEXTS.working[this.#target.kind];
    if (!this.#answer?.offer({ kind: 'message', text })) return;
    this.#leaveView();
    const held = this.#held;
    this.#held = undefined;
    if (held) await this.#showMessage(held.card, held.options);
  }

  /** The call has run: a press that nothing was shown for is answered too. */
  end(): void {
    this.#answer?.offer({ kind: 'message', text: ANSWER_TEXTS.done });
  }

  /** A dialog may stand over a chat of two people, which is none of the bot's. */
  get #isPersonal(): boolean {
    return this.#dialog === undefined && this.#event.conversation.type === 'personal';
  }

  #leaveView(): void {
    if (this.#target.kind === 'view') this.#target = { kind: this.#target.later };
  }

  /** Undefined where nobody sees it. */
  async #showMessage(card: Card, options: ShowOptions): Promise<CardMessage | undefined> {
    const final = options.final === true;
    let outgoing = this.#render(card, options);
    if (this.#target.kind === 'pressed') {
      const text = toShortText(card, this.#parts.clock.now());
      this.#answer?.offer(final ? { kind: 'card', card: outgoing.card } : { kind: 'message', text });
    }
    let message = await this.#open();
    await message?.show(outgoing, final);
    if (this.#target.kind === 'personal' && !this.#shown && (!message || message.failure)) {
      // What was kept of the chat was out of date; the connector's refusal has removed it.
      if (message?.failure?.code === 'gone') {
        this.#message = undefined;
        message = await this.#open();
        await message?.show(outgoing, final);
      }
      if (!message || message.failure) {
        await this.#sayNotPersonally();
        return undefined;
      }
    }
    const show = async (plainer: Card): Promise<TeamsError | undefined> => {
      outgoing = this.#render(plainer, {});
      await message?.show(outgoing, final);
      return message?.failure;
    };
    if (final) await showPlainer(card, message?.failure, isOfForm, show);
    this.#owes = final && message?.failure !== undefined && toDeliveryCode(message.failure) === 'busy';
    if (!message || message.failure) return undefined;
    const first = !this.#shown;
    this.#shown = true;
    if (first) await this.#sayWhere();
    return outgoing;
  }

  /** Who asked looks at the place where it was asked. */
  async #sayWhere(): Promise<void> {
    const { kind } = this.#target;
    if (kind !== 'thread' && kind !== 'personal') return;
    if (this.#answer?.offer({ kind: 'message', text: ANSWER_TEXTS.given[kind] })) return;
    if (kind === 'personal' && this.#answer === undefined) await this.#say(ANSWER_TEXTS.personally);
  }

  async #sayNotPersonally(): Promise<void> {
    if (this.#refused) return;
    this.#refused = true;
    if (this.#answer?.offer({ kind: 'message', text: ANSWER_TEXTS.notPersonally })) return;
    await this.#say(ANSWER_TEXTS.notPersonally);
  }

  async #say(text: string): Promise<void> {
    if (this.#dialog !== undefined) return;
    await sayHere(this.#event, text, this.#parts);
  }

  #open(): Promise<LiveMessage | undefined> {
    this.#message ??= this.#create().then((message) => {
      this.#address = message;
      return message;
    });
    return this.#message;
  }

  async #create(): Promise<LiveMessage | undefined> {
    if (this.#target.kind !== 'pressed') return this.#another();
    return new LiveMessage(this.#parts, toConversationReference(this.#event), this.#target.activityId);
  }

  /** A new message in the place of the answer. */
  async #another(): Promise<LiveMessage | undefined> {
    if (this.#target.kind === 'personal') return this.#further();
    return new LiveMessage(this.#parts, toConversationReference(this.#event));
  }

  /** A new message that only who asked can see. */
  async #further(): Promise<LiveMessage | undefined> {
    const reference = this.#isPersonal
      ? toConversationReference(this.#event)
      : await this.#parts.personalChat.open(this.#event);
    return reference && new LiveMessage(this.#parts, reference);
  }

  /** Asks, for each file but pictures, whether it may be saved: in the personal chat, where alone Teams can ask. */
  async #offerFiles(card: Card, { files = [] }: ShowOptions): Promise<void> {
    const button = this.#button;
    if (button === undefined || this.audience !== 'private') return;
    for (const file of files.filter((one) => !isPicture(one, card))) {
      const offer = renderFileOffer(file, button);
      const message = await this.#further();
      if (offer) await message?.show(offer, true);
      if (offer && message && !message.failure) continue;
      const text = FILE_TEXTS.notOffered;
      return message?.show({ text, summary: text }, true);
    }
  }

  #viewOf(card: Card, options: ShowOptions): InvokeReply {
    const isDialog = this.#dialog !== undefined;
    const { card: rendered } = this.#render(card, options, isDialog ? { surface: 'dialog' } : { own: true });
    return { kind: 'card', card: rendered, title: this.#dialog };
  }

  #render(card: Card, { files = [] }: ShowOptions, more: Partial<RenderCardOptions> = {}): CardMessage {
    const shown = files.filter((file) => this.audience === 'private' || isPicture(file, card));
    const offered = this.#button !== undefined;
    return renderAnswer(card, { now: this.#parts.clock.now(), files: shown, offered, ...more });
  }
}
