import { describe, expect, it } from 'vitest';
import type { ExpiryFinding } from '../../../../src/core/diagnosis/expiry/expiry-finding.ts';
import type { Finding } from '../../../../src/core/watch/incidents/finding.ts';
import { toExpiryReading } from '../../../../src/core/watch/incidents/from-expiry.ts';
import { tenantId } from '../../fixtures.ts';
import { Harness, HOUR } from '../harness.ts';

const secret = (rank: number, rest: Partial<Finding> = {}): Finding => ({
  key: 'client-secret:1',
  cause: 'credential.secret-expiring',
  owner: 'partner',
  severity: 'warning',
  stage: String(rank),
  rank,
  reason: `stage ${rank}`,
  ...rest,
});

const gdap = (number: number): Finding => ({
  key: `gdap-relationship:${number}`,
  cause: 'gdap.expiring',
  owner: 'partner',
  severity: 'warning',
  tenant: { tenantId: tenantId(number), displayName: `Tenant ${number}`, defaultDomainName: null },
  stage: '30',
  rank: 1,
  reason: 'ends',
});

async function read(harness: Harness, findings: Finding[], unjudged: string[] = []): Promise<string[]> {
  await harness.time.advance(HOUR);
  const at = harness.time.now();
  await harness.watch.recordReading({ connection: 'default', source: 'expiry', at, findings, unjudged });
  return harness.told();
}

describe('a finding', () => {
  it('is one incident, whose message is edited and which is told again only when it is worse', async () => {
    const harness = new Harness();
    expect(await read(harness, [secret(1)])).toEqual(['open credential.secret-expiring partner']);
    expect(await read(harness, [secret(1)])).toEqual([]);
    expect(await read(harness, [secret(2)])).toEqual(['edit credential.secret-expiring partner', 'remind stage']);
    const over = secret(16, { cause: 'credential.secret-expired', severity: 'critical' });
    expect(await read(harness, [over])).toEqual(['edit credential.secret-expired partner', 'remind stage']);
    expect(await read(harness, [secret(1)])).toEqual(['edit credential.secret-expiring partner']);
    expect(await read(harness, [])).toEqual([
      'edit credential.secret-expiring partner',
      'recover credential.secret-expiring mended:1 tenants:0',
    ]);
    expect(harness.tables.incidents.size).toBe(1);
  });

  it('does not end where nothing is known of it', async () => {
    const harness = new Harness();
    await read(harness, [secret(1), gdap(1)]);
    expect(await read(harness, [], [''])).toEqual([]);
    expect(await read(harness, [secret(1)], ['gdap-relationship:'])).toEqual([]);
    expect(await read(harness, [secret(1)])).toContain('recover gdap.expiring mended:1 tenants:1');
  });

  it('shares a message with others of its cause that were read together', async () => {
    const harness = new Harness();
    expect(await read(harness, [1, 2, 3].map(gdap))).toEqual(['open gdap.expiring partner']);
    expect(await read(harness, [2, 3].map(gdap))).toContain('recover gdap.expiring mended:1 tenants:1');
    expect(harness.open()).toHaveLength(2);
  });

  it('is not ended by another source, nor by a sweep', async () => {
    const harness = new Harness();
    await read(harness, [secret(1)]);
    const at = harness.time.now();
    await harness.watch.recordReading({ connection: 'default', source: 'watch', at, findings: [], unjudged: [] });
    await harness.sweep([]);
    expect(harness.open()).toHaveLength(1);
  });

  it('is told when it becomes bad enough for a place', async () => {
    const harness = new Harness();
    harness.subscribe({ minimumSeverity: 'failure' });
    expect(await read(harness, [secret(1)])).toEqual([]);
    expect(await read(harness, [secret(16, { severity: 'critical' })])).toEqual([
      'open credential.secret-expiring partner',
    ]);
  });
});

describe('a reading of end dates', () => {
  const finding: ExpiryFinding = {
    kind: 'client-secret',
    key: 'client-secret:1',
    subjectId: '1',
    expiresAt: 1,
    stage: 7,
    cause: 'credential.secret-expiring',
    owner: 'partner',
    severity: 'warn',
    reason: 'ends',
  };
  const convert = (rest: Partial<ExpiryFinding>) =>
    toExpiryReading('default', 5, {
      findings: [{ ...finding, ...rest }],
      problems: [{ what: 'refresh-token', reason: 'unread', unjudged: ['refresh-token:'] }],
    });

  it('ranks what is over above every stage, and keeps what is not known', () => {
    const stages = [30, 14, 7, 3, 1, 'overdue'] as const;
    const ranks = stages.map((stage) => convert({ stage }).findings[0]?.rank ?? 0);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(new Set(ranks).size).toBe(6);
    expect(convert({ severity: 'fail', stage: null }).findings[0]?.rank).toBeGreaterThan(Math.max(...ranks));
    expect(convert({}).unjudged).toEqual(['refresh-token:']);
  });

  it('is critical only for what takes the whole connection down', () => {
    expect(convert({ severity: 'fail' }).findings[0]?.severity).toBe('critical');
    expect(convert({ severity: 'fail', tenantId: tenantId(1) }).findings[0]?.severity).toBe('failure');
    expect(convert({}).findings[0]?.severity).toBe('warning');
  });
});
