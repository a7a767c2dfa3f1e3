import { describe, expect, it } from 'vitest';
import { foundIn, type ReportView, toReportView } from '../../../../src/core/diagnosis/report/view.ts';
import { causeDefinition } from '../../../../src/core/model/causes/cause.ts';
import {
  baseline,
  check,
  earlier,
  failing,
  library,
  notTested,
  partnerResult,
  type ReportChoices,
  report,
  tenantId,
  tenantResult,
  working,
} from '../../fixtures.ts';

const view = (choices: ReportChoices): ReportView =>
  toReportView(report(choices), { library, formatTime: (time) => `T${time}`, applicationId: 'app' });
const unknown = (number: number) => tenantResult(number, [check('graph.read', 'unknown', { cause: 'unknown' })]);
const accepted = (number: number) => ({ ...failing(number, 'license.missing'), accepted: true });
const FINE = ' · our own tokens are fine';
const interrupted = { status: 'interrupted' } as const;

describe('the verdict of a report', () => {
  it.each([
    ['one that works', [working(1)], `The tenant works${FINE}`],
    ['several that work', [working(1), working(2)], `Both tenants work${FINE}`],
    ['none', [], `There is no customer tenant to test${FINE}`],
    ['one that fails', [failing(1, 'mfa.required')], `1 of 1 tenant fails${FINE}`],
    ['one of two', [failing(1, 'mfa.required'), working(2)], `1 of 2 tenants fails${FINE}`],
    ['two of two', [failing(1, 'mfa.required'), failing(2, 'mfa.required')], `2 of 2 tenants fail${FINE}`],
    ['one unknown', [unknown(1), working(2)], `1 of 2 tenants is unknown${FINE}`],
    ['both', [failing(1, 'mfa.required'), unknown(2), unknown(3)], `1 of 3 tenants fails, 2 are unknown${FINE}`],
    ['all accepted', [accepted(1), accepted(2)], `Both failures are accepted${FINE}`],
    ['the only one accepted', [accepted(1)], `The only failure is accepted${FINE}`],
    ['some accepted', [accepted(1), working(2)], `1 of 2 tenants works, 1 accepted${FINE}`],
  ])('of %s', (_name, tenants, verdict) => expect(view({ tenants }).verdict).toBe(verdict));

  it('says where alone tenants were asked', () => {
    const only = (tenants: NonNullable<ReportChoices['tenants']>) => view({ run: { only: 'graph' }, tenants }).verdict;
    expect(only([working(1), working(2)])).toBe(`Both tenants work at Graph${FINE}`);
    expect(only([working(1)])).toBe(`The tenant works at Graph${FINE}`);
    expect(only([accepted(1), working(2)])).toBe(`1 of 2 tenants works at Graph, 1 accepted${FINE}`);
  });

  it('says how far an interrupted run came', () => {
    const some = view({ run: interrupted, tenants: [working(1), working(2), notTested(3)] });
    expect(some.verdict).toBe(`2 of 3 tenants work, interrupted, 1 not tested${FINE}`);
    const bad = view({ run: interrupted, tenants: [failing(1, 'mfa.required'), notTested(2)] });
    expect(bad.verdict).toBe(`1 of 2 tenants fails, interrupted, 1 not tested${FINE}`);
    expect(some.tone).toBe('warn');
  });

  it('says so when it was interrupted before the first tenant', () => {
    const partner = partnerResult([check('partner.token', 'skipped')]);
    expect(view({ run: interrupted, partner }).verdict).toBe('Interrupted before any tenant was tested');
  });

  it('is the partner’s own fault where that stops everything', () => {
    const token = check('partner.token', 'fail', { cause: 'token.expired', owner: 'partner' });
    const { verdict, tone, changes } = view({ partner: partnerResult([token]), baseline: baseline() });
    expect(verdict).toBe('Nothing can be tested: the refresh token ran out');
    expect(tone).toBe('bad');
    expect(changes).toEqual([]);
  });

  it('names what stops it, not a check beside it that has no cause', () => {
    const list = check('partner.customers', 'fail', { cause: 'permission.insufficient', owner: 'partner' });
    const partner = partnerResult([check('partner.mfa', 'unknown', { reason: 'unreadable' }), list]);
    expect(view({ partner }).verdict).toMatch(/^Nothing can be tested: permission or directory role/);
  });

  it('tells a warning of our own tokens', () => {
    const partner = partnerResult([check('partner.mfa', 'warn', { reason: 'No MFA\u202E claim.' })]);
    const { verdict, notes, tone } = view({ partner, tenants: [working(1)] });
    expect(verdict).toBe('The tenant works · our own tokens work, with a warning');
    expect(notes).toEqual(['partner.mfa: No MFA claim.']);
    expect(tone).toBe('warn');
  });
});

describe('the lines of a report', () => {
  it('count each pair that was tested', () => {
    expect(view({ tenants: [working(1), failing(2, 'mfa.required')] }).counts).toBe('Graph answers for 1 of 2');
    expect(view({}).counts).toBe('');
  });

  it('say what changed, oldest failure and at most five names included', () => {
    const was = [
      earlier(tenantId(1), 'graph.token', 'fail', 5),
      ...[2, 3, 4, 5, 6, 7, 8].map((one) => earlier(tenantId(one), 'graph.token', 'fail', 9)),
    ];
    const tenants = [failing(1, 'mfa.required'), ...[2, 3, 4, 5, 6, 7, 8].map(working), failing(9, 'mfa.required')];
    expect(view({ tenants, baseline: baseline(...was) }).changes).toEqual([
      `Since T${Date.UTC(2026, 0, 1)}: 1 tenant newly failing: Tenant 9`,
      '7 tenants mended: Tenant 2, Tenant 3, Tenant 4, Tenant 5, Tenant 6 and 2 more',
      '1 tenant still failing, the longest since T5',
    ]);
  });

  it('say that nothing changed only where something was tested', () => {
    expect(view({ tenants: [working(1)], baseline: baseline() }).changes).toEqual([
      `Since T${Date.UTC(2026, 0, 1)}: nothing changed`,
    ]);
    expect(view({ tenants: [notTested(1)], run: interrupted, baseline: baseline() }).changes).toEqual([
      'Not tested: Tenant 1',
    ]);
  });

  it('say how long it took and which run it was', () => {
    const { took, footer } = view({});
    expect(took).toBe('41 s');
    expect(footer).toMatch(/^Run RUN · connection default · started T\d+$/);
  });
});

describe('a cause in a report', () => {
  it('keeps codes and tone of two owners apart', () => {
    const policy = (number: number, owner: 'partner' | 'customer', status: 'fail' | 'unknown', code: string) =>
      tenantResult(number, [
        check('graph.token', status, { cause: 'access.cross-tenant-policy', owner, evidence: { code } }),
      ]);
    const tenants = [policy(1, 'partner', 'fail', 'AADSTS500212'), policy(2, 'customer', 'unknown', 'AADSTS500213')];
    const { causes } = view({ tenants: [...tenants, working(3)] });
    expect(causes.map(({ whose, tone, codes, extent }) => ({ whose, tone, codes, extent }))).toEqual([
      { whose: 'ours', tone: 'bad', codes: ['AADSTS500212'], extent: '1 tenant' },
      { whose: 'theirs', tone: 'unknown', codes: ['AADSTS500213'], extent: '1 tenant' },
    ]);
  });

  it('keeps the partner’s own code out of the customers’ entry', () => {
    const token = check('partner.token', 'fail', {
      cause: 'mfa.required',
      owner: 'partner',
      evidence: { code: 'AADSTS50074' },
    });
    const tenants = [
      failing(1, 'mfa.required', { evidence: { code: 'AADSTS50076' } }),
      ...[2, 3, 4, 5, 6].map(working),
    ];
    const { causes } = view({ partner: partnerResult([token]), tenants });
    expect(causes.map((cause) => [cause.whose, cause.extent, cause.codes])).toEqual([
      ['ours', 'the connection itself', ['AADSTS50074']],
      ['theirs', '1 tenant', ['AADSTS50076']],
    ]);
  });

  it('shows the three most frequent codes, and an HTTP status where there is none', () => {
    const codes = ['A', 'B', 'B', 'C', 'C', 'C'].map((error, index) =>
      failing(index + 1, 'mfa.required', { evidence: { error } }),
    );
    const other = failing(9, 'mfa.required', { evidence: { httpStatus: 418 } });
    expect(view({ tenants: [...codes, other] }).causes[0]?.codes).toEqual(['C', 'B', 'A']);
    expect(view({ tenants: [other] }).causes[0]?.codes).toEqual(['HTTP 418']);
  });

  it('puts a tenant into its steps only where it is the only one', () => {
    expect(view({ tenants: [failing(1, 'mfa.required')] }).causes[0]?.firstSteps).toEqual([
      `First, for ${tenantId(1)}`,
      'Second',
    ]);
    const two = view({ tenants: [failing(1, 'mfa.required'), failing(2, 'mfa.required')] });
    expect(two.causes[0]?.firstSteps[0]).toBe('First, for the tenant’s id');
  });

  it('shows hostile names as one harmless line', () => {
    const hostile = { ...failing(1, 'mfa.required'), displayName: `a\u001B[2J\u202Eb\n${'x'.repeat(3000)}` };
    const [tenant] = view({ tenants: [hostile] }).causes[0]?.tenants ?? [];
    expect(tenant?.label).toMatch(/^a \[2J b x+…$/);
    expect([...(tenant?.label ?? '')]).toHaveLength(60);
  });

  it('is one judgement where a crowd points at us: headline, owner, meaning and no praise of our own tokens', () => {
    const blocked = (number: number) => failing(number, 'access.conditional-access');
    const tenants = Array.from({ length: 40 }, (_, index) => (index < 32 ? blocked(index + 1) : working(index + 1)));
    const { verdict, causes } = view({ tenants });
    expect(verdict).toBe('32 of 40 tenants fail, most likely one policy of ours');
    expect(causes).toMatchObject([{ whose: 'ours', extent: '32 tenants', certainty: 'likely' }]);
    expect(causes[0]?.meaning).toMatch(/^32 of 40 tenants show it at once.*most likely one policy of ours/);
    expect(causes[0]?.meaning).not.toMatch(/of the tenant/);
    expect(view({ tenants: tenants.slice(30) }).verdict).toBe('2 of 10 tenants fail · our own tokens are fine');
  });

  it('says a code once that is in the reason', () => {
    const [cause] = view({
      partner: partnerResult([
        check('partner.token', 'unknown', {
          cause: 'network.unreachable',
          reason: 'The host could not be reached. (h: the connection was refused (ECONNREFUSED))',
          evidence: { error: 'ECONNREFUSED' },
        }),
      ]),
    }).causes;
    expect([cause?.meaning, ...(cause?.codes ?? [])].join(' ').match(/ECONNREFUSED/g)).toHaveLength(1);
  });

  it('shows what a service said that nobody understands, and that a guess is one', () => {
    const refused = (cause: 'unknown' | 'credential.secret-invalid', confidence: 'none' | 'likely') =>
      view({
        partner: partnerResult([
          check('partner.token', cause === 'unknown' ? 'unknown' : 'fail', {
            cause,
            confidence,
            evidence: { httpStatus: 400, message: 'The moon is in the wrong house.' },
          }),
        ]),
      });
    expect(refused('unknown', 'none').causes).toMatchObject([{ said: 'The moon is in the wrong house.' }]);
    const guess = refused('credential.secret-invalid', 'likely');
    expect(guess.causes).toMatchObject([{ certainty: 'likely' }]);
    expect(guess.verdict).toMatch(/^Nothing can be tested: most likely /);
  });
});

describe('foundIn', () => {
  it('gives what was found only where it says more than title and meaning do', () => {
    const cause = 'credential.secret-expired';
    const { title, meaning } = causeDefinition(cause);
    const found = (reason: string) => foundIn([{ cause, reason }], 0, 'sam');
    expect([found(`${title}.`), found(meaning)]).toEqual([undefined, undefined]);
    expect(found('It ended on 1 May 2026.')).toBe('It ended on 1 May 2026.');
    expect(foundIn([{ cause, reason: 'It ended.' }], 2, 'sam')).toBeUndefined();
  });
});
