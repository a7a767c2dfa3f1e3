import type { Card, CardFile } from '../../../core/cards/card.ts';
import type { Reply, ShowOptions } from '../../../core/chat/calls/chat-request.ts';
import { type InboundEvent, toConversationReference, type UploadPlace } from '../inbound/inbound-event.ts';
import { renderSavedFile } from '../outbound/message-attachment.ts';
import type { OutgoingMessage } from '../outbound/outgoing-message.ts';
import { TeamsError } from '../outbound/teams-error.ts';
import type { AnswerParts } from './answer-message.ts';
import { FILE_TEXTS } from './answer-texts.ts';
import { parseFileOffer } from './file-offer.ts';
import { LiveMessage } from './live-message.ts';
import { renderAnswer } from './render-answer.ts';
import type { TeamsReplyParts } from './teams-reply.ts';
import { toChatRequest } from './to-chat-request.ts';

type FileConsent = Extract<InboundEvent, { kind: 'fileConsent' }>;

/**
 * Saves a file whose owner agreed, as the same button pressed once more: authorized again, and made anew from the kept
 * report. Then the question goes, so that it isn't answered twice.
 */
export async function answerFileConsent(event: FileConsent, { chat, reply: parts }: AnswerParts): Promise<void> {
  const { accepted, context, upload, conversation, replyToId } = event;
  const reference = toConversationReference(event);
  const message = new LiveMessage(parts, reference);
  const say = (text: string): Promise<void> => message.show({ text, summary: text }, true);
  const offer = parseFileOffer(context);
  if (conversation.type !== 'personal') await say(FILE_TEXTS.onlyPersonally);
  else if (!accepted) await say(FILE_TEXTS.declined);
  else if (!offer || !upload) await say(FILE_TEXTS.unknown);
  else {
    const call = { kind: 'action', id: offer.id, inputs: {} } as const;
    await chat.run(toChatRequest(event), call, new UploadReply(parts, { name: offer.name, upload, message }));
  }
  if (message.address !== undefined && replyToId !== undefined) await parts.connector.delete(reference, replyToId);
}

interface UploadReplyOptions {
  /** Which of the answer's files was agreed to. */
  name: string;
  upload: UploadPlace;
  message: LiveMessage;
}

/** The answer to somebody who agreed to have a file: puts it into their OneDrive. All else is shown as it is. */
class UploadReply implements Reply {
  readonly audience = 'private';
  readonly #parts: TeamsReplyParts;
  readonly #options: UploadReplyOptions;

  constructor(parts: TeamsReplyParts, options: UploadReplyOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  async show(card: Card, { files = [] }: ShowOptions = {}): Promise<void> {
    const file = files.find(({ name }) => name === this.#options.name);
    if (!file) return this.showPrivately(card);
    await this.#options.message.show(await this.#save(file), true);
  }

  showPrivately(card: Card): Promise<void> {
    return this.#options.message.show(renderAnswer(card, { now: this.#parts.clock.now() }), true);
  }

  address(): undefined {
    return undefined;
  }

  async #save({ content }: CardFile): Promise<OutgoingMessage> {
    const { upload } = this.#options;
    const { connector, log } = this.#parts;
    try {
      await connector.files.upload(upload, content);
      return { attachment: renderSavedFile(upload), summary: FILE_TEXTS.saved };
    } catch (error) {
      const { code, status } = error instanceof TeamsError ? error : {};
      if (code === undefined) log.error({ err: error }, 'a file could not be saved');
      else log.warn({ code, status }, 'a file could not be saved');
      return { text: FILE_TEXTS.notSaved, summary: FILE_TEXTS.notSaved };
    }
  }
}
