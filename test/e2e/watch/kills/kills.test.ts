import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../core/watch/seeded-random.ts';
import { readable } from '../../discord/drive.ts';
import { fillOutbox, knownPlaces, pressCopies, type Written } from './fill-outbox.ts';
import { toDeath } from './killer.ts';
import { CHANNELS, createKillRig, type KillRig, PLACES, type Taken } from './rig.ts';

/** More for a longer look: `SAMARITAN_KILLS=400 npx vitest run test/e2e/watch/kills`. With these each way comes at least once. */
const KILLS = Number(process.env.SAMARITAN_KILLS ?? 7);
/** After so many kills, the messages of which only the chat knows are pressed. */
const PRESSED_EVERY = 3;
/** So many deliveries a life makes before it is killed, at most. */
const MOST_REQUESTS = 9;

let rig: KillRig;
let written: Written[];
let kills = 0;
let pressed = 0;
const deaths = new Map<string, number>();

beforeAll(
  async () => {
    rig = await createKillRig();
    written = await fillOutbox(rig.database, PLACES, Math.max(4, Math.ceil(KILLS / 4)));
    const random = seededRandom(7);
    for (;;) {
      const death = kills < KILLS ? toDeath(kills, random, MOST_REQUESTS) : null;
      const killed = await rig.live(death);
      if (!killed) break;
      kills += 1;
      const name = death?.by === 'request' ? death.when : 'step';
      deaths.set(name, (deaths.get(name) ?? 0) + 1);
      if (kills % PRESSED_EVERY === 0) pressed += await pressUnknown();
    }
  },
  300_000 + KILLS * 8000,
);
afterAll(() => rig.close());

const posts = (place: string): Written[] =>
  written.filter((one) => one.place === place && (one.kind === 'open' || one.kind === 'recover'));
/** Teams takes no key: a post is known by where it is and what it says. */
const writtenAs = ({ place, isReply, posted }: Taken): Written | undefined =>
  posts(place).find(({ kind, reference }) => isReply === (kind === 'recover') && posted.includes(reference));
/** Messages about incidents that Teams took and the database knows nothing of: kills made them. */
function unknownCopies() {
  const known = new Set(knownPlaces(rig.database).flat());
  return rig.taken.flatMap((post) => {
    const one = writtenAs(post);
    return one?.kind !== 'open' || known.has(post.address) ? [] : [{ ...one, address: post.address }];
  });
}
async function pressUnknown(): Promise<number> {
  const unknown = unknownCopies();
  await pressCopies(rig.database, unknown);
  return unknown.length;
}
/** Without repetitions of what stands directly before. */
const withoutRepeats = (items: readonly string[]): string[] => items.filter((item, index) => item !== items[index - 1]);

describe(`a delivery that is killed with SIGKILL`, () => {
  it('was killed as often as it should be, in every way', () => {
    expect(kills).toBe(KILLS);
    expect([...deaths.keys()].sort()).toEqual(['answered', 'arrived', 'later', 'step', 'taken']);
  });

  it.each(CHANNELS)('posts everything to Discord exactly once, channel %s', (channelId) => {
    const place = `discord:channel:${channelId}`;
    const shown = rig.standIn.messages(channelId);
    const expected = posts(place);
    expect(shown.map(({ nonce }) => String(nonce)).sort()).toEqual(expected.map(({ key }) => key).sort());
    const byKey = new Map(shown.map((message) => [String(message.nonce), message]));
    for (const { key, kind, reference, over } of expected) {
      const message = byKey.get(key);
      if (!message) throw new Error(`${key} is lost`);
      const text = readable(message);
      expect(text).toContain(reference);
      if (kind === 'open') expect(text).toMatch(over ? /Mended: / : /Acknowledged by Ada Admin/);
      else expect(text).toMatch(/Mended after/);
    }
  });

  it('keeps the order of each incident, and answers its message with its recovery', () => {
    const bodies = new Map(
      rig.standIn.requests.flatMap(({ body }) => {
        const { nonce, message_reference: reference } = (body ?? {}) as Record<string, unknown>;
        return nonce === undefined ? [] : [[String(nonce), (reference as { message_id?: string })?.message_id]];
      }),
    );
    for (const channelId of CHANNELS) {
      const shown = rig.standIn.messages(channelId).map(({ id, nonce }) => ({ id, key: String(nonce) }));
      for (const orderKey of new Set(posts(`discord:channel:${channelId}`).map((one) => one.orderKey))) {
        const expected = posts(`discord:channel:${channelId}`).filter((one) => one.orderKey === orderKey);
        const keys = new Set(expected.map(({ key }) => key));
        const found = shown.filter(({ key }) => keys.has(key));
        expect(found.map(({ key }) => key)).toEqual(expected.map(({ key }) => key));
        const [opened, recovered] = found;
        if (recovered) expect(bodies.get(recovered.key)).toBe(opened?.id);
      }
    }
    expect(rig.standIn.violations).toEqual([]);
  });

  it('shows the last state in every copy that is known, also where nonces can’t keep it from standing twice', () => {
    const shown = new Map(rig.taken.map((post) => [post.address, post]));
    const known = knownPlaces(rig.database).filter((places) => places.some((one) => shown.has(one)));
    for (const post of known.flat().map((address) => shown.get(address))) {
      if (!post) throw new Error('a copy is known that nobody posted');
      expect(post.card).toMatch(writtenAs(post)?.over ? /Mended: / : /Acknowledged by Ada Admin/);
    }
    const teams = written.filter(({ kind, place }) => kind === 'open' && place.startsWith('teams:'));
    expect(known).toHaveLength(teams.length);
    if (!process.env.SAMARITAN_KILLS) return;
    const twice = known.filter((places) => places.length > 1).length;
    const left = unknownCopies().length;
    process.stdout.write(`${known.flat().length} known copies of ${known.length} messages, ${twice} more than one, `);
    process.stdout.write(`${pressed} found by a press, ${left} that nobody knows\n`);
  });

  it('posts everything to Teams, which takes no key, at least once, at most once more for a kill, with its reference', () => {
    let repeated = 0;
    for (const place of PLACES.filter((one) => one.startsWith('teams:'))) {
      const expected = posts(place);
      const taken = rig.taken.filter((post) => post.place === place);
      for (const orderKey of new Set(expected.map((one) => one.orderKey))) {
        const inOrder = expected.filter((one) => one.orderKey === orderKey);
        const keys = new Set(inOrder.map(({ key }) => key));
        const own = taken.flatMap((post) => writtenAs(post)?.key ?? []).filter((key) => keys.has(key));
        expect(withoutRepeats(own)).toEqual(inOrder.map(({ key }) => key));
      }
      // One life posts nothing twice, so that each repetition is a kill's.
      expect(taken.filter((post) => !writtenAs(post))).toEqual([]);
      const once = new Set(taken.map((post) => `${writtenAs(post)?.key} ${post.life}`));
      expect(once.size).toBe(taken.length);
      repeated += taken.length - expected.length;
    }
    expect(repeated).toBeLessThanOrEqual(kills * PLACES.filter((one) => one.startsWith('teams:')).length);
    if (process.env.SAMARITAN_KILLS) {
      process.stdout.write(
        `${kills} kills (${[...deaths].map(([name, count]) => `${name} ${count}`).join(', ')}), ${written.length} deliveries: ${repeated} repeated without nonces\n`,
      );
    }
  });
});
