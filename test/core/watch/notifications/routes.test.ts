import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DeliveryError } from '../../../../src/core/cards/messenger.ts';
import { createEntryCards } from '../../../../src/core/watch/notifications/cards/entry-cards.ts';
import { Delivery } from '../../../../src/core/watch/notifications/delivery.ts';
import { type RouteEvent, routeEventSchema } from '../../../../src/core/watch/notifications/route-event.ts';
import { failing, library, tenantId, working } from '../../fixtures.ts';
import { memorySettings } from '../../memory-settings.ts';
import { Harness, MINUTE, PLACE } from '../harness.ts';
import { memoryIncidents, memorySubscriptions } from '../memory-stores.ts';
import { StandInMessenger } from '../stand-in-messenger.ts';

const ROUTE = 'route:noc';
const broken = failing(1, 'mfa.required', { owner: 'partner' });

/** A watch that tells one channel and one route. */
class RouteHarness extends Harness {
  readonly discord = new StandInMessenger('discord', true);
  readonly sent: { route: string; id: string; event: RouteEvent }[] = [];
  /** Where what is sent stands, in turn; otherwise where it stood. */
  readonly placed: string[] = [];
  /** Awaited before an event is taken; what it throws is the other side's answer. */
  receive: (route: string) => Promise<void> = async () => {};

  constructor() {
    super();
    this.subscribe({ place: ROUTE });
  }

  start(): Delivery {
    const store = memoryIncidents(this.tables);
    const subscriptions = memorySubscriptions(this.tables);
    const delivery = new Delivery({
      ...{ outbox: this.outbox, subscriptions, messengers: new Map([['discord', this.discord]]) },
      routes: {
        sink: {
          send: async ({ route, id, event, thread }) => {
            this.sent.push({ route, id, event: routeEventSchema.parse(event) });
            await this.receive(route);
            return this.placed.shift() ?? thread?.address ?? id;
          },
        },
        facts: (ids) => store.facts(ids),
        now: () => this.time.now(),
      },
      cards: createEntryCards({
        ...{ mayHear: async () => () => true, store, library, subjectOf: () => ({}) },
        runs: { currentStates: async () => [] },
        ...{ clock: this.time, settings: memorySettings() },
      }),
      ...{ clock: this.time, timers: this.time, newId: this.newId, random: () => 0.5 },
    });
    delivery.wake();
    return delivery;
  }

  async sweeps(...results: (typeof broken)[][]): Promise<void> {
    for (const tenants of results) {
      await this.sweep(tenants);
      await this.time.advance(10 * MINUTE);
    }
  }

  get types(): string[] {
    return this.sent.map(({ event }) => event.type);
  }
}

describe('a route', () => {
  it('is told of an incident from its beginning to its end, with one id for all of it', async () => {
    const harness = new RouteHarness();
    harness.start();
    await harness.sweeps([broken], [broken], [working(1)], [working(1)]);
    expect(harness.types).toEqual(['incident.opened', 'incident.updated', 'incident.resolved']);
    const [opened, , resolved] = harness.sent.map(({ event }) => event.data.incidents[0]);
    expect(opened).toMatchObject({
      state: 'open',
      cause: { id: 'mfa.required' },
      owner: 'partner',
      tenants: [{ id: tenantId(1), name: 'Tenant 1', domain: 'tenant1.example' }],
      tenantCount: 1,
    });
    expect(resolved).toMatchObject({ id: opened?.id, state: 'closed', tenantCount: 1 });
    expect(harness.sent[0]?.event.data.text).toContain('First step');
    expect(new Set(harness.sent.map(({ id }) => id)).size).toBe(3);
  });

  it('is told again, under the same id, what it did not take, and nothing before that', async () => {
    const harness = new RouteHarness();
    let refusals = 2;
    harness.receive = async () => {
      refusals -= 1;
      if (refusals >= 0) throw new DeliveryError('busy', 'answers with 503', { uncertain: true });
    };
    harness.start();
    await harness.sweeps([broken], [broken], [working(1)], [working(1)]);
    expect(harness.types.slice(0, 4)).toEqual([
      'incident.opened',
      'incident.opened',
      'incident.opened',
      'incident.updated',
    ]);
    expect(new Set(harness.sent.slice(0, 3).map(({ id }) => id)).size).toBe(1);
  });

  it('that takes for ever keeps no channel waiting', async () => {
    const harness = new RouteHarness();
    harness.receive = () => new Promise(() => {});
    harness.start();
    await harness.sweeps([broken], [broken]);
    expect(new Set(harness.sent.map(({ id }) => id)).size).toBe(1);
    expect(harness.discord.shown).toHaveLength(1);
  });

  it('that takes for ever keeps no other route and no channel waiting, however many do', async () => {
    const harness = new RouteHarness();
    for (let index = 0; index < 20; index += 1) harness.subscribe({ place: `route:slow${index}` });
    harness.receive = (route) => (route === 'noc' ? Promise.resolve() : new Promise(() => {}));
    const delivery = harness.start();
    await harness.sweep([broken]);
    await harness.time.advance(10 * MINUTE);
    await harness.sweep([broken]);
    delivery.wake();
    await harness.time.advance(1);
    expect(harness.sent.map(({ route }) => route)).toContain('noc');
    expect(harness.sent).toHaveLength(21);
    expect(harness.discord.shown).toHaveLength(1);
  });

  it('that wants nothing any more is marked, loses what waits, and channels are told', async () => {
    const harness = new RouteHarness();
    harness.receive = async () => {
      throw new DeliveryError('gone', 'noc.example answers with 410');
    };
    harness.start();
    await harness.sweeps([broken], [broken], [working(1)]);
    expect(harness.types).toEqual(['incident.opened']);
    expect(harness.tables.subscriptions.get(ROUTE)?.broken?.problem).toContain('410');
    expect(harness.tables.subscriptions.get(PLACE)?.broken).toBeNull();
    expect(JSON.stringify(harness.discord.shown)).toContain('cannot be told anything');
  });

  it('is remembered where it stands, and where it went from there', async () => {
    const harness = new RouteHarness();
    harness.placed.push('ticket 1', 'ticket 2');
    harness.start();
    const addresses = () =>
      [...harness.tables.messages.values()].flatMap(({ place, address, copies }) =>
        place === ROUTE ? [[address, ...copies]] : [],
      );
    await harness.sweeps([broken], [broken]);
    expect(addresses()).toEqual([['ticket 1']]);
    await harness.sweeps([working(1)], [working(1)]);
    expect(addresses()).toEqual([['ticket 2']]);
  });

  it('takes a test event', async () => {
    const harness = new RouteHarness();
    const delivery = harness.start();
    await harness.watch.test(ROUTE, 'Ada');
    delivery.wake();
    await harness.time.advance(MINUTE);
    expect(harness.sent).toMatchObject([{ route: 'noc', event: { type: 'test', data: { incidents: [] } } }]);
  });
});

describe('docs/event.schema.json', () => {
  it('says what is sent; npm run docs writes it anew', () => {
    const document = readFileSync(new URL('../../../../docs/event.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(document)).toEqual(z.toJSONSchema(routeEventSchema));
  });
});
