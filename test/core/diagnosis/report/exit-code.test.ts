import { describe, expect, it } from 'vitest';
import { shapeOfFault } from '../../../../src/core/credentials/secret-home.ts';
import { exitCodeOf } from '../../../../src/core/diagnosis/report/exit-code.ts';
import type { CauseId } from '../../../../src/core/model/causes/cause.ts';
import { check, failing, partnerResult, report, tenantResult, working } from '../../fixtures.ts';

const refusedFor = (cause: CauseId, id: 'partner.token' | 'partner.customers' = 'partner.token') =>
  partnerResult([check(id, 'fail', { cause })]);

describe('exitCodeOf', () => {
  it('is 0 when nothing failed, warnings and accepted failures included', () => {
    const warned = tenantResult(1, [check('graph.token', 'warn')]);
    const accepted = { ...failing(2, 'license.missing'), accepted: true };
    expect(exitCodeOf(report({ tenants: [warned, working(3), accepted] }))).toBe(0);
    expect(exitCodeOf(report({ partner: partnerResult([check('partner.mfa', 'warn')]) }))).toBe(0);
  });

  it.each(['fail', 'unknown'] as const)('is 1 when a tenant is %s', (status) => {
    expect(exitCodeOf(report({ tenants: [working(1), tenantResult(2, [check('graph.read', status)])] }))).toBe(1);
  });

  it('is 2 when the credentials cannot be right', () => {
    const partner = partnerResult([check('credentials.shape', 'fail', { cause: 'credential.placeholder' })]);
    expect(exitCodeOf(report({ partner }))).toBe(2);
  });

  it.each(['token.expired', 'mfa.required', 'unknown'] as const)('is 3 when Microsoft refuses us for %s', (cause) => {
    expect(exitCodeOf(report({ partner: refusedFor(cause) }))).toBe(3);
  });

  it.each(['partner.token', 'partner.customers'] as const)('is 1 when nobody understands the answer to %s', (id) => {
    expect(exitCodeOf(report({ partner: partnerResult([check(id, 'unknown', { cause: 'unknown' })]) }))).toBe(1);
  });

  it('is 3 when the customer list is refused, an unreadable token beside it or not', () => {
    expect(exitCodeOf(report({ partner: refusedFor('permission.insufficient', 'partner.customers') }))).toBe(3);
    const opaque = partnerResult([
      check('partner.mfa', 'unknown'),
      check('partner.customers', 'fail', { cause: 'permission.insufficient' }),
    ]);
    expect(exitCodeOf(report({ partner: opaque }))).toBe(3);
  });

  it.each(['network.timeout', 'network.intercepted', 'service.unavailable', 'throttle.entra', 'internal'] as const)(
    'is 1 and not 3 when %s keeps us from asking',
    (cause) => expect(exitCodeOf(report({ partner: refusedFor(cause) }))).toBe(1),
  );

  it('is 1 and not 2 when the home of the credentials could not be read', () => {
    const shape = (cause: 'network.unreachable' | 'vault.firewall') => {
      const fault = { id: 'unreachable', cause, reason: 'It could not be read.', wayOut: 'Look there.' } as const;
      return exitCodeOf(report({ partner: partnerResult([shapeOfFault(fault)]) }));
    };
    expect([shape('network.unreachable'), shape('vault.firewall')]).toEqual([1, 2]);
  });

  it('is 1 when the list is refused and the tenants named were tested', () => {
    const partner = refusedFor('permission.insufficient', 'partner.customers');
    expect(exitCodeOf(report({ partner, tenants: [working(1)] }))).toBe(1);
  });

  it('is 130 when interrupted, whatever was found', () => {
    expect(exitCodeOf(report({ run: { status: 'interrupted' }, tenants: [failing(1, 'mfa.required')] }))).toBe(130);
  });
});
