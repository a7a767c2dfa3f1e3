import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../../simulators/discord/world/messages.ts';
import { readable } from '../discord/drive.ts';
import { pass, schedule, tell, toNextSweep } from './watch-steps.ts';
import {
  answeredBy,
  createWatchWorld,
  DAY,
  expectNoViolation,
  HOUR,
  MINUTE,
  messagesIn,
  messageWith,
  textsIn,
  type WatchWorld,
} from './watch-world.ts';

let world: WatchWorld;

beforeAll(async () => {
  world = await createWatchWorld();
  await tell(world);
  await schedule(world, { name: 'daily', cron: '0 6 * * *' });
});
afterEach(() => expectNoViolation(world));
afterAll(() => world.close());

/** Through the next daily sweep. */
async function passDay(world: WatchWorld): Promise<void> {
  const now = world.time.now();
  const today = Math.floor(now / DAY) * DAY + 6 * HOUR;
  await pass(world, (today > now ? today : today + DAY) + MINUTE - now, 2 * MINUTE);
}

describe('a client secret that ends', () => {
  let opened: StoredMessage;

  it('is one incident from 30 days before, which escalates in one message', async () => {
    world.sandbox.setApplication({
      secrets: [
        { endsInDays: 33.5, madeDaysAgo: 1 },
        { endsInDays: 700, hint: 'xyz' },
      ],
    });
    const news: { day: number; message: StoredMessage }[] = [];
    for (let day = 0; day < 36; day += 1) {
      const before = messagesIn(world).length;
      await passDay(world);
      for (const message of messagesIn(world).slice(before)) news.push({ day, message });
    }
    const [first, ...more] = news;
    if (!first) throw new Error('nothing was told');
    opened = first.message;
    expect(more.map(({ message }) => /More urgent now: The client secret/.test(readable(message)))).toEqual(
      Array(5).fill(true),
    );
    expect(more.map(({ message }) => answeredBy(world, message))).toEqual(Array(5).fill(opened.id));
    // 30 days before the end, then 14, 7, 3 and 1, and then it is over.
    const days = news.map(({ day }) => day);
    expect(days.slice(1).map((day, index) => day - (days[index] ?? 0))).toEqual([16, 7, 4, 2, 1]);
    expect(opened.edits).toHaveLength(5);
  });

  it('is still that incident when it is over, now as a failure', () => {
    expect(readable(opened)).toMatch(/New: .*expired/i);
    expect(opened.components).toMatchObject([{ accent_color: 0xd83c3e }]);
    expect(textsIn(world).filter((text) => /New: /.test(text))).toHaveLength(1);
  });

  it('is settled when it was replaced', async () => {
    world.sandbox.setApplication({ secrets: [{ endsInDays: 600, madeDaysAgo: -40 }] });
    await passDay(world);
    const settled = messageWith(world, /Settled after 3\d d/);
    expect(answeredBy(world, settled)).toBe(opened.id);
    expect(readable(opened)).toContain('Mended: ');
  });
});

describe('a relationship that ends', () => {
  it('is its customer’s incident, and is read at most once an hour', async () => {
    const tenant = world.sandbox.tenants()[2];
    const endsInDays = Math.ceil((world.time.now() - Date.now()) / DAY) + 6;
    world.sandbox.setRelationships(tenant?.tenantId ?? '', [{ endsInDays }]);
    await passDay(world);
    const opened = messageWith(world, /New: .*1 tenant\b/);
    expect(readable(opened)).toContain(tenant?.displayName);
    const count = messagesIn(world).length;
    await schedule(world, { name: 'hourly' });
    await toNextSweep(world);
    expect(messagesIn(world)).toHaveLength(count);
  });
});
