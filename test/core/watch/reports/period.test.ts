import { describe, expect, it } from 'vitest';
import { findDuePeriod, lastPeriod, mendReportTime, nextReportAt } from '../../../../src/core/watch/reports/period.ts';
import type { StandingReport } from '../../../../src/core/watch/reports/standing-report.ts';

const at = (text: string): number => Date.parse(text);
const HOUR = 3_600_000;

function report(rest: Partial<StandingReport> = {}): StandingReport {
  return {
    ...{ name: 'weekly', connection: 'default', tenantId: null, audience: 'own', every: 'week', hour: 7 },
    ...{ timeZone: 'Europe/Berlin', place: 'discord:channel:1', createdAt: 0, reportedUntil: 0 },
    asker: {
      person: { platform: 'terminal', id: 'a', roles: [], name: 'A' },
      place: { platform: 'terminal', kind: 'direct', workspaceId: null, channelId: 'a' },
    },
    ...rest,
  };
}

describe('a period', () => {
  it.each([
    ['week', 'UTC', '2026-11-29T00:00:00Z', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['week', 'UTC', '2026-11-30T00:00:00Z', '2026-11-23T00:00:00Z', '2026-11-30T00:00:00Z'],
    ['week', 'UTC', '2026-11-29T23:59:59Z', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
    // Sunday in UTC is Monday there.
    ['week', 'Pacific/Auckland', '2026-11-29T12:00:00Z', '2026-11-22T11:00:00Z', '2026-11-29T11:00:00Z'],
    // Clocks go back on 25 October: a week of 169 hours.
    ['week', 'Europe/Berlin', '2026-10-26T12:00:00Z', '2026-10-18T22:00:00Z', '2026-10-25T23:00:00Z'],
    // And forward on 29 March: 167 hours.
    ['week', 'Europe/Berlin', '2026-03-30T12:00:00Z', '2026-03-22T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['month', 'UTC', '2026-03-01T00:00:00Z', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'],
    ['month', 'America/New_York', '2026-01-15T12:00:00Z', '2025-12-01T05:00:00Z', '2026-01-01T05:00:00Z'],
    // A day that begins at one o'clock, since midnight is left out there.
    ['week', 'Africa/Cairo', '2026-05-04T12:00:00Z', '2026-04-26T21:00:00Z', '2026-05-03T21:00:00Z'],
  ] as const)('is the last whole %s in %s', (every, zone, now, from, to) => {
    const found = lastPeriod(every, zone, at(now));
    expect([found.from, found.to].map((time) => new Date(time).toISOString())).toEqual(
      [from, to].map((text) => new Date(text).toISOString()),
    );
  });

  it('follows on the one before, without a gap, in every zone and over years', () => {
    for (const zone of ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia'])
      for (const every of ['week', 'month'] as const) {
        let period = lastPeriod(every, zone, at('2026-12-31T00:00:00Z'));
        for (let count = 0; count < 14; count += 1) {
          const before = lastPeriod(every, zone, period.to - 1);
          expect(before.to).toBe(period.from);
          period = before;
        }
      }
  });
});

describe('a standing report', () => {
  const end = at('2026-11-22T23:00:00Z');

  it('is due from its hour on, by the clock on the wall, and once', () => {
    const one = report({ reportedUntil: at('2026-11-15T23:00:00Z') });
    expect(findDuePeriod(one, at('2026-11-23T05:59:59Z'))).toBeUndefined();
    const due = findDuePeriod(one, at('2026-11-23T06:00:00Z'));
    expect(due).toEqual({ from: at('2026-11-15T23:00:00Z'), to: end, dueAt: at('2026-11-23T06:00:00Z') });
    expect(findDuePeriod({ ...one, reportedUntil: end }, at('2026-11-29T22:00:00Z'))).toBeUndefined();
  });

  it('comes at the same hour where the clocks were changed in the night', () => {
    const summer = report({ timeZone: 'America/Sao_Paulo', hour: 0, reportedUntil: 0 });
    expect(findDuePeriod(summer, at('2026-11-23T03:00:00Z'))?.dueAt).toBe(at('2026-11-23T03:00:00Z'));
    const night = report({ every: 'month', hour: 2, timeZone: 'Europe/Berlin', reportedUntil: 0 });
    expect(findDuePeriod(night, at('2026-11-02T00:00:00Z'))?.dueAt).toBe(at('2026-11-01T01:00:00Z'));
  });

  it('is made for the last period alone where several went by, also before the next one’s hour', () => {
    const down = report({ reportedUntil: at('2026-10-25T23:00:00Z') });
    expect(findDuePeriod(down, at('2026-11-25T12:00:00Z'))?.to).toBe(end);
    expect(findDuePeriod(down, at('2026-11-29T23:30:00Z'))?.to).toBe(end);
    expect(findDuePeriod(down, at('2026-11-30T06:00:00Z'))?.to).toBe(at('2026-11-29T23:00:00Z'));
  });

  it('says when it comes next', () => {
    const told = report({ reportedUntil: end });
    expect(nextReportAt(told, at('2026-11-25T12:00:00Z'))).toBe(at('2026-11-30T06:00:00Z'));
    expect(nextReportAt(report(), at('2026-11-25T12:00:00Z'))).toBe(at('2026-11-25T12:00:00Z'));
  });

  it('trusts no time that lies ahead', () => {
    const now = at('2026-11-25T12:00:00Z');
    const ahead = report({ reportedUntil: now + 400 * 24 * HOUR });
    expect(mendReportTime(ahead, now).reportedUntil).toBe(now);
    const right = report({ reportedUntil: end });
    expect(mendReportTime(right, now)).toBe(right);
  });
});
