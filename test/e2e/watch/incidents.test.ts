import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buttonsOf } from '../../../simulators/discord/read-message.ts';
import { readable } from '../discord/drive.ts';
import { confirm, give, runCount, schedule, tell, throughRecheck, toNextSweep } from './watch-steps.ts';
import {
  answeredBy,
  createWatchWorld,
  expectNoViolation,
  messagesIn,
  messageWith,
  textsIn,
  type WatchWorld,
} from './watch-world.ts';

/** More than what the database is written in at once, and than a message names. */
const TENANTS = 110;

let world: WatchWorld;

beforeAll(async () => {
  world = await createWatchWorld({ tenants: TENANTS });
  await tell(world);
  await schedule(world);
  await toNextSweep(world);
});
afterEach(() => expectNoViolation(world));
afterAll(() => world.close());

describe('a scheduled sweep that finds all well', () => {
  it('says nothing', async () => {
    expect(await runCount(world)).toBe(1);
    expect(textsIn(world)).toEqual([]);
  });
});

describe('one cause in all tenants', () => {
  it('is no message at first, and one after the quick re-check', async () => {
    give(world, 'consent-missing', ...Array.from({ length: TENANTS }, (_, index) => index));
    await toNextSweep(world);
    expect(textsIn(world)).toEqual([]);
    await throughRecheck(world);
    expect(await runCount(world)).toBe(3);
    const [text, ...more] = textsIn(world);
    expect(more).toEqual([]);
    expect(text).toMatch(new RegExp(`^.*New: .* ${TENANTS} tenants`));
    expect(text).toMatch(/INC-[0-9A-Z]{4}/);
    expect(text).toContain('First step');
    expect(text).toContain(`and ${TENANTS - 5} more`);
  });

  it('has the buttons to act on', () => {
    const labels = buttonsOf(messageWith(world, /New:/)).map((button) => button.label);
    expect(labels).toEqual(['How to fix', 'Acknowledge', 'Test again']);
  });

  it('is not told again by the sweep that follows', async () => {
    await toNextSweep(world);
    expect(messagesIn(world)).toHaveLength(1);
  });

  it('ends with one recovery, which answers the message and says how long it lasted', async () => {
    give(world, 'fine', ...Array.from({ length: TENANTS }, (_, index) => index));
    await toNextSweep(world);
    expect(messagesIn(world)).toHaveLength(1);
    await throughRecheck(world);
    const mended = messageWith(world, /Mended after/);
    expect(messagesIn(world)).toHaveLength(2);
    expect(readable(mended)).toMatch(new RegExp(`Mended after 2 h( 3 min)?: .* and ${TENANTS - 5} more work again`));
    expect(readable(mended)).toContain('mended in one place');
    const opened = messagesIn(world)[0];
    expect(answeredBy(world, mended)).toBe(opened?.id);
    expect(opened && readable(opened)).toMatch(new RegExp(`Mended: .*${TENANTS} tenants`));
    expect(opened && buttonsOf(opened)).toEqual([]);
  });
});

describe('a partner token that is revoked', () => {
  it('is one incident of the connection, and what single tenants had stands still', async () => {
    give(world, 'ca-block', 7);
    await confirm(world);
    const before = messagesIn(world).length;
    const own = messageWith(world, /New: .*1 tenant\b/);
    world.sandbox.setPartner('token-revoked');
    await confirm(world);
    expect(messagesIn(world)).toHaveLength(before + 1);
    const told = readable(messageWith(world, /New: .*the connection itself/));
    expect(told).toContain(`All ${TENANTS} tenants of the connection are affected.`);
    await toNextSweep(world);
    expect(messagesIn(world)).toHaveLength(before + 1);
    expect(readable(own)).toContain('New:');
  });

  it('is told when it works again, and the tenant goes on where it stood', async () => {
    world.sandbox.setPartner('fine');
    await confirm(world);
    expect(readable(messageWith(world, /Mended after .*the connection itself works again/))).toMatch(/2 h/);
    const count = messagesIn(world).length;
    give(world, 'fine', 7);
    await confirm(world);
    expect(messagesIn(world)).toHaveLength(count + 1);
    expect(textsIn(world).at(-1)).toMatch(/Mended after .* works again/);
  });
});

describe('tenants that come and go', () => {
  beforeAll(async () => {
    await world.close();
    world = await createWatchWorld({ tenants: 12 });
    await tell(world);
    await schedule(world);
    await toNextSweep(world);
  });

  it('join the message of their cause, which is edited', async () => {
    const count = messagesIn(world).length;
    give(world, 'consent-missing', 0, 1, 2, 3, 4, 5, 6, 7);
    await confirm(world);
    const message = messageWith(world, /New: .*8 tenants/);
    give(world, 'consent-missing', 8, 9);
    await confirm(world);
    expect(messagesIn(world)).toHaveLength(count + 1);
    expect(readable(message)).toMatch(/New: .*10 tenants/);
    expect(readable(message)).toContain('2 more at');
    expect(message.edits.length).toBeGreaterThan(0);
  });

  it('are reported when they vanish from the list, when they are new, and when they are back', async () => {
    const gone = world.sandbox.tenants().slice(0, 2);
    for (const { tenantId } of gone) world.sandbox.removeTenant(tenantId);
    world.sandbox.addTenant({ displayName: 'Woodgrove' });
    await toNextSweep(world);
    expect(textsIn(world).at(-1)).toMatch(/1 new tenant on the customer list[\s\S]*Woodgrove/);
    await toNextSweep(world);
    const text = textsIn(world).at(-1);
    expect(text).toContain('2 tenants vanished from the customer list');
    for (const { displayName } of gone) expect(text).toContain(displayName);
    const count = messagesIn(world).length;
    await toNextSweep(world);
    expect(messagesIn(world)).toHaveLength(count);
  });
});
