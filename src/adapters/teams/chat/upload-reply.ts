import type { Card, CardFile } from '../../../core/cards/card.ts';
import type { Reply, ShowOptions } from '../../../core/chat/calls/chat-request.ts';
import type { UploadPlace } from '../inbound/inbound-event.ts';
import { renderSavedFile } from '../outbound/message-attachment.ts';
import type { OutgoingMessage } from '../outbound/outgoing-message.ts';
import { TeamsError } from '../outbound/teams-error.ts';
import { FILE_TEXTS } from './answer-texts.ts';
import type { LiveMessage } from './live-message.ts';
import { renderAnswer } from './render-answer.ts';
import type { TeamsReplyParts } from './teams-reply.ts';

export interface UploadReplyOptions {
  /** Which of the answer's files was agreed to. */
  name: string;
  upload: UploadPlace;
  /** Where is said what became of it. */
  message: LiveMessage;
}

/** The answer to somebody who agreed to have a file: puts it into their OneDrive. All else is shown as it is. */
export class UploadReply implements Reply {
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
