import type { MessageAddress, Messenger } from '../../cards/messenger.ts';
import { toNoticeCard } from '../../cards/plain-cards.ts';
import type { Platform } from '../../model/people/person.ts';
import { toSafeText } from '../../model/text/format.ts';
import type { Subscription } from './subscription.ts';

export interface StoreAlarmParts {
  messengers: ReadonlyMap<Platform, Messenger>;
  /** Gives ULIDs. */
  newId: () => string;
  onFault: (place: string, error: unknown) => void;
}

/**
 * Says in the chats that the database can't be used any more, which no message that is kept in it can. The places are those
 * that were subscribed while it could be read.
 */
export class StoreAlarm {
  readonly #parts: StoreAlarmParts;
  #places: readonly string[] = [];
  readonly #told = new Map<string, MessageAddress>();
  #key: string | undefined;
  #stood = false;

  constructor(parts: StoreAlarmParts) {
    this.#parts = parts;
  }

  /**
   * To be called every minute with what is wrong. Each place is told once, and told again when it is over. `mayPass`: it is
   * told where it stands at a second look; a server that is restarted is back before anybody could act.
   */
  async look(
    problem: Error | undefined,
    list: () => Promise<readonly Subscription[]>,
    { mayPass = false } = {},
  ): Promise<void> {
    const waits = mayPass && !this.#stood;
    this.#stood = problem !== undefined;
    if (!problem) {
      await this.#end();
      this.#places = (await list()).filter(({ broken }) => broken === null).map(({ place }) => place);
      return;
    }
    if (waits) return;
    this.#key ??= this.#parts.newId().slice(-20);
    const key = this.#key;
    const card = toNoticeCard('bad', 'not watching', 'Samaritan cannot use its database and watches nothing.', [
      toSafeText(problem.message, { maxLength: 400 }),
      'Nothing is tested on schedule and no incident is told until this is mended.',
    ]);
    await Promise.all(
      this.#places
        .filter((place) => !this.#told.has(place))
        .map((place) =>
          this.#try(place, async (messenger) => {
            this.#told.set(place, await messenger.post(place, card, { key: `db ${key}` }));
          }),
        ),
    );
  }

  async #end(): Promise<void> {
    const card = toNoticeCard('good', 'watching', 'Samaritan has its database again and watches on.');
    for (const [place, address] of this.#told)
      await this.#try(place, async (messenger) => {
        await messenger.edit(address, card);
        this.#told.delete(place);
      });
    this.#key = undefined;
  }

  async #try(place: string, tell: (messenger: Messenger) => Promise<void>): Promise<void> {
    const [platform = ''] = place.split(':', 1);
    const messenger = this.#parts.messengers.get(platform as Platform);
    if (!messenger) return;
    try {
      await tell(messenger);
    } catch (error) {
      this.#parts.onFault(place, error);
    }
  }
}
