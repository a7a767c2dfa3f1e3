import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, ownAppScenarios, type Sandbox } from '../../simulators/microsoft/sandbox.ts';
import { causeMessages } from '../../src/core/diagnosis/report/fix-card.ts';
import type { Report } from '../../src/core/diagnosis/report/report.ts';
import { toReportCard } from '../../src/core/diagnosis/report/report-card.ts';
import { toReportView } from '../../src/core/diagnosis/report/view.ts';
import { toMessageCard } from '../../src/core/guidance/articles/message-card.ts';
import type { AppOnlyConnection } from '../../src/core/model/cloud/connection.ts';
import { Secret } from '../../src/core/model/text/secret.ts';
import { causesOf, library, reportOf } from './sweep-sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ tenants: ownAppScenarios.length });
});
afterAll(async () => {
  expect(sandbox.stats().violations).toEqual([]);
  await sandbox.close();
});

/** At which link each scenario ends, and what becomes of the others that hang on it. */
const LINKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  fine: {},
  'policy-for-apps': {},
  'secret-expired': { 'app.token': 'fail' },
  deleted: { 'app.token': 'fail' },
  disabled: { 'app.token': 'fail' },
  blocked: { 'app.token': 'fail' },
  'just-disabled': { 'app.principal': 'fail' },
  'just-removed': { 'app.principal': 'fail' },
  'secret-ends': { 'app.credentials': 'warn' },
  'registered-elsewhere': { 'app.credentials': 'warn' },
  'no-consent': {
    'app.permissions': 'fail',
    'app.principal': 'skipped',
    'app.credentials': 'skipped',
    'graph.read': 'skipped',
    'app.mfa-report': 'skipped',
    'tenant.policies': 'skipped',
  },
  'permission-missing': { 'app.permissions': 'fail', 'tenant.policies': 'skipped' },
  'directory-missing': { 'app.permissions': 'fail', 'app.principal': 'skipped', 'app.credentials': 'skipped' },
  'reports-missing': { 'app.permissions': 'warn' },
  'no-premium': { 'app.mfa-report': 'warn' },
};

/** How the first step begins that mends it. */
const FIRST: Readonly<Record<string, RegExp>> = {
  'secret-expired': /^Open \[Certificates & secrets of the app\]/,
  'secret-ends': /^Open \[Certificates & secrets of the app\]/,
  deleted: /^Open the \[app registrations of the tenant\]/,
  'just-removed': /^Open the \[app registrations of the tenant\]/,
  disabled: /^Find it by its id `.*` among the \[enterprise apps/,
  'just-disabled': /^Find it by its id `.*` among the \[enterprise apps/,
  blocked: /^Open \[Conditional Access of the tenant\]/,
};

async function sweep(tenant: string, rest: Partial<AppOnlyConnection> = {}): Promise<Report> {
  const { applicationId, applicationSecret } = sandbox.ownApp();
  const connection: AppOnlyConnection = {
    kind: 'app-only',
    name: 'reader',
    cloud: 'global',
    applicationId,
    applicationSecret: new Secret(applicationSecret),
    tenant,
    ...rest,
  };
  return await reportOf(sandbox, { connection });
}

const checksOf = ({ partner, tenants }: Report) => [...partner.checks, ...tenants.flatMap(({ checks }) => checks)];
const notPassed = (report: Report): Record<string, string> =>
  Object.fromEntries(checksOf(report).flatMap(({ id, status }) => (status === 'pass' ? [] : [[id, status]])));

describe('a connection of an app by itself', () => {
  it.each(ownAppScenarios.map((scenario, index) => ({ ...scenario, index })))(
    'ends at its own link: $name',
    async ({ name, expectedCause, expectedStatus, index }) => {
      const tenant = sandbox.tenants()[index];
      if (!tenant) throw new Error('there are too few tenants');
      sandbox.setOwnApp(tenant.tenantId, name);
      const report = await sweep(tenant.defaultDomainName);
      expect(notPassed(report)).toEqual(LINKS[name]);
      expect(causesOf(checksOf(report))).toEqual(expectedCause === null ? [] : [expectedCause]);
      const [tested] = report.tenants;
      expect(tested?.status ?? report.partner.status).toBe(expectedStatus);
      // What a token is refused for leaves the tenant alone.
      const { applicationId } = sandbox.ownApp();
      const view = toReportView(report, { library, formatTime: String, applicationId });
      const said = JSON.stringify([view, toReportCard(report, { library, applicationId })]);
      expect(said).not.toMatch(/partner|Secure Application Model|SAM app|any tenant|[Ee]very tenant|our own tokens/);
      if (FIRST[name]) {
        const [step] = view.causes[0]?.firstSteps ?? [];
        expect(step).toMatch(FIRST[name]);
        const id = LINKS[name]?.['app.token'] ? tenant.defaultDomainName : tenant.tenantId;
        expect(step).toContain(`(https://entra.microsoft.com/${id}#view/`);
      }
      if (LINKS[name]?.['app.token']) expect(report.tenants).toEqual([]);
      else expect(tested?.tenantId).toBe(tenant.tenantId);
    },
  );

  it('names what is missing, and says what goes on', async () => {
    const [tenant] = sandbox.tenants();
    const reasonOf = async (scenario: string, id: string): Promise<string | undefined> => {
      sandbox.setOwnApp(tenant?.tenantId ?? '', scenario);
      return checksOf(await sweep(tenant?.tenantId ?? '')).find((check) => check.id === id)?.reason;
    };
    expect(await reasonOf('permission-missing', 'app.permissions')).toContain(
      'lacks: Policy.Read.All (Conditional Access policies)',
    );
    expect(await reasonOf('directory-missing', 'app.permissions')).toContain('lacks: Directory.Read.All');
    expect(await reasonOf('no-premium', 'app.mfa-report')).toContain('Entra ID P1 or better. Everything else goes on.');
    expect(await reasonOf('policy-for-apps', 'tenant.policies')).toBe(
      '1 of 3 policies acts on this app by itself and let this sign-in through: “Apps only from our servers”.',
    );
    expect(await reasonOf('no-premium', 'tenant.policies')).toContain('no Conditional Access');
    expect(await reasonOf('secret-ends', 'app.credentials')).toMatch(/ends on .*, within 7 days/);
  });

  it('asks the customer for the permission that is missing', async () => {
    const [tenant] = sandbox.tenants();
    sandbox.setOwnApp(tenant?.tenantId ?? '', 'permission-missing');
    const report = await sweep(tenant?.tenantId ?? '');
    const index = report.causes.findIndex(({ id }) => id === 'permission.scope-missing');
    const messages = causeMessages({ report, index, tenants: report.tenants }, { library });
    const [text = ''] = (messages ? toMessageCard(messages, 0).blocks : []).flatMap((block) =>
      block.kind === 'copy' ? [block.text] : [],
    );
    expect(text).toMatch(/lacks Policy\.Read\.All\. An administrator/);
    expect(text).not.toMatch(/AuditLog|\{/);
  });

  it('calls its tenant as the directory does, by the domain that was given', async () => {
    const [tenant] = sandbox.tenants();
    const { tenantId = '', defaultDomainName = '' } = tenant ?? {};
    sandbox.setOwnApp(tenantId, 'registered-elsewhere');
    const byId = await sweep(tenantId);
    const names = { tenantId, displayName: tenant?.displayName, defaultDomainName };
    expect(byId.tenants).toMatchObject([names]);
    expect((await sweep(defaultDomainName)).tenants).toMatchObject([names]);
    // Where it may not read that, it goes by what was given.
    sandbox.setOwnApp(tenantId, 'no-consent');
    expect((await sweep(defaultDomainName)).tenants).toMatchObject([{ displayName: null, defaultDomainName }]);
    expect((await sweep(tenantId)).tenants).toMatchObject([{ displayName: 'reader', defaultDomainName: null }]);
    const { verdict, notes } = toReportView(byId, { library, formatTime: String });
    expect(verdict).toBe('The tenant works · the app gets its token');
    expect(notes.join()).toContain('app.credentials: The app is registered in another tenant');
  });

  it('is mended by the guides for an app, and not by those for a person’s sign-in', async () => {
    const [tenant] = sandbox.tenants();
    const articleOf = async (scenario: string): Promise<string | undefined> => {
      sandbox.setOwnApp(tenant?.tenantId ?? '', scenario);
      return (await sweep(tenant?.tenantId ?? '')).causes[0]?.article;
    };
    expect(await articleOf('no-consent')).toBe('guide-connection-permissions');
    expect(await articleOf('blocked')).toBe('guide-app-only-connection');
    expect(await articleOf('no-premium')).toBe('report-mfa-registration-missing');
    sandbox.setOwnApp(tenant?.tenantId ?? '', 'fine');
  });

  it('is refused with a secret that is not its own', async () => {
    const [tenant] = sandbox.tenants();
    const report = await sweep(tenant?.tenantId ?? '', { applicationSecret: new Secret('a'.repeat(40)) });
    expect(report.partner.checks.find(({ id }) => id === 'app.token')).toMatchObject({
      status: 'fail',
      cause: 'credential.secret-invalid',
      owner: 'partner',
    });
    const password = await sweep(tenant?.tenantId ?? '', { applicationSecret: new Secret('Summer2026!') });
    expect(password.causes).toMatchObject([
      { id: 'credential.person', confidence: 'likely', article: 'guide-app-only-connection' },
    ]);
    expect(JSON.stringify(password)).not.toContain('Summer');
  });
});
