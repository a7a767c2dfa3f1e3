import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, type SandboxTenant, scenarioNames } from '../../simulators/microsoft/sandbox.ts';
import type { Card } from '../../src/core/cards/card.ts';
import { toPlainLine } from '../../src/core/cards/inline.ts';
import { toChainSummary } from '../../src/core/diagnosis/report/chain-summary.ts';
import { causeMessages, toFixCard } from '../../src/core/diagnosis/report/fix-card.ts';
import type { Report } from '../../src/core/diagnosis/report/report.ts';
import { sweptChecks } from '../../src/core/model/checks/check.ts';
import { causesOf, library, reportOf, SOON, tenantOf } from './sweep-sandbox.ts';

const scenarios = scenarioNames().tenant.filter((scenario) => scenario.exchangeMode !== 'legacy');

/** What a sweep asks again until its time is over: services that never answer, and those that always say later. */
const endless = new Set(
  scenarios
    .filter(({ expectedCause }) => /^(?:network\.timeout|throttle\.)/.test(expectedCause ?? ''))
    .map(({ name }) => name),
);
const isEndless = ({ scenario }: SandboxTenant): boolean => endless.has(scenario);

/** The link at which each scenario ends when the whole way in is proved; the others end at none. */
const ENDS_AT: Readonly<Record<string, readonly string[]>> = {
  'partner.account': ['guest-account', 'guest-read', 'account-deleted'],
  'gdap.relationship': ['no-gdap-path', 'gdap-ended', 'gdap-pending'],
  'gdap.assignment': ['gdap-unassigned', 'gdap-no-exchange-role', 'gdap-role-unassigned'],
  'gdap.membership': ['gdap-not-member'],
  'tenant.app': ['app-missing', 'app-missing-7000229', 'app-disabled', 'not-assigned'],
  'tenant.consent': ['consent-missing', 'not-preauthorized'],
  'graph.token': [...['tenant-not-found', 'tenant-blocked', 'wrong-cloud', 'documented-code', 'entra-503']],
  'tenant.scopes': ['token-stale', 'graph-scope-missing'],
  'graph.read': [
    ...['graph-forbidden', 'graph-identity-unknown', 'graph-token-refused'],
    ...['graph-claims-challenge', 'graph-not-licensed', 'hostile-error', 'graph-503'],
  ],
  'exchange.token': ['exchange-not-licensed', 'exchange-disabled', 'service-not-subscribed'],
  'exchange.read': [
    ...['exchange-role-user', 'exchange-role-application', 'exchange-no-management-role', 'exchange-cmdlet-denied'],
    ...['exchange-audience', 'exchange-not-provisioned', 'exchange-500'],
  ],
  'tenant.policies': [
    ...['ca-block', 'ca-device', 'ca-location', 'ca-app', 'ca-many', 'ca-none', 'ca-unread', 'ca-ours'],
    ...['ca-address', 'ca-country', 'ca-risk', 'ca-device-code'],
    ...['session-control', 'mfa-required', 'mfa-expired', 'mfa-enroll', 'mfa-external'],
    ...['mfa-pass-through', 'sign-in-frequency', 'risk-delegated', 'risk-home', 'security-defaults'],
    ...['cross-tenant-outbound', 'cross-tenant-inbound', 'cross-tenant-default'],
  ],
};

describe('a sweep over tenants that fail in every known way', () => {
  let sandbox: Sandbox;
  let report: Report;
  let proved: Report;

  beforeAll(async () => {
    sandbox = await createSandbox({ tenants: 400, mix: 'everything' });
    const tenants = sandbox.tenants();
    const idsOf = (which: readonly SandboxTenant[]) => which.map(({ tenantId }) => tenantId);
    const ended = await reportOf(sandbox, { tenants: idsOf(tenants.filter((one) => !isEndless(one))) });
    const stopped = await reportOf(sandbox, { tenants: idsOf(tenants.filter(isEndless)), ...SOON });
    report = { ...ended, tenants: [...ended.tenants, ...stopped.tenants] };
    const broken = tenants.filter((one) => one.scenario !== 'fine' && !isEndless(one));
    proved = await reportOf(sandbox, { tenants: idsOf(broken), proof: true });
  });
  afterAll(() => sandbox.close());

  /** The link at which the proof of a scenario's tenant ends. */
  const brokenOf = (scenario: string) => {
    const { tenantId = '' } = sandbox.tenants().find((one) => one.scenario === scenario) ?? {};
    return tenantOf(proved, tenantId).checks.find(({ status }) => status === 'fail');
  };

  it.each(scenarios)('$name: $summary', ({ name, expectedCause, expectedStatus, alternativeCauses = [] }) => {
    const tenant = sandbox.tenants().find((one) => one.scenario === name);
    const result = tenantOf(report, tenant?.tenantId ?? '');
    const allowed = expectedCause === null ? [[]] : [expectedCause, ...alternativeCauses].map((cause) => [cause]);
    expect(allowed).toContainEqual(causesOf(result.checks));
    expect(result.status).toBe(expectedStatus);
  });

  it.each(scenarios.filter(({ name }) => name !== 'fine' && !endless.has(name)))(
    'proves $name at its own link and at no other',
    ({ name }) => {
      const { tenantId = '' } = sandbox.tenants().find((one) => one.scenario === name) ?? {};
      const { checks, ...tenant } = tenantOf(proved, tenantId);
      const [link] = Object.entries(ENDS_AT).find(([, names]) => names.includes(name)) ?? [];
      const broken = checks.filter(({ status }) => status === 'fail');
      expect(broken.map(({ id }) => id)).toEqual(link === undefined ? [] : [link]);
      const after = broken[0] ? checks.slice(checks.indexOf(broken[0]) + 1) : [];
      expect(after.filter(({ status }) => status !== 'skipped')).toEqual([]);
      // Whatever is proved beside, state and alerts are told what a sweep would say.
      const told = (of: readonly { id: string; status: string; cause?: string }[]) =>
        of.map((check) => [check.id, check.status, check.cause]);
      const swept = tenantOf(report, tenantId);
      const kept = sweptChecks({ ...tenant, checks }).filter(({ status }) => status !== 'skipped');
      expect(told(swept.checks)).toEqual(expect.arrayContaining(told(kept)));
    },
  );

  it('names the step that mends what was proved, and what could not be read', () => {
    const chainOf = (scenario: string) => {
      const tenant = tenantOf(proved, sandbox.tenants().find((one) => one.scenario === scenario)?.tenantId ?? '');
      const ids = proved.causes.map((cause) => ({ ...cause, tenantIds: [tenant.tenantId] }));
      const { firstBroken, ...chain } = toChainSummary({ ...proved, tenants: [tenant], causes: ids }, { library });
      return { ...chain, firstBroken: firstBroken?.id };
    };
    expect(chainOf('gdap-not-member')).toMatchObject({
      firstBroken: 'gdap.membership',
      nextStep: expect.stringMatching(/^Add svc-sam@\S+ to one of: “GDAP Second Line”\.$/),
      owner: 'partner',
    });
    expect(brokenOf('guest-read')).toMatchObject({ confidence: 'exact', reason: expect.stringContaining('#EXT#') });
    expect(brokenOf('guest-account')).toMatchObject({ confidence: 'likely' });
    expect(chainOf('guest-read').nextStep).toMatch(
      /^Have an administrator of .+ delete the guest that stands there for svc-sam@/,
    );
    expect(chainOf('ca-block')).toMatchObject({ firstBroken: 'tenant.policies', owner: 'customer', unread: [] });
    expect(chainOf('ca-block').nextStep).toContain(
      'in the policy “Block external accounts”, under Users, choose Exclude',
    );
    expect(chainOf('ca-many').nextStep).toContain(
      'the same in “Block guests”, “Only from the office”, if we are refused after that still',
    );
    expect(chainOf('ca-unread').unread).toEqual([
      { id: 'tenant.policies', permission: 'Policy.Read.All as an application permission' },
    ]);
    expect(chainOf('ca-unread').firstBroken).toBe('tenant.policies');
    expect(chainOf('grants-unreadable')).toMatchObject({
      firstBroken: undefined,
      unread: [
        { id: 'tenant.app', permission: 'Application.Read.All' },
        { id: 'tenant.consent', permission: 'Directory.Read.All' },
      ],
      owner: 'partner',
    });
  });

  it('asks a customer for nothing where what refuses is ours', () => {
    const messageOf = (scenario: string) => {
      const { tenantId = '' } = sandbox.tenants().find((one) => one.scenario === scenario) ?? {};
      const index = proved.causes.findIndex(({ tenantIds, owner }) => {
        const { owner: whose } = brokenOf(scenario) ?? {};
        return tenantIds.includes(tenantId) && owner === whose;
      });
      return causeMessages({ report: proved, index, tenants: [tenantOf(proved, tenantId)] }, { library });
    };
    for (const ours of ['cross-tenant-outbound', 'ca-ours', 'ca-device-code', 'risk-home'])
      expect(messageOf(ours), ours).toBeUndefined();
    expect(messageOf('cross-tenant-inbound')).toBeDefined();
  });

  it('names the step of every broken link of the way in, with who takes it and where', () => {
    // What nobody but Microsoft or a network mends goes by its article.
    const weather = new Set(
      scenarios
        .filter(({ expectedCause }) => /^(?:service|network)\./.test(expectedCause ?? ''))
        .map(({ name }) => name),
    );
    for (const [link, names] of Object.entries(ENDS_AT))
      for (const scenario of names.filter((name) => !weather.has(name))) {
        const broken = brokenOf(scenario);
        expect(broken?.next, `${link} ${scenario}`).toMatch(/\S{3}.*\.$/);
        expect(broken?.next, `${link} ${scenario}`).not.toMatch(/[{}]/);
      }
  });

  it('begins how to fix it with that step, says nothing twice and leaves nothing open', () => {
    const textsOf = (card: Card): { steps: string[]; all: string } => {
      const lines = card.blocks.map((block) =>
        block.kind === 'list'
          ? block.items.map((item) => toPlainLine(item, String))
          : block.kind === 'facts'
            ? block.facts.map(({ value }) => toPlainLine(value, String))
            : block.kind === 'text'
              ? [toPlainLine(block.line, String)]
              : [],
      );
      const [steps = []] = card.blocks.flatMap((block, index) => (block.kind === 'list' ? [lines[index] ?? []] : []));
      return { steps, all: lines.flat().join('\n') };
    };
    const applicationId = sandbox.environment().SAM_APPLICATION_ID ?? '';
    const unnamed = ['ca-none', 'ca-unread', 'risk-delegated', 'risk-home'];
    for (const [of, from] of [report, proved].entries())
      for (const { name } of scenarios.filter(
        ({ name, expectedCause }) => expectedCause !== null && !endless.has(name),
      )) {
        const { tenantId = '' } = sandbox.tenants().find((one) => one.scenario === name) ?? {};
        const tenants = [tenantOf(from, tenantId)];
        const bad = tenants[0]?.checks.find(({ status, cause }) => cause !== undefined && status !== 'pass');
        const index = from.causes.findIndex(
          ({ id, owner, tenantIds }) =>
            id === bad?.cause && owner === (bad?.owner ?? owner) && tenantIds.includes(tenantId),
        );
        if (index < 0) continue;
        const { steps, all } = textsOf(toFixCard({ report: from, index, tenants }, { library, applicationId }));
        if (bad?.next !== undefined && !unnamed.includes(name)) expect(steps[0], `${of} ${name}`).toBe(bad.next);
        expect(new Set(steps).size, name).toBe(steps.length);
        expect(all, name).not.toMatch(/\b(?:APPLICATION|TENANT|PARTNER-TENANT)-(?:ID|DOMAIN|NAME)\b|\{\w+\}|\.,/);
        for (const sentence of all.match(/[^.\n]{40,}\./g) ?? [])
          expect(all.split(sentence), `${of} ${name}: ${sentence}`).toHaveLength(2);
      }
  });

  it.each([
    ['ca-block', 'customer', 'log', '“Block external accounts” blocks access for accounts from outside', 0],
    ['ca-device', 'customer', 'refusal', '“Require compliant devices” requires a compliant device', 0],
    ['ca-location', 'customer', 'earlier', '“Only from the office” blocks access from anywhere but “Office”', 0],
    ['ca-app', 'customer', 'conditions', '“Approved apps only” requires an approved client app', 0],
    ['ca-address', 'customer', 'conditions', '“Only from the office” blocks access from anywhere but “Office”', 0],
    ['ca-country', 'customer', 'conditions', '“Not from Ireland” blocks access from “Ireland”', 0],
    ['ca-risk', 'customer', 'conditions', '“Block risky sign-ins” blocks access where the risk is high or medium', 0],
    ['ca-device-code', 'customer', 'conditions', '“No device codes” blocks access for sign-ins by device code', 0],
    ['ca-many', 'customer', 'conditions', '“Block external accounts” blocks access for accounts from outside', 2],
    ['ca-ours', 'partner', 'log', '“Block sign-ins to customers from elsewhere” blocks access', 0],
    ['session-control', 'customer', 'conditions', '“App control” routes sessions through app control', 0],
    ['mfa-required', 'customer', 'refusal', '“Require MFA for all users” requires multifactor authentication', 0],
    ['mfa-external', 'customer', 'refusal', '“Terms of use for guests” requires terms of use to be accepted', 0],
    ['mfa-pass-through', 'customer', 'conditions', '“Third-party MFA” requires a third-party check', 0],
    ['mfa-enroll', 'customer', 'conditions', 'Security defaults require multifactor authentication', 0],
    ['sign-in-frequency', 'customer', 'log', '“Sign in every hour” limits how long a sign-in lasts', 0],
    ['security-defaults', 'customer', 'refusal', 'Security defaults require multifactor authentication', 0],
    [
      'cross-tenant-outbound',
      'partner',
      'refusal',
      'Cross-tenant access settings block our accounts from going there',
      0,
    ],
    [
      'cross-tenant-inbound',
      'customer',
      'refusal',
      'Cross-tenant access settings block accounts of our organisation',
      0,
    ],
  ] as const)('names the policy behind %s, whose it is and what shows it', (scenario, whose, shownBy, says, others) => {
    const { tenantId = '' } = sandbox.tenants().find((one) => one.scenario === scenario) ?? {};
    const broken = tenantOf(proved, tenantId).checks.find(({ status }) => status === 'fail');
    expect(broken?.evidence?.policy).toMatchObject({ whose, shownBy, others });
    expect(broken?.reason?.toLowerCase()).toContain(says.toLowerCase());
    expect(/^Most likely/.test(broken?.reason ?? '')).toBe(shownBy === 'earlier' || shownBy === 'conditions');
    // A sweep names the same, so that what is kept, told and mailed does too.
    const swept = tenantOf(report, tenantId).checks.find(({ status }) => status === 'fail');
    expect(swept?.evidence?.policy).toMatchObject({ name: broken?.evidence?.policy?.name, whose });
  });

  it('has whoever acts take the step, where security defaults refuse', () => {
    expect(brokenOf('security-defaults')).toMatchObject({
      owner: 'customer',
      next: expect.stringMatching(/^Have the customer replace security defaults .* our token carries MFA/),
    });
    expect(brokenOf('mfa-enroll')).toMatchObject({ owner: 'partner', next: expect.stringMatching(/^Sign in anew/) });
  });

  it('says why no policy is named, and what to ask or to grant for it', () => {
    expect(brokenOf('ca-none')?.reason).toContain('None of the customer’s 3 policies fits this sign-in.');
    expect(brokenOf('ca-none')?.next).toMatch(/^Ask the customer which policy/);
    expect(brokenOf('ca-none')?.evidence?.policy).toBeUndefined();
    expect(brokenOf('ca-unread')?.reason).toContain('takes Policy.Read.All as an application permission');
    expect(brokenOf('ca-address')?.reason).toContain('Our address is 2001:db8:7::24.');
    expect(brokenOf('ca-address')?.next).toContain('or add our address 2001:db8:7::24 to the named location “Office”');
    expect(brokenOf('ca-device-code')).toMatchObject({
      owner: 'partner',
      next: expect.stringMatching(/^Sign in anew for this connection in a browser/),
    });
    expect(brokenOf('ca-many')?.reason).toContain('Of 5 policies 3 fit this sign-in');
  });

  it('tests every other tenant as if nothing were wrong elsewhere', () => {
    const fine = sandbox.tenants().filter((tenant) => tenant.scenario === 'fine');
    expect(fine.length).toBeGreaterThan(300);
    expect(fine.filter((tenant) => tenantOf(report, tenant.tenantId).status !== 'pass')).toEqual([]);
  });

  it('sends no token or secret anywhere it does not belong', () => {
    expect(sandbox.stats().violations).toEqual([]);
  });

  it('never asks again after a verdict', () => {
    for (const tenant of sandbox.tenants()) {
      const checks = tenantOf(report, tenant.tenantId).checks;
      const verdicts = checks.filter(
        (check) => (check.evidence?.httpStatus ?? 500) < 429 && check.evidence?.httpStatus !== 408,
      );
      for (const check of verdicts) expect(check.attempts, `${tenant.scenario} ${check.id}`).toBe(1);
    }
  });

  it('keeps the ids of every refusal of the sign-in service', () => {
    const refused = report.tenants
      .flatMap((tenant) => tenant.checks)
      .filter((check) => check.evidence?.code !== undefined);
    expect(refused.length).toBeGreaterThan(30);
    for (const { evidence } of refused) {
      expect(evidence).toMatchObject({
        traceId: expect.any(String),
        correlationId: expect.any(String),
        timestamp: expect.any(String),
      });
    }
  });
});
