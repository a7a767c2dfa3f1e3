import { describe, expect, it } from 'vitest';
import type { Card } from '../../../../src/core/cards/card.ts';
import { plain } from '../../../../src/core/cards/inline.ts';
import { DeliveryError } from '../../../../src/core/cards/messenger.ts';
import type { Outbox } from '../../../../src/core/watch/incidents/outbox.ts';
import { backOffMs } from '../../../../src/core/watch/notifications/back-off.ts';
import { working } from '../../fixtures.ts';
import { HOUR, MINUTE, PLACE } from '../harness.ts';
import { DeliveryHarness, OTHER, ours } from './delivery-harness.ts';

const textOf = (card: Card | undefined): string => JSON.stringify(card?.blocks ?? []);

describe('delivery', () => {
  it('posts, edits and answers one message', async () => {
    const harness = new DeliveryHarness();
    harness.start();
    await harness.incident();
    await harness.time.advance(MINUTE);
    const [message, recovery, ...more] = harness.discord.shown;
    expect(more).toEqual([]);
    expect(message?.cards.map((card) => card.status)).toEqual(['new', 'mended']);
    expect(recovery?.replyTo).toBe('0');
    expect(recovery?.cards[0]?.status).toBe('mended');
    expect(harness.waiting()).toBe(0);
  });

  it('shows nothing of a connection that was denied since it was decided, and drops what waits', async () => {
    const harness = new DeliveryHarness();
    harness.allowed = false;
    harness.start();
    await harness.incident();
    await harness.time.advance(MINUTE);
    expect(harness.discord.shown).toEqual([]);
    expect(harness.waiting()).toBe(0);
    expect(new Set(harness.events.map(({ kind }) => kind))).toEqual(new Set(['moot']));
  });

  it('shows the newest state where it was held up, with one post', async () => {
    const harness = new DeliveryHarness();
    await harness.incident();
    harness.start();
    await harness.time.advance(MINUTE);
    expect(harness.discord.shown.map((one) => one.cards.map((card) => card.status))).toEqual([
      ['mended', 'mended'],
      ['mended'],
    ]);
  });

  it('is held up by a busy place as long as that asks, and by nobody else’s', async () => {
    const harness = new DeliveryHarness();
    harness.subscribe({ place: OTHER });
    harness.discord.fault = () => new DeliveryError('busy', 'slow down', { retryAfterMs: 5 * MINUTE });
    harness.start();
    await harness.incident();
    await harness.time.advance(MINUTE);
    expect(harness.teams.shown).toHaveLength(2);
    expect(harness.discord.shown).toHaveLength(0);
    harness.discord.fault = () => undefined;
    await harness.time.advance(20 * MINUTE);
    expect(harness.discord.shown).toHaveLength(2);
  });

  it('goes on elsewhere while one place never answers, and comes back to it', async () => {
    const harness = new DeliveryHarness();
    harness.subscribe({ place: OTHER });
    harness.discord.pause = () => new Promise(() => {});
    harness.start();
    await harness.incident();
    expect(harness.teams.shown).toHaveLength(2);
    harness.discord.pause = async () => {};
    await harness.time.advance(HOUR);
    expect(harness.discord.shown).toHaveLength(2);
  });

  it('never overtakes: what answers a message waits for it', async () => {
    const harness = new DeliveryHarness();
    let refused = 0;
    harness.discord.fault = () => {
      refused += 1;
      return refused <= 3 ? new DeliveryError('busy', 'not now') : undefined;
    };
    await harness.incident();
    harness.start();
    await harness.time.advance(HOUR);
    expect(harness.discord.shown.map((one) => one.replyTo)).toEqual([undefined, '0']);
  });

  it('marks a place that is gone, drops what waits for it and tells administrators in another', async () => {
    const harness = new DeliveryHarness();
    harness.subscribe({ place: OTHER, connections: ['none'] });
    harness.discord.fault = () => new DeliveryError('gone', 'unknown channel');
    harness.start();
    await harness.incident();
    await harness.time.advance(MINUTE);
    expect(harness.tables.subscriptions.get(PLACE)?.broken?.problem).toBe('unknown channel');
    expect(harness.teams.titles(OTHER)).toEqual(['A channel cannot be told anything.']);
    expect(harness.waiting()).toBe(0);
  });

  it('posts on its own what answered a message that somebody removed', async () => {
    const harness = new DeliveryHarness();
    harness.start();
    await harness.sweep([ours]);
    await harness.time.advance(3 * MINUTE);
    await harness.sweep([ours]);
    await harness.time.advance(MINUTE);
    const { post } = harness.discord;
    harness.discord.post = async (place, card, options) => {
      if (options.replyTo !== undefined) throw new DeliveryError('gone', 'unknown message');
      return await post.call(harness.discord, place, card, options);
    };
    harness.discord.fault = (_place, kind) =>
      kind === 'edit' ? new DeliveryError('gone', 'unknown message') : undefined;
    for (let count = 0; count < 2; count += 1) {
      await harness.sweep([working(1)]);
      await harness.time.advance(10 * MINUTE);
    }
    expect(harness.discord.shown.map((one) => one.cards[0]?.status)).toEqual(['new', 'mended']);
    expect(harness.tables.subscriptions.get(PLACE)?.broken).toBeNull();
  });

  it('tells administrators once of a permission that lacks, and delivers when it is given back', async () => {
    const harness = new DeliveryHarness();
    harness.subscribe({ place: OTHER, connections: ['none'] });
    harness.discord.fault = () => new DeliveryError('forbidden', 'not allowed', { permission: 'SendMessages' });
    harness.start();
    await harness.incident();
    await harness.time.advance(3 * HOUR);
    expect(harness.teams.shown).toHaveLength(1);
    harness.discord.fault = () => undefined;
    await harness.time.advance(HOUR);
    expect(harness.discord.shown).toHaveLength(2);
  });

  it('falls back to plain words for a card that is refused, and gives up loudly in the end', async () => {
    const harness = new DeliveryHarness();
    let posts = 0;
    harness.discord.fault = () => {
      posts += 1;
      return posts <= 3 ? new DeliveryError('refused', 'bad component') : undefined;
    };
    harness.start();
    await harness.sweep([ours]);
    await harness.time.advance(3 * MINUTE);
    await harness.sweep([ours]);
    await harness.time.advance(HOUR);
    const [shortened, whole] = harness.discord.shown[0]?.cards ?? [];
    expect(shortened?.title).toEqual(
      plain('Samaritan: New: MFA is demanded and the token does not satisfy it · 1 tenant · ours'),
    );
    expect(textOf(shortened)).toMatch(/Tenant 1.*INC-/s);
    // The chat takes it by now.
    expect(whole?.actions.length).toBeGreaterThan(2);
    harness.discord.fault = () => new DeliveryError('refused', 'bad component');
    await harness.watch.test(PLACE, 'Ada');
    await harness.time.advance(3 * HOUR);
    expect(harness.events).toContainEqual(expect.objectContaining({ kind: 'given up', problem: 'bad component' }));
    expect(harness.waiting()).toBe(0);
  });

  it('shows the whole card however often it was not taken now', async () => {
    const harness = new DeliveryHarness();
    let posts = 0;
    harness.discord.fault = () => {
      posts += 1;
      return posts <= 9 ? new DeliveryError('busy', 'HTTP 503', { uncertain: true }) : undefined;
    };
    harness.start();
    await harness.sweep([ours]);
    await harness.time.advance(3 * MINUTE);
    await harness.sweep([ours]);
    await harness.time.advance(HOUR);
    const [card, ...more] = harness.discord.shown[0]?.cards ?? [];
    expect(posts).toBeGreaterThan(9);
    expect(more).toEqual([]);
    expect(card?.actions.map((action) => action.kind)).toEqual(['button', 'button', 'button', 'choice']);
    expect(textOf(card)).toMatch(/Tenant 1.*INC-/s);
  });

  it('takes one step at a time from a card that is refused, and never what it is about', async () => {
    const harness = new DeliveryHarness();
    const steps: Card[] = [];
    const { post } = harness.discord;
    harness.discord.post = async (place, card, options) => {
      steps.push(card);
      if (steps.length < 4) throw new DeliveryError('refused', 'bad component');
      return await post.call(harness.discord, place, card, options);
    };
    harness.discord.fault = (_place, kind) => (kind === 'edit' ? new DeliveryError('refused', 'bad') : undefined);
    harness.start();
    await harness.sweep([ours]);
    await harness.time.advance(3 * MINUTE);
    await harness.sweep([ours]);
    await harness.time.advance(2 * MINUTE);
    expect(steps.map((card) => card.actions.map((action) => action.kind).join())).toEqual([
      'button,button,button,choice',
      'button,button,button',
      '',
      '',
    ]);
    for (const card of steps) expect(textOf(card)).toMatch(/Tenant 1.*INC-/s);
    expect(harness.discord.shown[0]?.cards).toHaveLength(1);
    // Refused as a whole again and again: it stays as it is, and the log says so.
    await harness.time.advance(48 * HOUR);
    expect(harness.discord.shown[0]?.cards).toHaveLength(1);
    expect(harness.waiting()).toBe(0);
    expect(harness.events).toContainEqual(expect.objectContaining({ kind: 'given up', content: 'whole' }));
  });

  it('looks for a message whose answer was lost before it posts it again, also when keys are forgotten', async () => {
    const harness = new DeliveryHarness();
    harness.discord.lostAnswer = () => new DeliveryError('busy', 'cut off', { uncertain: true });
    harness.start();
    await harness.watch.test(PLACE, 'Ada');
    await harness.time.advance(MINUTE / 2);
    harness.discord.forgetKeys();
    harness.discord.lostAnswer = () => undefined;
    await harness.time.advance(HOUR);
    expect(harness.discord.shown).toHaveLength(1);
    expect(harness.waiting()).toBe(0);
  });

  it('says where it may stand twice in a chat that can not be looked through', async () => {
    const harness = new DeliveryHarness();
    harness.subscribe({ place: OTHER });
    harness.teams.lostAnswer = () => new DeliveryError('busy', 'cut off', { uncertain: true });
    harness.start();
    await harness.watch.test(OTHER, 'Ada');
    await harness.time.advance(MINUTE / 2);
    harness.teams.lostAnswer = () => undefined;
    await harness.time.advance(HOUR);
    const [first, second] = harness.teams.shown.map(({ cards }) => textOf(cards[0]));
    expect(first).not.toMatch(/twice/);
    expect(second).toMatch(/may stand here twice/);
  });

  it('posts nothing again that was found by a press since its answer was lost', async () => {
    const harness = new DeliveryHarness();
    harness.subscribe({ place: OTHER });
    harness.teams.lostAnswer = () => new DeliveryError('busy', 'cut off', { uncertain: true });
    harness.start();
    await harness.sweep([ours]);
    await harness.time.advance(3 * MINUTE);
    await harness.sweep([ours]);
    await harness.time.advance(1000);
    const [groupId = ''] = harness.tables.groups.keys();
    harness.teams.lostAnswer = () => undefined;
    await harness.watch.respond(
      groupId,
      { kind: 'acknowledge', by: 'Ada', reason: '' },
      { place: OTHER, address: '0' },
    );
    await harness.time.advance(HOUR);
    expect(harness.teams.shown.map(({ cards }) => cards.at(-1)?.status)).toEqual(['acknowledged']);
    expect(harness.waiting()).toBe(0);
  });

  it('shows the end in every copy that it knows of, and forgets one that was removed', async () => {
    const harness = new DeliveryHarness();
    harness.subscribe({ place: OTHER });
    let release = (): void => {};
    harness.teams.pause = () => new Promise((resolve) => (release = resolve));
    harness.start();
    await harness.sweep([ours]);
    await harness.time.advance(3 * MINUTE);
    await harness.sweep([ours]);
    // The first post is given up after a minute and posted again; then both are taken.
    await harness.time.advance(MINUTE / 2 + 1);
    const first = release;
    harness.teams.pause = async () => {};
    await harness.time.advance(2 * MINUTE);
    first();
    await harness.time.advance(MINUTE);
    expect(harness.teams.shown).toHaveLength(2);
    for (let count = 0; count < 2; count += 1) {
      await harness.sweep([working(1)]);
      await harness.time.advance(10 * MINUTE);
    }
    const copies = harness.teams.shown.filter((one) => one.replyTo === undefined);
    expect(copies.map((one) => one.cards.at(-1)?.status)).toEqual(['mended', 'mended']);
  });

  it('only writes what the chat has taken where the store could not be written then', async () => {
    const harness = new DeliveryHarness();
    const { discord, outbox } = harness;
    let asked = 0;
    const complete: Outbox['complete'] = async (completion) => {
      asked += 1;
      if (asked <= 5) throw new Error('disk full');
      await outbox.complete(completion);
    };
    harness.start({ ...outbox, complete });
    await harness.watch.test(PLACE, 'Ada');
    await harness.time.advance(MINUTE / 2);
    discord.forgetKeys();
    discord.find = async () => undefined;
    await harness.time.advance(HOUR);
    expect(asked).toBeGreaterThan(5);
    expect(discord.shown).toHaveLength(1);
    expect(harness.waiting()).toBe(0);
  });

  it('is not held up by a clock that was ahead when it postponed', async () => {
    const harness = new DeliveryHarness();
    harness.time.setBy(24 * HOUR);
    harness.discord.fault = () => new DeliveryError('busy', 'not now');
    harness.start();
    await harness.watch.test(PLACE, 'Ada');
    await harness.time.advance(MINUTE);
    harness.time.setBy(-24 * HOUR);
    harness.discord.fault = () => undefined;
    await harness.outbox.retime(harness.time.now());
    await harness.time.advance(20 * MINUTE);
    expect(harness.discord.shown).toHaveLength(1);
  });

  it('keeps trying after a fault of its own, without asking the store in a loop', async () => {
    const harness = new DeliveryHarness();
    let asked = 0;
    const due: Outbox['due'] = async (query) => {
      asked += 1;
      if (asked <= 3) throw new Error('database is locked');
      return await harness.outbox.due(query);
    };
    harness.start({ ...harness.outbox, due });
    await harness.incident();
    expect(harness.discord.shown).toHaveLength(2);
    expect(asked).toBeLessThan(200);
  });

  it('sends a test message, and says whose it is', async () => {
    const harness = new DeliveryHarness();
    harness.start();
    await harness.watch.test(PLACE, 'Ada');
    await harness.time.advance(MINUTE);
    expect(harness.discord.shown[0]?.cards[0]?.status).toBe('test');
  });

  it('stops within its limit, whatever the chat does', async () => {
    const harness = new DeliveryHarness();
    const delivery = harness.start();
    harness.discord.pause = () => new Promise(() => {});
    await harness.watch.test(PLACE, 'Ada');
    await harness.time.advance(MINUTE / 2);
    const stopping = delivery.stop(5000);
    await harness.time.advance(5000);
    expect(await stopping).toBe(false);
    const idle = new DeliveryHarness().start();
    expect(await idle.stop(5000)).toBe(true);
  });

  it('is stopped only when it no longer asks the store', async () => {
    const harness = new DeliveryHarness();
    const asking = Promise.withResolvers<void>();
    const delivery = harness.start({
      ...harness.outbox,
      due: async (query) => {
        await asking.promise;
        return await harness.outbox.due(query);
      },
    });
    let stopped = false;
    const stopping = delivery.stop(5000).then((whole) => {
      stopped = whole;
    });
    await harness.time.advance(1000);
    expect(stopped).toBe(false);
    asking.resolve();
    await stopping;
    expect(stopped).toBe(true);
  });
});

describe('a pause before the next try', () => {
  it('grows, is left to chance in part, and is never shorter than what was asked for', () => {
    expect(backOffMs(1, () => 1)).toBe(2000);
    expect(backOffMs(1, () => 0)).toBe(1400);
    expect(backOffMs(4, () => 1)).toBe(16_000);
    expect(backOffMs(500, () => 1)).toBe(15 * MINUTE);
    expect(backOffMs(1, () => 1, HOUR)).toBe(HOUR);
  });
});
