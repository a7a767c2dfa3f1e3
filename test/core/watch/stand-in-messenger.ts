import type { Card } from '../../../src/core/cards/card.ts';
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
  readonly #honoursKeys: boolean;
  /** Asked before every post and edit; what it gives is thrown. */
  fault: (place: string, kind: 'post' | 'edit') => Error | undefined = () => undefined;
  /** Awaited before every post and edit. */
  pause: (place: string) => Promise<void> = async () => {};

  constructor(platform: Platform, honoursKeys: boolean) {
    this.platform = platform;
    this.#honoursKeys = honoursKeys;
  }

  async post(place: string, card: Card, { key, replyTo }: PostOptions): Promise<string> {
    await this.pause(place);
    const fault = this.fault(place, 'post');
    if (fault) throw fault;
    const same = this.#honoursKeys ? this.shown.findIndex((one) => one.place === place && one.key === key) : -1;
    if (same >= 0) return String(same);
    return String(this.shown.push({ place, key, replyTo, cards: [card] }) - 1);
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
