import { toCardText } from '../../../../src/core/cards/card-text.ts';
import type { CauseId } from '../../../../src/core/model/causes/cause.ts';
import type { TenantResult } from '../../../../src/core/model/checks/check.ts';
import { createEntryCards } from '../../../../src/core/watch/notifications/cards/entry-cards.ts';
import { Delivery } from '../../../../src/core/watch/notifications/delivery.ts';
import type { RouteTelling } from '../../../../src/core/watch/notifications/event-sink.ts';
import { createPlaceFacts } from '../../../../src/core/watch/notifications/place-facts.ts';
import type { Subscription } from '../../../../src/core/watch/notifications/subscription.ts';
import { ClientBook } from '../../../../src/core/watch/notifications/tickets/client-book.ts';
import { createTicketCarrier } from '../../../../src/core/watch/notifications/tickets/ticket-carrier.ts';
import { failing, library, tenantId, working } from '../../fixtures.ts';
import { memorySettings } from '../../memory-settings.ts';
import { Harness, MINUTE, okPartner, PLACE } from '../harness.ts';
import { memoryIncidents, memorySubscriptions } from '../memory-stores.ts';
import { StandInMessenger } from '../stand-in-messenger.ts';

export const OWN = [1, 2];
/** Whatever names or counts a tenant of others has one of these marks. */
export const ALL = Array.from({ length: 15 }, (_, index) => index + 1);
/** So few of them fail that it is no fault of ours. */
export const MANY = Array.from({ length: 80 }, (_, index) => index + 1);
export const FOREIGN =
  /marked|-0000000000(?!0[12]\b)\d\d\b|(?:and|of|All) \d+ more|\b1[1-5] (?:new )?(?:tenants?|incidents?|more)/i;

export function named(tenant: TenantResult, number: number): TenantResult {
  const name = OWN.includes(number) ? `Own ${number}` : `Marked ${number}`;
  return { ...tenant, displayName: name, defaultDomainName: `${name.replace(' ', '-').toLowerCase()}.example` };
}

/** A channel, a webhook or mail, and tickets that are told of one tag, and a channel that is told of all. */
export class TaggedHarness extends Harness {
  readonly discord = new StandInMessenger('discord', true);
  readonly sent: RouteTelling[] = [];
  /** Of each place, how often it was asked what it is told of. */
  readonly asked: string[] = [];
  readonly tickets: { text: string; isOpen: boolean }[] = [];

  constructor(rest: Partial<Subscription> = {}) {
    super();
    this.kept = { given: OWN.map((number) => ({ tenantId: tenantId(number), tag: 'emea' })), rules: [] };
    const tagged = { tags: ['emea'], withoutTags: [] };
    for (const place of [PLACE, 'route:hook', 'route:desk']) this.subscribe({ ...rest, place, tagged });
    this.subscribe({ place: 'discord:channel:all' });
    const store = memoryIncidents(this.tables);
    const subscriptions = memorySubscriptions(this.tables);
    const facts = createPlaceFacts(store, this.readTags, this.time);
    const subscriptionOf = async (place: string) => {
      this.asked.push(place);
      return (await subscriptions.list()).find((one) => one.place === place);
    };
    const carry = createTicketCarrier(() => this.desk(), new ClientBook(memorySettings()));
    const delivery = new Delivery({
      ...{ outbox: this.outbox, subscriptions, messengers: new Map([['discord', this.discord]]) },
      routes: {
        sink: {
          send: async (telling) => {
            this.sent.push(telling);
            if (telling.route !== 'desk') return telling.thread?.address ?? telling.id;
            return (
              (await carry(telling, { kind: 'halopsa', url: '', secret: '' } as never)) ??
              telling.thread?.address ??
              telling.id
            );
          },
        },
        facts: async (ids, place) => facts(ids, (await subscriptionOf(place))?.tagged),
        now: () => this.time.now(),
      },
      cards: createEntryCards({
        ...{ mayHear: async () => () => true, subscriptionOf, store: { facts }, library, subjectOf: () => ({}) },
        runs: { currentStates: async () => [] },
        ...{ clock: this.time, settings: memorySettings() },
      }),
      ...{ clock: this.time, timers: this.time, newId: this.newId, random: () => 0.5 },
    });
    delivery.wake();
  }

  desk() {
    return {
      find: async () => undefined,
      open: async (_key: string, _client: string, said: object) =>
        String(this.tickets.push({ text: JSON.stringify(said), isOpen: true })),
      read: async (ref: string) => ({ ref, isOpen: this.tickets[Number(ref) - 1]?.isOpen ?? false }),
      notes: async () => [],
      note: async (ref: string, said: object) => {
        const ticket = this.tickets[Number(ref) - 1];
        if (ticket) ticket.text += JSON.stringify(said);
      },
      close: async (ref: string) => {
        const ticket = this.tickets[Number(ref) - 1];
        if (ticket) ticket.isOpen = false;
      },
      clients: async () => [],
      choices: async () => ({}),
    };
  }

  /** Two sweeps in which these fail for a cause, and all others of `there` work. */
  async twice(fails: readonly number[], cause: CauseId, owner: 'partner' | 'customer' = 'partner', there = ALL) {
    for (let round = 0; round < 2; round += 1) {
      const tenants = there.map((number) =>
        named(fails.includes(number) ? failing(number, cause, { owner }) : working(number), number),
      );
      await this.sweep(tenants, okPartner());
      await this.time.advance(20 * MINUTE);
    }
  }

  /** The newest state of each message, as somebody reads it. */
  shown(place = PLACE): string[] {
    return this.discord.shown.flatMap((one) => {
      const card = one.place === place ? one.cards.at(-1) : undefined;
      return card ? [toCardText(card)] : [];
    });
  }

  /** Everything that left for a place of the tag, however it was told. */
  everything(): string {
    const cards = this.discord.shown.flatMap((one) => (one.place === PLACE ? one.cards : []));
    return [
      ...cards.map((card) => `${toCardText(card)}\n${JSON.stringify(card)}`),
      ...this.sent.map(({ card, event }) => `${toCardText(card)}\n${JSON.stringify(card)}\n${JSON.stringify(event)}`),
      ...this.tickets.map(({ text }) => text),
    ].join('\n');
  }
}

export const types = ({ sent }: TaggedHarness): string[] =>
  sent.filter(({ route }) => route === 'hook').map(({ event }) => event.type);
