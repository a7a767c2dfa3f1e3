import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { selectsOf } from '../../../simulators/discord/read-message.ts';
import type { StoredMessage } from '../../../simulators/discord/world/messages.ts';
import { idOf, isPrivate, press, readable, shows } from '../discord/drive.ts';
import { confirm, give, runCount, schedule, tell, throughRecheck, toNextSweep } from './watch-steps.ts';
import {
  ADMIN,
  answeredBy,
  createWatchWorld,
  expectNoViolation,
  MINUTE,
  messagesIn,
  messageWith,
  textsIn,
  type WatchWorld,
} from './watch-world.ts';

let world: WatchWorld;
let opened: StoredMessage;

beforeAll(async () => {
  world = await createWatchWorld();
  await tell(world, { remind: '2h' });
  await schedule(world);
  give(world, 'ca-block', 3);
  await confirm(world);
  opened = messageWith(world, /New:/);
});
afterEach(() => expectNoViolation(world));
afterAll(() => world.close());

/** Waits until the incident's own message says so. */
const changesTo = (pattern: RegExp): Promise<void> =>
  world.standIn.waitUntil(() => pattern.test(readable(opened)), String(pattern));

describe('an incident’s message', () => {
  it('is acknowledged with one press, takes a note in a form, and says so to everybody', async () => {
    press(world, opened, 'Acknowledge', ADMIN);
    await changesTo(/Acknowledged by Ada Admin ·/);
    const form = press(world, opened, 'Add a note', ADMIN);
    const { modal } = await form.waitFor((now) => now.modal !== undefined);
    expect(modal?.title).toBe('Add a note');
    const sent = world.standIn.modalSubmit({
      customId: modal?.customId ?? '',
      fields: { reason: 'mailed @everyone at Contoso' },
    });
    await changesTo(/mailed .*everyone/);
    expect(sent.followUps).toEqual([]);
    expect(readable(opened)).toMatch(/Acknowledged by Ada Admin: “mailed .*everyone at Contoso”/);
    expect(messagesIn(world)).toHaveLength(1);
  });

  it('is not reminded of once somebody has it', async () => {
    for (let hour = 0; hour < 3; hour += 1) await toNextSweep(world);
    expect(textsIn(world).filter((text) => text.includes('Still open'))).toEqual([]);
  });

  it('is snoozed, and told again when the snooze is over', async () => {
    const [select] = selectsOf(opened);
    const snoozed = world.standIn.select({
      messageId: opened.id,
      user: ADMIN,
      customId: select?.custom_id ?? '',
      values: ['1h'],
    });
    await changesTo(/Snoozed by Ada Admin until/);
    expect(snoozed.followUps).toEqual([]);
    const count = messagesIn(world).length;
    await world.time.advance(58 * MINUTE);
    expect(messagesIn(world)).toHaveLength(count);
    await world.time.advance(4 * MINUTE);
    const again = messageWith(world, /The snooze is over and it is still open after/);
    expect(answeredBy(world, again)).toBe(opened.id);
  });

  it('opens how to fix it, for who asks alone', async () => {
    const handle = press(world, opened, 'How to fix', ADMIN);
    const shown = await shows(handle, /Who acts:/);
    expect(await isPrivate(handle)).toBe(true);
    expect(readable(shown)).toContain(world.sandbox.tenants()[3]?.displayName);
    expect(readable(shown)).toContain('AADSTS53003');
    const message = press(world, opened, 'Message to the customer', ADMIN);
    await shows(message, /Subject: .*Kind regards/s);
    expect(await isPrivate(message)).toBe(true);
  });

  it('tests again at a press, which counts: two that pass are a recovery', async () => {
    const runs = await runCount(world);
    await shows(press(world, opened, 'Test again', ADMIN), /still fail/);
    give(world, 'fine', 3);
    await world.time.advance(2 * MINUTE);
    await shows(press(world, opened, 'Test again', ADMIN), /work/);
    await world.time.settle();
    expect(await runCount(world)).toBe(runs + 2);
    expect(readable(opened)).not.toContain('Mended');
    await throughRecheck(world);
    const mended = messageWith(world, /Mended after/);
    expect(answeredBy(world, mended)).toBe(opened.id);
    expect(readable(opened)).toMatch(/Mended: /);
  });

  it('is over for a button that was pressed too late', async () => {
    give(world, 'ca-block', 5);
    await confirm(world);
    const next = messageWith(world, /New:/);
    const customId = idOf(next, 'Test again');
    give(world, 'fine', 5);
    await confirm(world);
    expect(() => world.standIn.button({ messageId: next.id, user: ADMIN, customId })).toThrow();
    await toNextSweep(world);
    expect(readable(next)).toMatch(/Mended: /);
  });
});
