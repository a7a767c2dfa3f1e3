import { describe, expect, it } from 'vitest';
import type { AcceptedFailure } from '../../../../src/core/diagnosis/report/accepted-store.ts';
import { markAccepted } from '../../../../src/core/diagnosis/report/mark-accepted.ts';
import { countTotals } from '../../../../src/core/diagnosis/report/totals.ts';
import { check, failing, tenantId, tenantResult, working } from '../../fixtures.ts';

const NOW = Date.UTC(2026, 10, 21);
const accept = (number: number, rest: Partial<AcceptedFailure> = {}): AcceptedFailure => ({
  connection: 'default',
  tenantId: tenantId(number),
  checkId: null,
  reason: 'no Exchange bought',
  acceptedAt: 0,
  acceptedBy: 'terminal:user:local',
  until: null,
  ...rest,
});

describe('markAccepted', () => {
  it('marks a tenant whose every failure is accepted, and counts it so', () => {
    const tenants = markAccepted(
      [failing(1, 'service.unavailable'), failing(2, 'service.unavailable')],
      [accept(1)],
      NOW,
    );
    expect(tenants.map((one) => one.accepted === true)).toEqual([true, false]);
    expect(countTotals(tenants)).toMatchObject({ accepted: 1, fail: 1 });
  });

  it('leaves a tenant failing where something else fails beside it', () => {
    const both = tenantResult(1, [check('graph.token', 'fail'), check('exchange.token', 'fail')]);
    const [tenant] = markAccepted([both], [accept(1, { checkId: 'exchange.token' })], NOW);
    expect(tenant?.accepted).toBeUndefined();
  });

  it('takes two acceptances of two checks together', () => {
    const both = tenantResult(1, [check('graph.token', 'fail'), check('exchange.token', 'unknown')]);
    const ids = ['exchange.token', 'graph.token'] as const;
    const [tenant] = markAccepted(
      [both],
      ids.map((checkId) => accept(1, { checkId })),
      NOW,
    );
    expect(tenant?.accepted).toBe(true);
  });

  it('does not count an acceptance that has ended, nor one of a tenant that works', () => {
    expect(
      markAccepted([failing(1, 'service.unavailable')], [accept(1, { until: NOW })], NOW)[0]?.accepted,
    ).toBeUndefined();
    expect(markAccepted([working(1)], [accept(1)], NOW)[0]?.accepted).toBeUndefined();
  });
});
