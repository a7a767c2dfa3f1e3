import { describe, expect, it } from 'vitest';
import { isQuiet, parseQuietHours } from '../../../../src/core/watch/notifications/quiet-hours.ts';
import { working } from '../../fixtures.ts';
import { HOUR, MINUTE } from '../harness.ts';
import { harnessWith, open, quiet, tickUntil } from './one-each.ts';

describe('quiet hours', () => {
  const rest = { quietHours: quiet('05:00', '08:00') };

  it('hold what opens and send it as one digest at their end', async () => {
    const harness = harnessWith(rest);
    await open(harness, 'mfa.required', 'app.disabled');
    expect(harness.told()).toEqual([]);
    await tickUntil(harness, HOUR);
    expect(harness.told()).toEqual([]);
    await tickUntil(harness, 2 * HOUR);
    expect(harness.told()).toEqual(['digest mfa.required partner + app.disabled partner']);
    await tickUntil(harness, 30 * HOUR);
    expect(harness.told()).toEqual([]);
    expect(harness.tables.held.size).toBe(0);
  });

  it('tell of what opened and ended in them', async () => {
    const harness = harnessWith(rest);
    await open(harness, 'mfa.required');
    await harness.time.advance(10 * MINUTE);
    await open(harness);
    expect(harness.open()).toEqual([]);
    expect(harness.told()).toEqual([]);
    await tickUntil(harness, 2 * HOUR);
    expect(harness.told()).toEqual(['digest mfa.required partner']);
  });

  it('announce one that is still open as any other', async () => {
    const harness = harnessWith(rest);
    await open(harness, 'mfa.required');
    await tickUntil(harness, 2 * HOUR);
    expect(harness.told()).toEqual(['open mfa.required partner']);
  });

  it('let the end of what was announced pass', async () => {
    const harness = harnessWith({ quietHours: quiet('08:00', '20:00') });
    await open(harness, 'mfa.required');
    expect(harness.told()).toHaveLength(1);
    await harness.time.advance(4 * HOUR);
    await open(harness);
    expect(harness.told()).toEqual(['edit mfa.required partner', 'recover mfa.required mended:1 tenants:1']);
  });

  it.each([
    [true, ['open token.revoked partner']],
    [false, []],
  ])('let a failure of the partner connection pass where that is wanted: %s', async (pass, told) => {
    const harness = harnessWith({ quietHours: quiet('05:00', '08:00', pass) });
    await harness.partnerFails();
    await harness.time.advance(3 * MINUTE);
    await harness.partnerFails();
    expect(harness.told()).toEqual(told);
  });

  it('hold what the customer list says, too', async () => {
    const harness = harnessWith(rest);
    await harness.sweep([working(1)]);
    await harness.sweep([working(1), working(2)]);
    expect(harness.told()).toEqual([]);
    await tickUntil(harness, 2 * HOUR);
    expect(harness.told()).toEqual(['digest']);
    expect([...harness.tables.messages.values()][0]?.digest?.notices[0]).toMatchObject({
      appeared: { names: ['Tenant 2'], count: 1 },
    });
  });

  it('release nothing to a place that does not want to be told any more', async () => {
    const harness = harnessWith(rest);
    await open(harness, 'mfa.required');
    harness.tables.subscriptions.clear();
    await harness.watch.tick();
    expect(harness.tables.held.size).toBe(0);
    expect(harness.told()).toEqual([]);
  });
});

describe('the quiet hours of a time zone', () => {
  it.each([
    ['22:00', '07:00', 'Europe/Berlin', true],
    ['7:05', '9:00', 'UTC', true],
    ['24:00', '07:00', 'UTC', false],
    ['07:00', '07:00', 'UTC', false],
    ['late', '07:00', 'UTC', false],
    ['22:00', '07:00', 'Mars/Olympus', false],
    ['22:00', '07:00', '', false],
  ])('from %s to %s in %s: %s', (from, to, zone, ok) => {
    expect(parseQuietHours(from, to, zone, false).ok).toBe(ok);
  });

  it('are those of the wall clock, also in the nights in which it is changed', () => {
    const parsed = parseQuietHours('22:00', '07:00', 'Europe/Berlin', true);
    if (!parsed.ok) throw new Error(parsed.problem);
    const at = (text: string): boolean => isQuiet(parsed.hours, Date.parse(text));
    // Winter: UTC+1. Summer: UTC+2, from 29 March 2026 on.
    expect([at('2026-03-27T20:59:00Z'), at('2026-03-27T21:00:00Z')]).toEqual([false, true]);
    expect([at('2026-03-28T05:59:00Z'), at('2026-03-28T06:00:00Z')]).toEqual([true, false]);
    expect([at('2026-03-29T04:59:00Z'), at('2026-03-29T05:00:00Z')]).toEqual([true, false]);
    expect([at('2026-10-25T05:59:00Z'), at('2026-10-25T06:00:00Z')]).toEqual([true, false]);
    expect(isQuiet(parsed.hours, Date.parse('2026-03-27T23:00:00Z'), 'critical')).toBe(false);
    expect(isQuiet(null, 0)).toBe(false);
  });
});
