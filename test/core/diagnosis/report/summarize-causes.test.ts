import { describe, expect, it } from 'vitest';
import { checksOfCause, summarizeCauses } from '../../../../src/core/diagnosis/report/summarize-causes.ts';
import type { TenantResult } from '../../../../src/core/model/checks/check.ts';
import {
  check,
  failing,
  library,
  notTested,
  partnerResult,
  report,
  tenantId,
  tenantResult,
  working,
} from '../../fixtures.ts';

const mfa = (number: number): TenantResult => failing(number, 'mfa.required');
const many = (from: number, count: number, make: (number: number) => TenantResult): TenantResult[] =>
  Array.from({ length: count }, (_, index) => make(from + index));
const owners = (tenants: TenantResult[]): string[] =>
  summarizeCauses(partnerResult(), tenants, library).map(
    (cause) => `${cause.id} ${cause.owner} ${cause.tenantIds.length}`,
  );

describe('summarizeCauses', () => {
  it('makes a cause ours from three tenants and a fifth of those tested', () => {
    expect(owners([...many(1, 3, mfa), ...many(10, 12, working)])).toEqual(['mfa.required partner 3']);
    expect(owners([...many(1, 3, mfa), ...many(10, 13, working)])).toEqual(['mfa.required customer 3']);
    expect(owners([...many(1, 2, mfa), working(10)])).toEqual(['mfa.required customer 2']);
  });

  it('leaves with the customer what was proved to be their own policy, however many have one', () => {
    const policy = {
      id: 'p',
      name: '“A”',
      whose: 'customer',
      does: 'blocks access',
      when: '',
      others: 0,
      set: '',
    } as const;
    const blocked = (shownBy: 'log' | 'conditions') => (number: number) =>
      failing(number, 'access.conditional-access', { owner: 'customer', evidence: { policy: { ...policy, shownBy } } });
    expect(owners(many(1, 5, blocked('log')))).toEqual(['access.conditional-access customer 5']);
    expect(owners(many(1, 5, blocked('conditions')))).toEqual(['access.conditional-access partner 5']);
    const tenants = [...many(1, 3, blocked('log')), ...many(11, 4, blocked('conditions'))];
    const causes = summarizeCauses(partnerResult(), tenants, library);
    expect(causes.map(({ owner, tenantIds }) => `${owner} ${tenantIds.length}`)).toEqual(['partner 4', 'customer 3']);
    const told = causes.map((cause) => checksOfCause(cause, { partner: partnerResult(), tenants, causes }).length);
    expect(told).toEqual([4, 3]);
  });

  it('counts only tenants that were tested', () => {
    expect(owners([...many(1, 3, mfa), ...many(10, 97, notTested)])).toEqual(['mfa.required partner 3']);
  });

  it('leaves Microsoft’s and the network’s causes with them, however many they hit', () => {
    const down = (number: number) => failing(number, 'service.unavailable', { owner: 'microsoft' });
    expect(owners(many(1, 5, down))).toEqual(['service.unavailable microsoft 5']);
  });

  it('counts a tenant once, although two of its checks fail alike', () => {
    const both = (number: number) =>
      tenantResult(number, [
        check('graph.token', 'fail', { cause: 'mfa.required', owner: 'customer' }),
        check('exchange.token', 'fail', { cause: 'mfa.required', owner: 'customer' }),
      ]);
    expect(owners([both(1), both(2), ...many(10, 2, working)])).toEqual(['mfa.required customer 2']);
  });

  it('has an entry for each owner of a cause', () => {
    const outbound = failing(1, 'access.cross-tenant-policy', { owner: 'partner' });
    const inbound = failing(2, 'access.cross-tenant-policy', { owner: 'customer' });
    expect(owners([outbound, inbound, ...many(10, 8, working)])).toEqual([
      'access.cross-tenant-policy partner 1',
      'access.cross-tenant-policy customer 1',
    ]);
  });

  it('puts the partner’s own fault first, then what hits most', () => {
    const partner = partnerResult([check('partner.mfa', 'warn', { cause: 'mfa.claim-missing' })]);
    const tenants = [failing(1, 'tenant.deleted', { owner: 'partner' }), mfa(2), mfa(3), ...many(10, 20, working)];
    expect(summarizeCauses(partner, tenants, library).map((cause) => cause.id)).toEqual([
      'mfa.claim-missing',
      'mfa.required',
      'tenant.deleted',
    ]);
  });

  it('names the article, and leaves accepted failures out', () => {
    const tenants = [mfa(1), { ...mfa(2), accepted: true }, ...many(10, 8, working)];
    expect(summarizeCauses(partnerResult(), tenants, library)).toEqual([
      {
        id: 'mfa.required',
        title: expect.any(String),
        owner: 'customer',
        confidence: 'exact',
        tenantIds: [tenantId(1)],
        article: 'mfa-required',
      },
    ]);
  });
});

describe('checksOfCause', () => {
  it('keeps the checks of two owners apart, within one tenant too', () => {
    const tenant = tenantResult(1, [
      check('graph.token', 'fail', { cause: 'access.cross-tenant-policy', owner: 'partner' }),
      check('exchange.token', 'unknown', { cause: 'access.cross-tenant-policy', owner: 'customer' }),
    ]);
    const made = report({ tenants: [tenant] });
    const ids = Object.fromEntries(
      made.causes.map((one) => [one.owner, checksOfCause(one, made).map((own) => own.id)]),
    );
    expect(ids).toEqual({ partner: ['graph.token'], customer: ['exchange.token'] });
  });

  it('gives a cause that became ours all of its checks', () => {
    const made = report({ tenants: many(1, 4, mfa) });
    expect(made.causes.map((one) => [one.owner, checksOfCause(one, made).length])).toEqual([['partner', 4]]);
  });

  it('leaves the partner’s own check out of the customers’ entry', () => {
    const partner = partnerResult([check('partner.token', 'fail', { cause: 'mfa.required', owner: 'partner' })]);
    const made = report({ partner, tenants: [mfa(1), ...many(10, 9, working)] });
    const counts = made.causes.map((one) => [one.owner, checksOfCause(one, made).map((own) => own.id)]);
    expect(counts).toEqual([
      ['partner', ['partner.token']],
      ['customer', ['graph.token']],
    ]);
  });

  it('is as sure of a cause as of its least certain check, and never certain of what a crowd points at', () => {
    const sure = (number: number, confidence: 'exact' | 'likely') =>
      failing(number, 'access.not-assigned', { confidence });
    const confidenceOf = (tenants: TenantResult[]) => summarizeCauses(partnerResult(), tenants, library)[0]?.confidence;
    const others = many(10, 20, working);
    expect(confidenceOf([sure(1, 'exact'), ...others])).toBe('exact');
    expect(confidenceOf([sure(1, 'exact'), sure(2, 'likely'), ...others])).toBe('likely');
    expect(confidenceOf([sure(1, 'exact'), sure(2, 'exact'), sure(3, 'exact')])).toBe('likely');
  });

  it('is a customer’s own for what each of many has not bought', () => {
    const crowd = [1, 2, 3].map((number) => failing(number, 'license.missing', { confidence: 'exact' }));
    expect(summarizeCauses(partnerResult(), crowd, library)).toMatchObject([
      { owner: 'customer', confidence: 'exact' },
    ]);
  });
});
