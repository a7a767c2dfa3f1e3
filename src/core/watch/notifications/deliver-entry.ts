import type { Card, CardFile } from '../../cards/card.ts';
import { plain } from '../../cards/inline.ts';
import { DeliveryError, type MessageAddress, type Messenger } from '../../cards/messenger.ts';
import { PLAINEST, reduceCard } from '../../cards/reduce-card.ts';
import type { Platform } from '../../model/people/person.ts';
import type { GroupFacts } from '../incidents/incident-store.ts';
import type { EntryContent, Message, SaidContent, WholeContent } from '../incidents/message.ts';
import type { Completion, DueEntry } from '../incidents/outbox.ts';
import type { RouteParts } from './event-sink.ts';
import { routeOfPlace } from './route.ts';
import { groupIdsOf, toRouteEvent } from './to-route-event.ts';

/** The card of an entry, in its newest state; null where there is nothing left to say. */
export type CardSource = (entry: DueEntry) => Promise<Card | null>;

/** A standing report of a period, made when it is delivered. */
export interface MadeReport {
  card: Card;
  files: readonly CardFile[];
}

/** Makes one; `problem` where whoever set it up may not see it any more. Null where it was removed. */
export type ReportMaker = (
  told: Extract<SaidContent, { kind: 'report' }>,
) => Promise<MadeReport | { problem: string } | null>;

export interface DeliverParts {
  messengers: ReadonlyMap<Platform, Messenger>;
  cards: CardSource;
  /** Absent where no reports are made. */
  reports?: ReportMaker;
  /** Absent where nothing is sent to routes. */
  routes?: RouteParts;
  /** Writes down that a post is about to be made. */
  begin: () => Promise<void>;
}

export type DeliveryResult =
  | {
      kind: 'done';
      completion: Omit<Completion, 'at' | 'next'>;
      gone: readonly MessageAddress[];
      /** To be shown whole later. */
      whole: WholeContent | null;
    }
  /** Nothing to deliver any more, or nobody takes it. */
  | { kind: 'dropped'; problem: string | null }
  /** The message was removed from its channel; `again`: the entry can still be posted on its own. */
  | { kind: 'lost'; again: boolean }
  | { kind: 'placeGone'; problem: string }
  | {
      kind: 'later';
      problem: string;
      retryAfterMs?: number | undefined;
      /** The chat does not take what the card holds. */
      refused: boolean;
      /** The bot lacks a permission. */
      forbidden: boolean;
      /** It may have arrived all the same. */
      uncertain: boolean;
    };

/** After so many refusals of what its card holds, the plainest one among them twice, an entry is given up. */
const MOST_REFUSALS = PLAINEST + 2;
/** How often a card that stands shortened is tried whole again. */
const MOST_ROUNDS = 4;

/** Makes one delivery. Rejects only with strangers' errors: those of the card source, the messenger and the store. */
export async function deliverEntry(entry: DueEntry, parts: DeliverParts): Promise<DeliveryResult> {
  const route = routeOfPlace(entry.place);
  if (route !== undefined) return await sendEvent(entry, route, parts);
  const [platform = ''] = entry.place.split(':', 1);
  const messenger = parts.messengers.get(platform as Platform);
  if (!messenger) return later(`${platform} is not configured`);
  const { content, message } = entry;
  const said = content.kind === 'whole' ? content.of : content;
  if ('messageId' in said && !message) return { kind: 'dropped', problem: null };
  const [address, ...copies] = content.kind === 'whole' ? [content.address] : placesOf(message);
  // A post that was cut off, and was found since: by its late answer, or by a press.
  const isFound = address !== undefined && (content.kind === 'open' || content.kind === 'digest');
  const editing = content.kind === 'edit' || content.kind === 'whole' || isFound;
  // What was never posted has nothing to edit; its post will show the newest state.
  if (editing && address === undefined) return { kind: 'dropped', problem: null };
  try {
    const built = await build({ ...entry, content: said }, parts);
    if ('problem' in built) return { kind: 'dropped', ...built };
    const card = reduceCard(built.card, Math.min(entry.refusals, PLAINEST));
    if (editing && address !== undefined) {
      const gone = await editAll(messenger, [...copies, address], card);
      if (gone.includes(address)) throw new DeliveryError('gone', 'the message was removed');
      return toDone(entry, said, address, gone);
    }
    const posted = await post(messenger, entry, { ...built, card }, address, parts.begin);
    return toDone(entry, said, posted, []);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return toResult(error, entry, address);
  }
}

/** What an entry shows now; or that there is nothing to show, and why where somebody has to know. */
async function build(
  entry: DueEntry & { content: SaidContent },
  { cards, reports }: Pick<DeliverParts, 'cards' | 'reports'>,
): Promise<MadeReport | { problem: string | null }> {
  const { content } = entry;
  if (content.kind === 'report') return (await reports?.(content)) ?? { problem: null };
  const card = await cards(entry);
  return card ? { card, files: [] } : { problem: null };
}

/** A route is told the card's words and the facts. Each telling stands for itself: nothing is edited there. */
async function sendEvent(
  entry: DueEntry,
  route: string,
  { routes, begin, ...parts }: DeliverParts,
): Promise<DeliveryResult> {
  if (!routes) return later('routes are not served here');
  const said = entry.content.kind === 'whole' ? entry.content.of : entry.content;
  const isLost = 'messageId' in said && !entry.message;
  const built = isLost ? { problem: null } : await build({ ...entry, content: said }, parts);
  if ('problem' in built) return { kind: 'dropped', ...built };
  const { card, files } = built;
  const facts = await routes.facts(groupIdsOf(entry), entry.place);
  if (isOldNews(said, facts, entry)) return { kind: 'dropped', problem: null };
  const event = toRouteEvent(entry, card, facts, routes.now());
  try {
    await begin();
    const thread = entry.message && { id: entry.message.id, address: entry.message.address };
    const address = await routes.sink.send({ route, id: entry.id, event, card, files, thread });
    const known = thread?.address ?? null;
    if (known === null || known === address) return toDone({ ...entry, refusals: 0 }, said, address, []);
    // It stands elsewhere now, such as in a new ticket after the first was closed.
    const done = toDone({ ...entry, refusals: 0 }, said, address, [known]);
    return done.kind === 'done' ? { ...done, completion: { ...done.completion, address } } : done;
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return toResult(error, entry, undefined);
  }
}

/** Whether all of it was over for the place before, or it was never told: what happens to others is no event for it. */
function isOldNews(said: SaidContent, facts: readonly GroupFacts[], { createdAt, message }: DueEntry): boolean {
  if (said.kind !== 'edit' || facts.length === 0) return false;
  const isNews = said.retold && message?.address !== null;
  return facts.every(({ untold, group: { closedAt } }) =>
    untold ? !isNews : closedAt !== null && closedAt < createdAt,
  );
}

function placesOf(message: Message | null): MessageAddress[] {
  return message?.address == null ? [] : [message.address, ...message.copies];
}

/** Gives back those that are gone. */
async function editAll(messenger: Messenger, addresses: readonly MessageAddress[], card: Card) {
  const gone: MessageAddress[] = [];
  for (const address of addresses) {
    try {
      await messenger.edit(address, card);
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.code !== 'gone') throw error;
      gone.push(address);
    }
  }
  return gone;
}

async function post(
  messenger: Messenger,
  { place, key, maybeSentAt }: DueEntry,
  { card, files }: MadeReport,
  replyTo: MessageAddress | undefined,
  begin: () => Promise<void>,
): Promise<MessageAddress> {
  const options = { key, ...(replyTo === undefined ? {} : { replyTo }), ...(files.length > 0 ? { files } : {}) };
  if (maybeSentAt === null) {
    await begin();
    return await messenger.post(place, card, options);
  }
  if (!messenger.find) return await messenger.post(place, withRepetition(card), options);
  return (await messenger.find(place, key, maybeSentAt)) ?? (await messenger.post(place, card, options));
}

function withRepetition(card: Card): Card {
  const note = 'Sending this was cut off, so that it may stand here twice. This one is kept up to date.';
  return { ...card, blocks: [...card.blocks, { kind: 'text', line: plain(note), subtle: true }] };
}

function toDone(
  { id, content, readUpTo, refusals }: DueEntry,
  said: SaidContent,
  address: MessageAddress,
  gone: readonly MessageAddress[],
): DeliveryResult {
  const kinds = COVERS[content.kind] ?? [];
  const first = content.kind === 'open' || content.kind === 'digest';
  // An edit would take its files away.
  const again = refusals > 0 && said.kind !== 'report';
  const whole: WholeContent | null = again ? { kind: 'whole', of: said, address, round: 1 } : null;
  return { kind: 'done', completion: { id, ...(first ? { address } : {}), covers: { kinds, readUpTo } }, gone, whole };
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
  const { content } = entry;
  switch (error.code) {
    case 'gone':
      if (content.kind === 'whole') return { kind: 'dropped', problem: null };
      // Where a message was addressed, it may be that one that is gone: a post of its own will tell.
      if (address !== undefined) return { kind: 'lost', again: content.kind !== 'edit' };
      return { kind: 'placeGone', problem: error.message };
    case 'refused':
      if (content.kind === 'whole') return anotherRound(entry, content, error.message);
      return entry.refusals + 1 >= MOST_REFUSALS
        ? { kind: 'dropped', problem: error.message }
        : later(error.message, error);
    case 'busy':
    case 'forbidden':
      return later(error.message, error);
  }
}

/** The shorter one stands meanwhile. */
function anotherRound({ id, readUpTo }: DueEntry, content: WholeContent, problem: string): DeliveryResult {
  if (content.round >= MOST_ROUNDS) return { kind: 'dropped', problem };
  const completion = { id, covers: { kinds: [], readUpTo } };
  return { kind: 'done', completion, gone: [], whole: { ...content, round: content.round + 1 } };
}

function later(problem: string, error?: DeliveryError): DeliveryResult {
  const missing = error?.permission === undefined ? '' : ` (${error.permission})`;
  return {
    kind: 'later',
    problem: `${problem}${missing}`,
    retryAfterMs: error?.retryAfterMs,
    refused: error?.code === 'refused',
    forbidden: error?.code === 'forbidden',
    uncertain: error?.uncertain ?? false,
  };
}
