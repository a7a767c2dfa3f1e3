import type { Card } from '../../../cards/card.ts';
import { type Line, plain } from '../../../cards/inline.ts';
import { toListBlocks } from '../../../cards/plain-cards.ts';
import type { SettingStore } from '../../../credentials/setting-store.ts';
import type { KnownRuns } from '../../../diagnosis/report/run-store.ts';
import { countOf, formatDuration, toSafeText } from '../../../model/text/format.ts';
import type { Clock } from '../../../model/time/clock.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';
import type { RemindReason } from '../../incidents/message.ts';
import type { DueEntry } from '../../incidents/outbox.ts';
import { readRestore } from '../../incidents/restore-watch.ts';
import type { CardSource } from '../deliver-entry.ts';
import type { PlaceFacts } from '../place-facts.ts';
import type { Subscription } from '../subscription.ts';
import { toDigestCard } from './digest-card.ts';
import { findAsking, incidentActions, toIncidentCard } from './incident-card.ts';
import { readAroundIncidents } from './incident-situation.ts';
import { matterFacts, matterLine } from './matter-rows.ts';
import { toBrokenPlaceCard, toNewsCard, toTestCard, toUnsentReportCard, toUntoldCard } from './notice-card.ts';
import { toRecoveryCard } from './recovery-card.ts';
import { titleOf, toneOf, type WatchCardContext } from './words.ts';

export interface EntryCardParts extends Omit<WatchCardContext, 'now' | 'restore' | 'around' | 'afterMs'> {
  runs: Pick<KnownRuns, 'currentStates'>;
  store: { facts: PlaceFacts };
  clock: Clock;
  settings: SettingStore;
  /** What a place is told of now, whatever it was when the delivery was decided. */
  subscriptionOf?: (place: string) => Promise<Subscription | undefined>;
  /** Which connections it may know of. */
  mayHear: (place: string, subscription: Subscription | undefined) => Promise<(connection: string) => boolean>;
}

/** Cards for deliveries, from what the store knows at that moment. Null where there is nothing left to say. */
export function createEntryCards(parts: EntryCardParts): CardSource {
  const { clock, settings, mayHear } = parts;
  return async (entry) => {
    const content = entry.content.kind === 'whole' ? entry.content.of : entry.content;
    const subscription = await parts.subscriptionOf?.(entry.place);
    const hears = await mayHear(entry.place, subscription);
    const store = {
      facts: async (ids: readonly string[]) =>
        (await parts.store.facts(ids, subscription?.tagged)).filter(({ group }) => hears(group.connection)),
    };
    const now = clock.now();
    const context = { ...parts, now, restore: await readRestore(settings), afterMs: subscription?.afterMs };
    switch (content.kind) {
      case 'open':
      case 'digest':
      case 'edit':
        return await messageCard(entry, store, hears, context);
      case 'recover':
        return hears(content.recovery.connection) ? toRecoveryCard(content.recovery) : null;
      case 'remind': {
        const facts = (await store.facts(content.groupIds)).filter(isDue);
        // A worse stage stays news where somebody has acknowledged an earlier one.
        const due = content.why === 'interval' ? facts.filter(({ group }) => group.acknowledged === null) : facts;
        const [one, ...others] = due;
        if (!one) return null;
        const [around] = others.length === 0 ? await readAroundIncidents(parts.runs, [one]) : [];
        return toReminderCard(content.why, due, { ...context, around });
      }
      case 'notice':
        return hears(content.notice.connection) ? toNewsCard(content.notice) : null;
      case 'broken':
        return toBrokenPlaceCard(content.brokenPlace, content.problem);
      case 'unsent':
        return toUnsentReportCard(content);
      case 'report':
        return null;
      case 'test':
        return toTestCard(content.by);
    }
  };
}

function isDue({ group }: GroupFacts): boolean {
  return group.closedAt === null;
}

async function messageCard(
  { message, content }: DueEntry,
  store: { facts: (ids: readonly string[]) => Promise<GroupFacts[]> },
  hears: (connection: string) => boolean,
  context: WatchCardContext & Pick<EntryCardParts, 'runs'>,
): Promise<Card | null> {
  if (!message) return null;
  const all = await store.facts(message.groupIds);
  const groups = all.filter(isTold);
  // What was never posted says nothing.
  const untold = content.kind === 'edit' && all.length > 0 ? toUntoldCard() : null;
  if (message.digest) {
    const also = (await store.facts(message.digest.also)).filter(isTold);
    const notices = message.digest.notices.filter(({ connection }) => hears(connection));
    if (groups.length + also.length + notices.length === 0) return untold;
    const asking = await findAsking([...groups, ...also], context);
    return toDigestCard({ ...message.digest, notices }, groups, also, { ...context, messageId: message.id, asking });
  }
  const [only] = groups;
  if (!only) return untold;
  const [around] = only.group.closedAt === null ? await readAroundIncidents(context.runs, [only]) : [];
  return toIncidentCard(only, { ...context, around });
}

function isTold({ untold }: GroupFacts): boolean {
  return untold === undefined;
}

/** What is open is said again, with why. `groups` are open, and there is at least one. */
export function toReminderCard(why: RemindReason, groups: readonly GroupFacts[], context: WatchCardContext): Card {
  const [first] = groups;
  const longest = Math.max(0, ...groups.map(({ group }) => context.now - group.firstFailedAt));
  const subject = groups.length === 1 && first ? titleOf(first) : countOf(groups.length, 'incident');
  const items = groups.flatMap((facts) => itemsOf(facts, groups.length > 1));
  const head = `${WORDS[why](formatDuration(longest))}: ${subject}`;
  return {
    tone: groups.map(toneOf).includes('bad') ? 'bad' : 'warn',
    status: why === 'stage' ? 'more urgent' : 'still open',
    title: plain(head),
    blocks: groups.length > 1 ? toListBlocks(items) : items.map((line) => ({ kind: 'text', line })),
    actions: groups.length === 1 && first ? incidentActions(first, context) : [],
    summary: `Samaritan: ${head}`,
  };
}

const WORDS: Readonly<Record<RemindReason, (openFor: string) => string>> = {
  interval: (openFor) => `Still open after ${openFor}`,
  snooze: (openFor) => `The snooze is over and it is still open after ${openFor}`,
  stage: () => 'More urgent now',
};

/** What the title names already is not named again. */
function itemsOf(facts: GroupFacts, isNamed: boolean): Line[] {
  const reasons = facts.incidents.flatMap(({ finding }) =>
    finding ? [plain(toSafeText(finding.reason, { maxLength: 300 }))] : [],
  );
  return [isNamed ? matterLine(facts) : matterFacts(facts), ...reasons];
}
