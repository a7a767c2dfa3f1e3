import { describe, expect, it } from 'vitest';
import { type AppPolicy, limitsOf, limitWords, secretEnd } from '../../../src/core/credentials/secret-limits.ts';

const DAY_MS = 86_400_000;
const limits = (restrictions: AppPolicy['restrictions'], appCreatedAt: number | null = 50) =>
  limitsOf({ ok: true, value: { name: 'Short', restrictions, appCreatedAt }, attempts: 1, durationMs: 0 });
const lifetime = (days: number, createdAfter: number | null = null) =>
  ({ kind: 'lifetime', longestMs: days * DAY_MS, createdAfter }) as const;

describe('what policies let a client secret be', () => {
  it.each([
    ['the shortest counts', [lifetime(90), lifetime(30)], { forbidden: false, longestMs: 30 * DAY_MS }],
    ['one for newer apps does not act', [lifetime(30, 51)], { forbidden: false, longestMs: null }],
    ['it acts from that time on', [lifetime(30, 50)], { forbidden: false, longestMs: 30 * DAY_MS }],
    ['none may be added', [{ kind: 'addition', longestMs: null, createdAfter: null }], { forbidden: true }],
  ] as const)('%s', (_, restrictions, expected) => {
    expect(limits(restrictions)).toMatchObject({ policy: 'Short', ...expected });
  });

  it('counts an app that will be created as newer than any date', () => {
    expect(limits([lifetime(30, 51)], null)).toMatchObject({ longestMs: 30 * DAY_MS });
  });

  it('ends before the longest time there is, however far the clocks are apart', () => {
    expect(secretEnd(0, 180, limits([lifetime(30)]))).toBe(30 * DAY_MS - 600_000);
    expect(secretEnd(0, 10, limits([lifetime(30)]))).toBe(10 * DAY_MS);
    expect(secretEnd(0, 10, 'unread')).toBe(10 * DAY_MS);
  });

  it('says it where the wish is cut, and where nothing could be read', () => {
    expect(limitWords(limits([lifetime(30)]), 180)).toContain('last 30 days at most');
    expect(limitWords(limits([lifetime(0.5)]), 180)).toContain('last less than a day at most');
    expect(limitWords(limits([lifetime(30)]), 20)).toBeUndefined();
    const fault = { kind: 'malformed', detail: 'nothing' } as const;
    expect(limitWords(limitsOf({ ok: false, fault, attempts: 1, durationMs: 0 }), 20)).toContain('could not be read');
  });
});
