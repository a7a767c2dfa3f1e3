import type { Card, CardFile } from '../../../src/core/cards/card.ts';
import { DeliveryError, type Messenger, type PostOptions } from '../../../src/core/cards/messenger.ts';
import type { Platform } from '../../../src/core/model/people/person.ts';

export interface Shown {
  place: string;
  key: string;
  replyTo: string | undefined;
  cards: Card[];
}

/** A chat that keeps what it was given. One that honours keys takes a second post of a key for the first. */
export class StandInMessenger implements Messenger {
  readonly platform: Platform;
  readonly shown: Shown[] = [];
  /** Of each post that had some. */
  readonly files: (readonly CardFile[])[] = [];
  readonly #honoursKeys: boolean;
  /** Asked before every post and edit; what it gives is thrown. */
  fault: (place: string, kind: 'post' | 'edit') => Error | undefined = () => undefined;
  /** Awaited before every post and edit. */
  pause: (place: string) => Promise<void> = async () => {};
  /** Asked after every post was taken; what it gives is thrown: nobody hears the answer. */
  lostAnswer: (place: string) => Error | undefined = () => undefined;
  /** Posts it takes for earlier ones are those from here on: it remembers keys for a while only. */
  #rememberedFrom = 0;
  find?: (place: string, key: string) => Promise<string | undefined>;

  constructor(platform: Platform, honoursKeys: boolean) {
    this.platform = platform;
    this.#honoursKeys = honoursKeys;
    if (honoursKeys) {
      this.find = async (place, key) => {
        const found = this.shown.findIndex((one) => one.place === place && one.key === key);
        return found >= 0 ? String(found) : undefined;
      };
    }
  }

  /** An hour has passed, say. */
  forgetKeys(): void {
    this.#rememberedFrom = this.shown.length;
  }

  async post(place: string, card: Card, { key, replyTo, files }: PostOptions): Promise<string> {
    await this.pause(place);
    const fault = this.fault(place, 'post');
    if (fault) throw fault;
    if (files) this.files.push(files);
    const same = this.#honoursKeys
      ? this.shown.findIndex((one, index) => index >= this.#rememberedFrom && one.place === place && one.key === key)
      : -1;
    const address = same >= 0 ? same : this.shown.push({ place, key, replyTo, cards: [card] }) - 1;
    const lost = this.lostAnswer(place);
    if (lost) throw lost;
    return String(address);
  }

  async edit(address: string, card: Card): Promise<void> {
    const message = this.shown[Number(address)];
    await this.pause(message?.place ?? '');
    const fault = this.fault(message?.place ?? '', 'edit');
    if (fault) throw fault;
    if (!message) throw new DeliveryError('gone', 'no such message');
    message.cards.push(card);
  }

  titles(place: string): string[] {
    const text = (card: Card | undefined): string =>
      (card?.title ?? []).map((part) => ('text' in part ? part.text : '')).join('');
    return this.shown.filter((one) => one.place === place).map((one) => text(one.cards.at(-1)));
  }
}
