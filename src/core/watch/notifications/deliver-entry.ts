import type { Card } from '../../cards/card.ts';
import { DeliveryError, type MessageAddress, type Messenger } from '../../cards/messenger.ts';
import { toNoticeCard } from '../../cards/plain-cards.ts';
import type { Platform } from '../../model/people/person.ts';
import type { EntryContent } from '../incidents/message.ts';
import type { Completion, DueEntry } from '../incidents/outbox.ts';

/** The card of an entry, in its newest state; null where there is nothing left to say. */
export type CardSource = (entry: DueEntry) => Promise<Card | null>;

/** What became of a try. */
export type DeliveryResult =
  | { kind: 'done'; completion: Omit<Completion, 'at'> }
  /** Nothing to deliver any more, or nobody takes it. */
  | { kind: 'dropped'; problem: string | null }
  /** The message was removed from its channel; `again`: the entry can still be posted on its own. */
  | { kind: 'lost'; again: boolean }
  | { kind: 'placeGone'; problem: string }
  | {
      kind: 'later';
      problem: string;
      retryAfterMs?: number | undefined /** The bot lacks a permission. */;
      forbidden: boolean;
    };

/** After so many refusals of its card an entry is shown in plain words, and after as many again it is given up. */
const REFUSALS = 3;

/** Makes one delivery. Rejects only with strangers' errors: those of the card source and of the messenger. */
export async function deliverEntry(
  entry: DueEntry,
  messengers: ReadonlyMap<Platform, Messenger>,
  cards: CardSource,
): Promise<DeliveryResult> {
  const [platform = ''] = entry.place.split(':', 1);
  const messenger = messengers.get(platform as Platform);
  if (!messenger) return later(`${platform} is not configured`);
  const { content, message } = entry;
  const belongs = 'messageId' in content;
  if (belongs && !message) return { kind: 'dropped', problem: null };
  const address = message?.address ?? undefined;
  // What was never posted has nothing to edit; its post will show the newest state.
  if (content.kind === 'edit' && address === undefined) return { kind: 'dropped', problem: null };
  const built = await cards(entry);
  if (!built) return { kind: 'dropped', problem: null };
  const card = entry.attempts < REFUSALS ? built : toPlain(built);
  try {
    const posted = await send(messenger, entry, card, address);
    return { kind: 'done', completion: toCompletion(entry, posted) };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return toResult(error, entry, address);
  }
}

async function send(
  messenger: Messenger,
  { place, key, content }: DueEntry,
  card: Card,
  address: MessageAddress | undefined,
): Promise<MessageAddress | undefined> {
  if (content.kind === 'edit' && address !== undefined) {
    await messenger.edit(address, card);
    return undefined;
  }
  return await messenger.post(place, card, { key, ...(address === undefined ? {} : { replyTo: address }) });
}

function toCompletion({ id, content, readUpTo }: DueEntry, posted: MessageAddress | undefined): Omit<Completion, 'at'> {
  const first = content.kind === 'open' || content.kind === 'digest';
  const kinds = COVERS[content.kind] ?? [];
  return { id, ...(first && posted !== undefined ? { address: posted } : {}), covers: { kinds, readUpTo } };
}

/**
 * What a delivery makes superfluous: an edit shows what every waiting one would, and nobody wants to be reminded of the
 * same twice in a row. A post covers no edit: it may be the repetition of one that a kill cut off, and where the chat
 * honours keys, the message then still shows what it did.
 */
const COVERS: Partial<Record<EntryContent['kind'], readonly EntryContent['kind'][]>> = {
  edit: ['edit'],
  remind: ['remind'],
};

function toResult(error: DeliveryError, entry: DueEntry, address: MessageAddress | undefined): DeliveryResult {
  switch (error.code) {
    case 'gone':
      // Where a message was addressed, it may be that one that is gone: a post of its own will tell.
      if (address !== undefined) return { kind: 'lost', again: entry.content.kind !== 'edit' };
      return { kind: 'placeGone', problem: error.message };
    case 'refused':
      return entry.attempts + 1 >= 2 * REFUSALS
        ? { kind: 'dropped', problem: error.message }
        : later(error.message, error);
    case 'busy':
    case 'forbidden':
      return later(error.message, error);
  }
}

function later(problem: string, error?: DeliveryError): DeliveryResult {
  const missing = error?.permission === undefined ? '' : ` (${error.permission})`;
  const forbidden = error?.code === 'forbidden';
  return { kind: 'later', problem: `${problem}${missing}`, retryAfterMs: error?.retryAfterMs, forbidden };
}

function toPlain({ tone, status, summary }: Card): Card {
  return toNoticeCard(tone, status, summary, ['The whole message could not be shown here.']);
}
