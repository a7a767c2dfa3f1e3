import { afterEach, describe, expect, it } from 'vitest';
import { buttonsOf } from '../../../simulators/discord/read-message.ts';
import { press, readable, shows } from '../discord/drive.ts';
import { accept, confirm, give, maintain, schedule, tell, throughRecheck, toNextSweep } from './watch-steps.ts';
import {
  ADMIN,
  ALERTS,
  answeredBy,
  createWatchWorld,
  expectNoViolation,
  MINUTE,
  messagesIn,
  messageWith,
  NIGHT,
  placeOf,
  textsIn,
  type WatchWorld,
} from './watch-world.ts';

let world: WatchWorld;

/** A world that is swept hourly; tells what the wishes say. */
async function begin(...wishes: Parameters<typeof tell>[1][]): Promise<void> {
  world = await createWatchWorld();
  for (const wish of wishes) await tell(world, wish);
  await schedule(world);
}

afterEach(async () => {
  expectNoViolation(world);
  await world.close();
});

const clockAt = (ms: number): string => new Date(ms).toISOString().slice(11, 16);

describe('quiet hours', () => {
  it('hold what opens and give one digest at their end; the partner connection passes, recoveries too', async () => {
    await begin();
    const now = world.time.now();
    const quiet = `${clockAt(now + 90 * MINUTE)}-${clockAt(now + 330 * MINUTE)}`;
    await tell(world, { quiet });
    await tell(world, { quiet, critical: 'hold', channel: placeOf(NIGHT) });
    give(world, 'ca-block', 1);
    await confirm(world);
    const before = messageWith(world, /New:/);
    expect(messagesIn(world, NIGHT)).toHaveLength(1);

    give(world, 'consent-missing', 2, 3);
    await confirm(world);
    give(world, 'mfa-required', 4);
    give(world, 'fine', 1);
    await confirm(world);
    expect(messagesIn(world)).toHaveLength(2);
    const [, recovered] = messagesIn(world);
    expect(recovered && answeredBy(world, recovered)).toBe(before.id);
    expect(readable(before)).toContain('Mended: ');

    world.sandbox.setPartner('token-revoked');
    await confirm(world);
    expect(readable(messageWith(world, /New: .*the connection itself/))).toContain('All 8 tenants');
    expect(messagesIn(world, NIGHT)).toHaveLength(2);
    world.sandbox.setPartner('fine');
    await confirm(world);

    await toNextSweep(world);
    const digest = messageWith(world, /While it was quiet: /);
    expect(readable(digest)).toContain('2 new incidents');
    const night = messageWith(world, /While it was quiet: /, NIGHT);
    expect(readable(night)).toMatch(/3 new incidents, 1 ended since/);
    await shows(press(world, digest, 'How to fix', ADMIN), /Who acts:/);
  });
});

describe('a reminder', () => {
  it('comes in the interval the place asked for, as an answer, and nowhere else', async () => {
    await begin({ remind: '2h' }, { channel: placeOf(NIGHT) });
    give(world, 'ca-block', 1);
    await confirm(world);
    const opened = messageWith(world, /New:/);
    for (let hour = 0; hour < 3; hour += 1) await toNextSweep(world);
    const reminder = messageWith(world, /Still open after 2 h/);
    expect(answeredBy(world, reminder)).toBe(opened.id);
    expect(buttonsOf(reminder).map(({ label }) => label)).toContain('Acknowledge');
    expect(messagesIn(world, NIGHT)).toHaveLength(1);
  });
});

describe('what is expected', () => {
  it('opens no incident while it is maintained, and does when it still fails afterwards', async () => {
    await begin({});
    const [tenant] = give(world, 'fine', 1);
    await toNextSweep(world);
    await maintain(world, tenant?.tenantId ?? '', '3h');
    give(world, 'ca-block', 1);
    await confirm(world);
    await confirm(world);
    expect(textsIn(world)).toEqual([]);
    await toNextSweep(world);
    await confirm(world);
    expect(readable(messageWith(world, /New:/))).toContain(tenant?.displayName);
  });

  it('opens none where it is accepted, and ends its part in one that is open', async () => {
    await begin({});
    const [first, second] = give(world, 'consent-missing', 1, 2);
    await confirm(world);
    const opened = messageWith(world, /New: .*2 tenants/);
    await accept(world, first?.tenantId ?? '');
    await world.time.settle();
    expect(readable(opened)).toMatch(/New: .*1 tenant\b/);
    await accept(world, second?.tenantId ?? '');
    await world.time.settle();
    expect(readable(messageWith(world, /Accepted after/))).toContain('expected for');
    expect(readable(opened)).toMatch(/Accepted: /);
    const count = messagesIn(world).length;
    await confirm(world);
    expect(messagesIn(world)).toHaveLength(count);
  });
});

describe('what comes and goes', () => {
  it('is named flapping at the third time, and then ends only after quiet hours', async () => {
    await begin({});
    for (let cycle = 0; cycle < 2; cycle += 1) {
      give(world, 'ca-block', 1);
      await confirm(world);
      give(world, 'fine', 1);
      await confirm(world);
    }
    expect(textsIn(world).filter((text) => text.includes('Mended after'))).toHaveLength(2);
    give(world, 'ca-block', 1);
    await confirm(world);
    const flapping = messageWith(world, /Flapping: /);
    expect(readable(flapping)).toContain('opened 3 times within a day');
    const count = messagesIn(world).length;
    for (const scenario of ['fine', 'ca-block', 'fine']) {
      give(world, scenario, 1);
      await confirm(world);
    }
    expect(messagesIn(world)).toHaveLength(count);
    for (let hour = 0; hour < 4; hour += 1) await toNextSweep(world);
    expect(messagesIn(world)).toHaveLength(count + 1);
    expect(readable(flapping)).toContain('Mended: ');
  });
});

describe('many incidents within minutes', () => {
  it('are one digest', async () => {
    await begin({});
    const scenarios = ['ca-block', 'mfa-required', 'security-defaults', 'risk-home', 'graph-not-licensed'];
    for (const [index, scenario] of scenarios.entries()) give(world, scenario, index);
    await toNextSweep(world);
    await throughRecheck(world);
    const [text, ...more] = textsIn(world, ALERTS);
    expect(more).toEqual([]);
    expect(text).toMatch(/[5-9] new incidents within minutes/);
    await toNextSweep(world);
    expect(messagesIn(world)).toHaveLength(1);
  });
});
