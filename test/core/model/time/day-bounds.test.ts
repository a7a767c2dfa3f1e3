import { describe, expect, it } from 'vitest';
import { toDayBounds } from '../../../../src/core/model/time/day-bounds.ts';

const bounds = (from: string, to: string, timeZone?: string): string[] =>
  toDayBounds(Date.parse(from), Date.parse(to), timeZone).map((time) => new Date(time).toISOString().slice(0, 16));

describe('the bounds of days', () => {
  it('begin with the day that the time lies in and end with the last one', () => {
    expect(bounds('2026-01-30T13:00:00Z', '2026-02-01T00:00:01Z')).toEqual([
      '2026-01-30T00:00',
      '2026-01-31T00:00',
      '2026-02-01T00:00',
      '2026-02-02T00:00',
    ]);
    expect(bounds('2026-01-30T00:00:00Z', '2026-01-31T00:00:00Z')).toEqual(['2026-01-30T00:00', '2026-01-31T00:00']);
    expect(bounds('2026-01-30T23:59:59.999Z', '2026-01-31T00:00:00Z')).toHaveLength(2);
  });

  it('are those of the time zone', () => {
    expect(bounds('2026-01-30T23:30:00Z', '2026-01-31T12:00:00Z', 'Europe/Berlin')).toEqual([
      '2026-01-30T23:00',
      '2026-01-31T23:00',
    ]);
    expect(bounds('2026-01-30T01:00:00Z', '2026-01-30T02:00:00Z', 'Asia/Kathmandu')).toEqual([
      '2026-01-29T18:15',
      '2026-01-30T18:15',
    ]);
  });

  it('know days of 23 and of 25 hours', () => {
    expect(bounds('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z', 'Europe/Berlin')).toEqual([
      '2026-03-27T23:00',
      '2026-03-28T23:00',
      '2026-03-29T22:00',
      '2026-03-30T22:00',
    ]);
    expect(bounds('2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z', 'Europe/Berlin')).toEqual([
      '2026-10-23T22:00',
      '2026-10-24T22:00',
      '2026-10-25T23:00',
      '2026-10-26T23:00',
    ]);
  });

  it('know a day without a midnight, and one that never was', () => {
    // Egypt puts its clocks forward from 00:00 to 01:00; Samoa had no 30 December 2011.
    expect(bounds('2026-04-23T12:00:00Z', '2026-04-24T12:00:00Z', 'Africa/Cairo')).toEqual([
      '2026-04-22T22:00',
      '2026-04-23T22:00',
      '2026-04-24T21:00',
    ]);
    expect(bounds('2011-12-29T12:00:00Z', '2011-12-31T09:00:00Z', 'Pacific/Apia')).toEqual([
      '2011-12-29T10:00',
      '2011-12-30T10:00',
      '2011-12-31T10:00',
    ]);
  });

  it('are none for a time that ends before it begins', () => {
    expect(toDayBounds(5, 5)).toEqual([]);
    expect(toDayBounds(5, 4)).toEqual([]);
  });

  it('are refused for a zone that nobody knows, and for ages', () => {
    expect(() => toDayBounds(0, 1, 'Mars/Olympus')).toThrow(RangeError);
    expect(() => toDayBounds(0, 1101 * 86_400_000)).toThrow(RangeError);
    expect(toDayBounds(0, 1100 * 86_400_000)).toHaveLength(1101);
  });
});
