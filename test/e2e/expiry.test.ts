import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../simulators/microsoft/sandbox.ts';
import { createMicrosoftCloudFactory } from '../../src/adapters/microsoft/create-microsoft-cloud.ts';
import { parseConfig } from '../../src/bot/config/parse-config.ts';
import { toConnection } from '../../src/bot/config/to-connection.ts';
import { readExpiry } from '../../src/core/diagnosis/expiry/read-expiry.ts';
import { withReferences } from '../../src/core/diagnosis/sweep/internal-faults.ts';

const DAY = 86_400_000;
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const running: Sandbox[] = [];
afterEach(() => Promise.all(running.splice(0).map((one) => one.close())));

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await createSandbox({ tenants: 12, pageSize: 5, ...options });
  running.push(sandbox);
  return sandbox;
}

/** What the watch does: a partner token and the customer list, then everything that ends. */
async function read(sandbox: Sandbox, now = Date.now(), withCustomers = true) {
  const parsed = parseConfig(sandbox.environment());
  if (!parsed.ok) throw new Error(parsed.faults.join(' '));
  const connection = toConnection(parsed.config);
  const clouds = createMicrosoftCloudFactory({ sandboxUrl: sandbox.origin, timeoutMs: 2000 });
  const cloud = withReferences(
    clouds.open({ connection, concurrency: 8, signal: new AbortController().signal }),
    () => 'REFE-RENCE',
  );
  try {
    const grant = await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
    if (!grant.ok) throw new Error('no token');
    const { accessToken: partnerToken } = grant.value;
    const list = await cloud.ask({ id: 'graph.customers', token: partnerToken });
    const customers = withCustomers && list.ok ? list.value.customers : undefined;
    return await readExpiry(cloud, { partnerToken, connection, customers, now, rotatedAt: Date.now() });
  } finally {
    await cloud.close();
  }
}

const tenantAt = (sandbox: Sandbox, index: number) => {
  const tenant = sandbox.tenants()[index];
  if (!tenant) throw new Error('there is no such tenant');
  return tenant;
};

describe('expiry, read over HTTP', () => {
  it('finds nothing in a healthy cloud, with and without the customer list', async () => {
    const sandbox = await start();
    for (const withCustomers of [true, false])
      expect(await read(sandbox, Date.now(), withCustomers)).toMatchObject({ findings: [], problems: [], notes: [] });
    expect(sandbox.stats().violations).toEqual([]);
  });

  it('lets one matter escalate under one key, from a month before until it is over', async () => {
    const sandbox = await start();
    sandbox.setApplication({ secrets: [{ endsInDays: 40 }, { endsInDays: 700, hint: 'xyz' }] });
    const seen: [string, unknown, string, string][] = [];
    for (const days of [9, 11, 27, 34, 38, 39.5, 41]) {
      const { findings, problems } = await read(sandbox, Date.now() + days * DAY);
      expect(problems).toEqual([]);
      for (const one of findings.filter(({ kind }) => kind === 'client-secret'))
        seen.push([one.key, one.stage, one.cause, one.severity]);
    }
    expect(new Set(seen.map(([key]) => key)).size).toBe(1);
    expect(seen.map((one) => one.slice(1))).toEqual([
      [30, 'credential.secret-expiring', 'warn'],
      [14, 'credential.secret-expiring', 'warn'],
      [7, 'credential.secret-expiring', 'warn'],
      [3, 'credential.secret-expiring', 'warn'],
      [1, 'credential.secret-expiring', 'warn'],
      ['overdue', 'credential.secret-expired', 'fail'],
    ]);
  });

  it('judges certificates, an old secret and every sort of relationship', async () => {
    const sandbox = await start();
    sandbox.setApplication({
      secrets: [
        { endsInDays: 300, madeDaysAgo: 91 },
        { endsInDays: 2, hint: 'xyz' },
      ],
      certificates: [{ endsInDays: 13 }],
    });
    const id = (index: number): string => tenantAt(sandbox, index).tenantId;
    sandbox.setRelationships(id(0), [{ endsInDays: 6 }]);
    sandbox.setRelationships(id(1), [{ endsInDays: 6, autoExtend: true }]);
    sandbox.setRelationships(id(2), [{ endsInDays: 2, autoExtend: true, roles: [GLOBAL_ADMINISTRATOR] }]);
    sandbox.setRelationships(id(3), [{ status: 'approvalPending', createdDaysAgo: 20 }]);
    sandbox.setRelationships(id(4), [{ status: 'terminated', endsInDays: 100, changedDaysAgo: 2 }]);
    sandbox.setRelationships(id(5), [{ status: 'expired', endsInDays: -4 }, { endsInDays: 500 }]);
    sandbox.setRelationships(id(6), [{ status: 'expired', endsInDays: -4 }]);
    sandbox.setRelationships(id(7), []);
    sandbox.setRelationships(id(8), [{ status: 'paused' }]);
    const { findings, problems, notes } = await read(sandbox);
    expect(findings.map((one) => [one.kind, one.tenantId, one.stage, one.cause, one.severity])).toEqual([
      ['certificate', undefined, 14, 'credential.certificate-expiring', 'warn'],
      ['secret-age', undefined, null, 'credential.secret-expiring', 'warn'],
      ['gdap-relationship', id(0), 7, 'gdap.expiring', 'warn'],
      ['gdap-relationship', id(2), 3, 'gdap.expiring', 'warn'],
      ['gdap-relationship', id(3), null, 'gdap.pending', 'warn'],
      ['gdap-relationship', id(4), null, 'gdap.expired', 'fail'],
      ['gdap-relationship', id(6), 'overdue', 'gdap.expired', 'fail'],
    ]);
    expect(notes.map((one) => one.tenantId)).toEqual([id(1)]);
    expect(problems.map((one) => one.unjudged)).toEqual([[`gdap-relationship:${id(8)}`]]);
    expect(new Set(findings.map((one) => one.key)).size).toBe(findings.length);
    for (const one of findings.slice(2)) expect(one.reason).toContain(one.tenantName);
  });

  it('says what a lacking permission hides, and never takes it for green', async () => {
    const sandbox = await start();
    sandbox.setApplication({ denied: true });
    sandbox.denyRelationships(true);
    const { findings, problems } = await read(sandbox);
    expect(findings).toEqual([]);
    expect(problems.map((one) => [one.what, one.cause, one.evidence?.httpStatus])).toEqual([
      ['application-credentials', 'permission.insufficient', 403],
      ['gdap-relationships', 'permission.insufficient', 403],
    ]);
    expect(problems[0]?.reason).toContain('Application.Read.All');
    expect(problems[1]?.reason).toContain('DelegatedAdminRelationship.Read.All');
  });

  it('tells that the secret in use is gone from the app, and that the app is not there', async () => {
    const sandbox = await start();
    sandbox.setApplication({ secrets: [{ endsInDays: 300, hint: 'xyz' }] });
    expect((await read(sandbox)).findings.map((one) => one.cause)).toEqual(['credential.secret-invalid']);
    sandbox.setApplication({ registered: false });
    const { findings, problems } = await read(sandbox);
    expect(findings).toEqual([]);
    expect(problems[0]?.reason).toMatch(/^The app is not registered in the partner tenant/);
  });

  it('carries nothing of a credential', async () => {
    const sandbox = await start();
    const { SAM_APPLICATION_SECRET: secret = '' } = sandbox.environment();
    sandbox.setApplication({ secrets: [{ endsInDays: 2, madeDaysAgo: 300, displayName: `copy of ${secret}` }] });
    const result = await read(sandbox);
    expect(result.findings).toHaveLength(2);
    expect(result.findings[0]?.reason).toContain('copy of [secret]');
    expect(JSON.stringify(result)).not.toContain(secret.slice(0, 6));
  });
});
