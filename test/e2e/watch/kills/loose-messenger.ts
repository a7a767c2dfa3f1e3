import { request } from 'undici';
import { DeliveryError, type Messenger } from '../../../../src/core/cards/messenger.ts';

/** What is sent for each message; an edit names only where it stands. */
export type LoosePost = { card: string } & (
  | { place: string; key: string; replyTo: string | null }
  | { address: string }
);

/** A chat over HTTP that, like Teams, takes the same message twice for two. */
export function createLooseMessenger(url: string): Messenger {
  const send = async (body: unknown): Promise<string> => {
    const answer = await request(url, { method: 'POST', body: JSON.stringify(body) });
    if (answer.statusCode !== 200) throw new DeliveryError('busy', `HTTP ${answer.statusCode}`);
    return await answer.body.text();
  };
  return {
    platform: 'teams',
    post: (place, card, { key, replyTo }) =>
      send({ place, key, replyTo: replyTo ?? null, card: JSON.stringify(card) } satisfies LoosePost),
    edit: async (address, card) => void (await send({ address, card: JSON.stringify(card) })),
  };
}
