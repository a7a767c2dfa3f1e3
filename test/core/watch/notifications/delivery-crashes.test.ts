import { describe, expect, it } from 'vitest';
import type { Messenger } from '../../../../src/core/cards/messenger.ts';
import type { Outbox } from '../../../../src/core/watch/incidents/outbox.ts';
import { createEntryCards } from '../../../../src/core/watch/notifications/cards/entry-cards.ts';
import { Delivery } from '../../../../src/core/watch/notifications/delivery.ts';
import { failing, library, working } from '../../fixtures.ts';
import { memorySettings } from '../../memory-settings.ts';
import { Harness, MINUTE, PLACE } from '../harness.ts';
import { memoryIncidents, memorySubscriptions } from '../memory-stores.ts';
import { StandInMessenger } from '../stand-in-messenger.ts';

const TEAMS = 'teams:channel:2';

/** Lets a process live for so many steps. After that nothing it asked for ever comes back, as if it had been killed. */
class Life {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  get over(): boolean {
    return this.#left < 0;
  }

  async step(): Promise<void> {
    this.#left -= 1;
    if (this.over) await new Promise(() => {});
  }

  /** The same object, with a step before and after each of its calls. */
  within<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (whole, name) => {
        const value: unknown = Reflect.get(whole, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          await this.step();
          const result: unknown = await value.apply(whole, args);
          await this.step();
          return result;
        };
      },
    });
  }
}

function startDelivery(harness: Harness, outbox: Outbox, messengers: Messenger[]): Delivery {
  const delivery = new Delivery({
    outbox,
    subscriptions: memorySubscriptions(harness.tables),
    messengers: new Map(messengers.map((one) => [one.platform, one])),
    cards: createEntryCards({
      mayHear: async () => () => true,
      store: memoryIncidents(harness.tables),
      runs: { currentStates: async () => [] },
      library,
      subjectOf: () => ({}),
      clock: harness.time,
      settings: memorySettings(),
    }),
    clock: harness.time,
    timers: harness.time,
    newId: harness.newId,
    random: () => 0.5,
  });
  delivery.wake();
  return delivery;
}

/** An incident's whole life in two places, with a kill after each of these numbers of steps. */
async function liveThrough(
  kills: readonly number[],
): Promise<{ discord: StandInMessenger; teams: StandInMessenger; steps: boolean }> {
  const harness = new Harness();
  harness.subscribe({ place: TEAMS });
  const discord = new StandInMessenger('discord', true);
  const teams = new StandInMessenger('teams', false);
  const lives = [...kills.map((steps) => new Life(steps)), new Life(Number.POSITIVE_INFINITY)];
  const start = (life: Life | undefined): void => {
    if (life) startDelivery(harness, life.within(harness.outbox), [life.within(discord), life.within(teams)]);
  };
  start(lives[0]);
  let current = 0;
  const pass = async (ms: number): Promise<void> => {
    await harness.time.advance(ms);
    if (lives[current]?.over) {
      current += 1;
      start(lives[current]);
      await harness.time.advance(2 * MINUTE);
    }
  };
  const bad = failing(1, 'mfa.required', { owner: 'partner' });
  for (const tenant of [bad, bad, working(1), working(1)]) {
    await harness.sweep([tenant]);
    await pass(3 * MINUTE);
  }
  for (let count = 0; count <= kills.length + 1; count += 1) await pass(20 * MINUTE);
  expect(harness.tables.outbox.filter((row) => row.state === 'waiting')).toEqual([]);
  return { discord, teams, steps: current === kills.length };
}

const statuses = (messenger: StandInMessenger, place: string): (string | undefined)[] =>
  messenger.shown.filter((one) => one.place === place).map((one) => one.cards.at(-1)?.status);

describe('a delivery that is killed', () => {
  it('loses nothing and tells nothing twice where the chat honours keys; elsewhere at most once more', async () => {
    let reached = 0;
    let repeated = 0;
    for (let first = 0; first < 150; first += 1) {
      for (const kills of [[first], [first, 3], [first, 7, 5]]) {
        const { discord, teams, steps } = await liveThrough(kills);
        expect(statuses(discord, PLACE), `killed at ${kills.join()}`).toEqual(['mended', 'mended']);
        const told = statuses(teams, TEAMS);
        expect(told.length, `killed at ${kills.join()}`).toBeLessThanOrEqual(2 + kills.length);
        expect(told.at(-1)).toBe('mended');
        const keys = new Set(teams.shown.map((one) => one.key));
        expect(keys.size).toBe(2);
        if (steps) reached += 1;
        if (told.length > 2) repeated += 1;
      }
    }
    // The kills must have hit, also between a chat's yes and ours.
    expect(reached).toBeGreaterThan(100);
    expect(repeated).toBeGreaterThan(5);
  });
});
