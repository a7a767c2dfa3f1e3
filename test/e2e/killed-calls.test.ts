import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { InteractionHandle } from '../../simulators/discord/interactions/handle.ts';
import { seededRandom } from '../core/watch/seeded-random.ts';
import { BOUND, createDiscordWorld, type DiscordWorld, UNBOUND } from './discord/discord-setup.ts';
import * as discord from './discord/drive.ts';
import * as teams from './teams/drive.ts';
import { createTeamsWorld, type TeamsWorld } from './teams/teams-setup.ts';

/** Takes minutes: `SAMARITAN_CALL_KILLS=200 npx vitest run test/e2e/killed-calls.test.ts`. */
const KILLS = Number(process.env.SAMARITAN_CALL_KILLS ?? 0);
const SOON_MS = 30;
/** A first call and its sweep take about this long. */
const SWEEP_MS = 2500;
const SANDBOX = { sandbox: { tenants: 12, latencyMs: 60 } };

/** Some run for long, others not. */
const COMMANDS = ['testtokens', 'testtokens', 'status', 'explain AADSTS50076'];

const ENDED = /connection default · \d|Connection default|AADSTS50076|was stopped while/;

interface Asked {
  /** What the reader sees now, newest last. */
  seen: () => string[];
  /** The platform was told that it was taken, and tells nobody else. */
  taken?: boolean;
}

/** Asks, kills at any moment, and starts again, over and over; gives what was asked once the last life had its time. */
async function liveAndDie(
  start: () => Promise<{ stop: (signal?: NodeJS.Signals) => Promise<number | null> }>,
  ask: () => Promise<Asked[]>,
): Promise<Asked[]> {
  const random = seededRandom(17);
  const all: Asked[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const running = await start();
    const asking = ask().then((asked) => all.push(...asked));
    // Every other dies as soon as its calls were taken.
    if (kill % 2 === 1) await asking;
    await pause(random() * (kill % 2 === 1 ? SOON_MS : SWEEP_MS));
    await running.stop('SIGKILL');
    await asking;
  }
  await start();
  const isOver = ({ seen, taken }: Asked): boolean =>
    (!taken && seen().length === 0) || seen().some((text) => ENDED.test(text));
  const isStuck = ({ seen }: Asked): boolean => seen().some((text) => text.includes('running'));
  await vi.waitUntil(() => all.every((one) => isOver(one) && !isStuck(one)), { timeout: 60_000 }).catch(() => {});
  expect(all.filter(isStuck).map(({ seen }) => seen())).toEqual([]);
  return all;
}

function report(chat: string, all: readonly Asked[]): { unanswered: number } {
  const unanswered = all.filter(({ seen }) => !seen().some((text) => ENDED.test(text)));
  const silent = unanswered.filter(({ seen, taken }) => !taken && seen().length === 0).length;
  process.stdout.write(
    `${chat}: ${KILLS} kills, ${all.length} calls taken in, ${unanswered.length} without an end (${silent} without a word)\n`,
  );
  for (const { seen } of unanswered.slice(0, 5)) process.stdout.write(`${JSON.stringify(seen())}\n`);
  return { unanswered: unanswered.length - silent };
}

describe.runIf(KILLS > 0)('a process that is killed at any moment of a call', () => {
  describe('in Teams', () => {
    let world: TeamsWorld;
    beforeAll(async () => {
      world = await createTeamsWorld(SANDBOX);
    });
    afterAll(() => world.close());

    it('leaves no card that says it runs, and tells what came of each that was shown', {
      timeout: 300_000 + KILLS * 30_000,
    }, async () => {
      let calls = 0;
      const one = async (): Promise<Asked> => {
        const conversation = teams.newChat();
        // Killed before it has answered, Teams tells the person so.
        const asking = teams.ask(world, COMMANDS[calls++ % COMMANDS.length] ?? '', { conversation });
        const taken = await asking.then(() => true).catch(() => false);
        return { taken, seen: () => world.connector.messages(conversation).map(teams.readable) };
      };
      const all = await liveAndDie(world.start, () => Promise.all([one(), one()]));
      expect(report('Teams', all).unanswered).toBe(0);
    });
  });

  describe('on Discord', () => {
    let world: DiscordWorld;
    beforeAll(async () => {
      world = await createDiscordWorld(SANDBOX);
    });
    afterAll(() => world.close());

    it('leaves no card that says it runs, and tells what came of each that was shown', {
      timeout: 300_000 + KILLS * 30_000,
    }, async () => {
      const shownBy = ({ original, followUps }: InteractionHandle): string[] =>
        [original(), ...followUps].flatMap((message) => (message ? [discord.readable(message)] : []));
      let calls = 0;
      const one = async (channel: string): Promise<Asked> => {
        const handle = discord.ask(world, calls++ % 4 < 2 ? 'testtokens' : 'status', { channel });
        // Acknowledged it thinks; without that Discord tells the person so.
        const asked: Asked = { seen: () => shownBy(handle).filter((text) => text !== ''), taken: false };
        void handle.ack.then(() => Object.assign(asked, { taken: true })).catch(() => {});
        return asked;
      };
      const all = await liveAndDie(world.start, () => Promise.all([one(BOUND), one(UNBOUND)]));
      expect(report('Discord', all).unanswered).toBe(0);
    });
  });
});
