import { describe, expect, it } from 'vitest';
import { compareRuns, partnerFailingSince } from '../../../../src/core/diagnosis/report/compare-runs.ts';
import {
  baseline,
  check,
  earlier,
  failing,
  notTested,
  partnerResult,
  report,
  tenantId,
  tenantResult,
  working,
} from '../../fixtures.ts';

const graphFailed = earlier(tenantId(1), 'graph.token', 'fail', 1000);
const ids = (changes: { tenantId: string }[]): string[] => changes.map((change) => change.tenantId);

describe('compareRuns', () => {
  it('tells newly failing, mended and still failing apart, each with since when', () => {
    const states = [
      graphFailed,
      earlier(tenantId(2), 'graph.token', 'fail', 2000),
      earlier(tenantId(3), 'graph.token', 'pass'),
    ];
    const changes = compareRuns(
      [failing(1, 'mfa.required'), working(2), failing(3, 'mfa.required')],
      baseline(...states),
    );
    expect(changes.stillFailing).toMatchObject([{ tenantId: tenantId(1), failingSince: 1000 }]);
    expect(changes.mended).toMatchObject([{ tenantId: tenantId(2), failingSince: 2000, displayName: 'Tenant 2' }]);
    expect(changes.newlyFailing).toMatchObject([{ tenantId: tenantId(3), failingSince: null }]);
    expect(changes).toMatchObject({ sinceRunId: 'EARLIER', since: Date.UTC(2026, 0, 1) });
  });

  it('counts a tenant that was not there before as newly failing, or not at all', () => {
    const changes = compareRuns([failing(8, 'mfa.required'), working(9)], baseline(graphFailed));
    expect(ids(changes.newlyFailing)).toEqual([tenantId(8)]);
    expect([...changes.mended, ...changes.stillFailing]).toEqual([]);
  });

  it.each(['unknown', 'skipped'] as const)('lets %s mend nothing', (status) => {
    const now = tenantResult(1, [check('graph.token', status), check('graph.read', 'pass')]);
    const changes = compareRuns([now], baseline(graphFailed));
    expect([...changes.mended, ...changes.stillFailing, ...changes.newlyFailing]).toEqual([]);
  });

  it('takes a warning for mended', () => {
    const now = tenantResult(1, [check('graph.token', 'warn')]);
    expect(ids(compareRuns([now], baseline(graphFailed)).mended)).toEqual([tenantId(1)]);
  });

  it('wants every check that failed to work before a tenant is mended', () => {
    const states = [graphFailed, earlier(tenantId(1), 'exchange.read', 'fail', 500)];
    const now = tenantResult(1, [
      check('graph.token', 'pass'),
      check('exchange.token', 'unknown'),
      check('exchange.read', 'skipped'),
    ]);
    expect(compareRuns([now], baseline(...states)).mended).toEqual([]);
  });

  it('lets a run of Graph alone say nothing of Exchange', () => {
    const exchangeFailed = earlier(tenantId(1), 'exchange.token', 'fail', 500);
    const fine = compareRuns([working(1)], baseline(exchangeFailed));
    expect([...fine.mended, ...fine.stillFailing, ...fine.newlyFailing]).toEqual([]);
    const broken = compareRuns([failing(1, 'mfa.required')], baseline(exchangeFailed));
    expect(ids(broken.newlyFailing)).toEqual([tenantId(1)]);
  });

  it('dates a tenant by its oldest failure', () => {
    const states = [graphFailed, earlier(tenantId(1), 'graph.read', 'fail', 400)];
    expect(compareRuns([failing(1, 'mfa.required')], baseline(...states)).stillFailing[0]?.failingSince).toBe(400);
  });
});

describe('buildReport', () => {
  it('says nothing of changes where no tenant was tested', () => {
    const partner = partnerResult([check('partner.token', 'fail', { cause: 'token.expired' })]);
    expect(report({ partner, baseline: baseline(graphFailed) })).not.toHaveProperty('changes');
    expect(report({ tenants: [notTested(1)], baseline: baseline(graphFailed) })).not.toHaveProperty('changes');
    expect(report({ tenants: [working(1)], baseline: baseline(graphFailed) }).changes?.mended).toHaveLength(1);
    expect(report({ tenants: [working(1)] })).not.toHaveProperty('changes');
  });
});

describe('partnerFailingSince', () => {
  const failed = partnerResult([check('partner.token', 'fail', { cause: 'token.expired' })]);

  it('is when the connection began to fail', () => {
    expect(partnerFailingSince(failed, baseline(earlier('partner', 'partner.token', 'fail', 700)))).toBe(700);
  });

  it('is unknown where it works, worked, or nobody looked', () => {
    const state = earlier('partner', 'partner.token', 'fail', 700);
    expect(partnerFailingSince(partnerResult(), baseline(state))).toBeUndefined();
    expect(partnerFailingSince(failed, baseline(earlier('partner', 'partner.token', 'pass')))).toBeUndefined();
    expect(partnerFailingSince(failed, baseline(earlier(tenantId(1), 'partner.token', 'fail', 7)))).toBeUndefined();
    expect(partnerFailingSince(failed, undefined)).toBeUndefined();
  });
});
