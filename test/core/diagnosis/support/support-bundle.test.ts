import { describe, expect, it } from 'vitest';
import { mapTexts } from '../../../../src/core/diagnosis/support/gather-facts.ts';
import { pseudonymize } from '../../../../src/core/diagnosis/support/pseudonymize.ts';
import type { SupportCheck, SupportFacts } from '../../../../src/core/diagnosis/support/support-facts.ts';
import { listParts, writeBundle } from '../../../../src/core/diagnosis/support/write-bundle.ts';
import { tenantId } from '../../fixtures.ts';

const APP = 'a1b2c3d4-0000-4000-8000-00000000a99a';
const TRACE = '0f0e0d0c-0000-4000-8000-0000000007ce';
const AT = '2026-11-28T10:00:00.000Z';
const NAMES = [
  'Contoso',
  'contoso.example',
  'Fabrikam',
  'fabrikam.onmicrosoft.com',
  'svc-sam@harbour-it.example',
  'Ada L',
];

const check = (message: string, rest: Partial<SupportCheck> = {}): SupportCheck => ({
  ...{ id: 'graph.token', status: 'fail', cause: 'consent.missing', owner: 'partner', confidence: 'exact' },
  ...{ reason: 'Not tested: graph.token comes first.', since: AT, failingSince: AT, testedAt: AT },
  evidence: { code: 'AADSTS65001', traceId: TRACE, message },
  ...rest,
});
const facts = (changes: Partial<SupportFacts> = {}): SupportFacts => ({
  schema: 'samaritan.support/1',
  madeAt: AT,
  pseudonymized: false,
  versions: { samaritan: '0.1.0', node: '24.21.0', platform: 'linux x64' },
  connection: { name: 'default', cloud: 'global', applicationId: APP, partnerTenantId: tenantId(99) },
  partner: [],
  counts: { tenants: 2, failing: 2 },
  tenants: [
    {
      tenantId: tenantId(1),
      displayName: 'Contoso',
      defaultDomainName: 'contoso.example',
      checks: [
        check(
          `AADSTS65001: 'svc-sam@harbour-it.example' of tenant 'Harbour IT' has not consented to the application '${APP}'(Harbour Tools) in CONTOSO (contoso.example), https://graph.microsoft.com/User.Read.All. Trace ID: ${TRACE}`,
        ),
      ],
    },
    {
      tenantId: tenantId(2),
      displayName: 'Fabrikam',
      defaultDomainName: 'fabrikam.onmicrosoft.com',
      checks: [
        check(`the tenant ${tenantId(2)} of Fabrikam`),
        check(`the application Harbour Tools ('${APP}') blocks`),
      ],
    },
  ],
  leftOut: 0,
  runs: [{ id: '01J', startedAt: AT, finishedAt: AT, status: 'completed', scope: 'all' }],
  settings: [{ name: 'SAM_TENANT_ID', value: 'set' }],
  audit: [{ at: AT, who: 'Ada L', action: 'command check', target: 'Contoso', outcome: 'allowed' }],
  ...changes,
});
const textOf = (of: SupportFacts): string =>
  writeBundle(of)
    .map(({ text }) => text)
    .join('\n');

describe('what a bundle would hold', () => {
  it('is counted in words that agree with the number', () => {
    const [one, two] = [1, 2].map((leftOut) => listParts(facts({ leftOut, pseudonymized: true }))[0]);
    expect(one).toMatch(/stand-ins for name, domain and id, .*; 1 more that fails is left out$/);
    expect(two).toMatch(/; 2 more that fail are left out$/);
  });
});

describe('pseudonymize', () => {
  it('leaves no name, domain, address or id in any file, and every id of a request', () => {
    const text = textOf(pseudonymize(facts()));
    for (const name of [...NAMES, 'Harbour', APP, tenantId(1), tenantId(2), tenantId(99)])
      expect(text.toLowerCase(), name).not.toContain(name.toLowerCase());
    expect(text).toContain(TRACE);
  });

  it('leaves nothing of a policy, a group or an address that the proof of the way in names', () => {
    const policy = {
      id: tenantId(5),
      name: '“Contoso blocks”',
      whose: 'customer',
      does: 'blocks access',
      others: 0,
    } as const;
    const set = `in the policy “Contoso blocks”, choose Exclude and tick “Guest or external users” for ${tenantId(99)}`;
    const claims = JSON.stringify({ values: [tenantId(5)] });
    const evidence = { claims, policy: { ...policy, when: 'from “HQ Lane”', set, shownBy: 'log' } } as const;
    const reason = 'The policy “Contoso blocks” refuses 203.0.113.24, or 2001:db8:7::24. “Second Line” at 10:00:00.';
    const { since, failingSince, testedAt, ...link } = check('refused', { id: 'tenant.policies', reason, evidence });
    const changed = pseudonymize(facts({ wayIn: [link] }));
    const text = textOf(changed);
    for (const name of ['Contoso', 'HQ Lane', 'Second Line', '203.0.113', '2001:db8', tenantId(5), tenantId(99)])
      expect(text, name).not.toContain(name);
    const [said] = 'problem' in (changed.wayIn ?? []) ? [] : (changed.wayIn as (typeof link)[]);
    expect(said?.reason).toBe('The policy “Name 1” refuses 192.0.2.1, or 192.0.2.2. “Name 2” at 10:00:00.');
    expect(said?.evidence?.policy?.set).toContain(
      'in the policy “Name 1”, choose Exclude and tick “Guest or external users”',
    );
    expect(writeBundle(changed)[0]?.text).toContain('| tenant.policies | fail | The policy “Name 1” refuses');
  });

  it('replaces the same by the same everywhere', () => {
    const { connection, tenants } = pseudonymize(facts());
    const message = tenants[0]?.checks[0]?.evidence?.message ?? '';
    expect(message).toContain(`'${connection.applicationId}'(the app)`);
    expect(message).toContain(`in ${tenants[0]?.displayName} (${tenants[0]?.defaultDomainName})`);
    expect(tenants[1]?.checks[0]?.evidence?.message).toBe(
      `the tenant ${tenants[1]?.tenantId} of ${tenants[1]?.displayName}`,
    );
    expect(new Set(tenants.map(({ tenantId: id }) => id)).size).toBe(2);
  });

  it('keeps what is Microsoft’s and ours: hosts, permissions, checks, codes', () => {
    const [one] = pseudonymize(facts()).tenants;
    expect(one?.checks[0]).toMatchObject({ id: 'graph.token', reason: 'Not tested: graph.token comes first.' });
    expect(one?.checks[0]?.evidence?.message).toContain('https://graph.microsoft.com/User.Read.All');
  });
});

describe('writeBundle', () => {
  it('gives the evidence with its tenant, and the same facts as data', () => {
    const [summary, data] = writeBundle(facts());
    expect(summary?.text).toContain(`**graph.token**, Contoso (contoso.example) \`${tenantId(1)}\``);
    expect(summary?.text).toContain(`- traceId: \`${TRACE}\``);
    expect(JSON.parse(data?.text ?? '')).toEqual(facts());
  });

  it('names the permissions that are missing, whoever else is not named', () => {
    const permissions = ['Policy.Read.All', 'User.Read.All'];
    const partner = [check('', { id: 'app.permissions', evidence: { permissions } })];
    const [summary] = writeBundle(pseudonymize(facts({ partner })));
    expect(summary?.text).toContain('- permissions: `Policy.Read.All, User.Read.All`');
  });

  it('takes nothing from outside for markup', () => {
    const evil = '[x](https://evil.example) | `y` <b>\u202e';
    const [summary] = writeBundle(mapTexts(facts(), (text, field) => (field === 'displayName' ? evil : text)));
    expect(summary?.text).not.toContain('[x](https');
    expect(summary?.text).not.toContain('<b>');
  });
});
