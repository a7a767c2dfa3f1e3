import { describe, expect, it } from 'vitest';
import { countTotals, groupStatus } from '../../../../src/core/diagnosis/report/totals.ts';
import { worstStatus } from '../../../../src/core/model/causes/evidence.ts';
import { check, failing, notTested, tenantResult, working } from '../../fixtures.ts';

describe('worstStatus', () => {
  it('puts fail before unknown before warn before pass, and does not count skipped', () => {
    expect(worstStatus(['pass', 'warn', 'unknown', 'fail', 'skipped'])).toBe('fail');
    expect(worstStatus(['pass', 'unknown', 'warn'])).toBe('unknown');
    expect(worstStatus(['skipped', 'warn', 'pass'])).toBe('warn');
    expect(worstStatus(['skipped', 'pass'])).toBe('pass');
    expect(worstStatus(['skipped'])).toBe('skipped');
  });
});

describe('countTotals', () => {
  it('counts each tenant once, by its worst check, and accepted failures apart', () => {
    const exchangeOnly = tenantResult(4, [check('exchange.token', 'pass'), check('exchange.read', 'unknown')]);
    const accepted = { ...failing(5, 'license.missing'), accepted: true };
    const totals = countTotals([working(1), failing(2, 'mfa.required'), notTested(3), exchangeOnly, accepted]);
    expect(totals).toMatchObject({ tenants: 5, pass: 1, fail: 1, skipped: 1, unknown: 1, warn: 0, accepted: 1 });
    expect(totals.graph).toEqual({ pass: 1, warn: 0, fail: 2, unknown: 0, skipped: 1 });
    expect(totals.exchange).toEqual({ pass: 0, warn: 0, fail: 0, unknown: 1, skipped: 0 });
  });
});

describe('groupStatus', () => {
  it('is undefined for a group that was not asked for', () => {
    expect(groupStatus(working(1).checks, 'exchange')).toBeUndefined();
    expect(groupStatus(working(1).checks, 'graph')).toBe('pass');
  });
});
