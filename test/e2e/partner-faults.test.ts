import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, scenarioNames } from '../../simulators/microsoft/sandbox.ts';
import { exitCodeOf } from '../../src/core/diagnosis/report/exit-code.ts';
import { causesOf, reportOf, SOON } from './sweep-sandbox.ts';

const scenarios = scenarioNames().partner;

describe('a partner connection that fails in every known way', () => {
  const running: Sandbox[] = [];
  afterAll(() => Promise.all(running.map((sandbox) => sandbox.close())));

  const start = async (partner: string): Promise<Sandbox> => {
    const sandbox = await createSandbox({ tenants: 6 });
    running.push(sandbox);
    sandbox.setPartner(partner);
    return sandbox;
  };

  // What asks again waits in between: all do at once.
  it.concurrent.each(scenarios)('$name: $summary', async (scenario) => {
    const { name, expectedCause, expectedStatus, alternativeCauses = [], exchangeMode = 'sam' } = scenario;
    const sandbox = await start(name);
    const waits = expectedCause === 'network.timeout' ? SOON : {};
    const report = await reportOf(sandbox, { environment: { SAM_EXCHANGE_MODE: exchangeMode }, ...waits });
    const allowed = expectedCause === null ? [undefined] : [expectedCause, ...alternativeCauses];
    const causes = [...causesOf(report.partner.checks), ...report.tenants.flatMap((tenant) => causesOf(tenant.checks))];
    expect(allowed.some((cause) => (cause === undefined ? causes.length === 0 : causes.includes(cause as never)))).toBe(
      true,
    );
    const worst = exchangeMode === 'legacy' ? (report.tenants[0]?.status ?? 'skipped') : report.partner.status;
    expect(worst).toBe(expectedStatus);
    expect(sandbox.stats().violations).toEqual([]);
  });

  it('touches no tenant when the partner token cannot be had', async () => {
    const sandbox = await start('secret-expired');
    const report = await reportOf(sandbox);
    expect(report.tenants).toEqual([]);
    expect(report.causes).toMatchObject([{ id: 'credential.secret-expired', owner: 'partner', tenantIds: [] }]);
    expect(exitCodeOf(report)).toBe(3);
  });

  it('names the policy of ours that refuses us, by the app that it does not keep out', async () => {
    const report = await reportOf(await start('ca-block'));
    const token = report.partner.checks.find(({ id }) => id === 'partner.token');
    expect(token).toMatchObject({ owner: 'partner', evidence: { policy: { whose: 'partner', shownBy: 'refusal' } } });
    expect(token?.reason).toBe(
      'Our own policy “Service accounts only from the office” blocks access from anywhere but trusted locations. The refusal names it by its id.',
    );
    expect(token?.next).toMatch(/^In our own tenant, exclude the service account from the policy/);
    const unread = (await reportOf(await start('mfa-required'))).partner.checks.find(({ status }) => status === 'fail');
    expect(unread?.reason).toContain('takes Policy.Read.All as an application permission');
  });

  it('tests named tenants although the customer list is refused', async () => {
    const sandbox = await start('customers-forbidden');
    const [tenant] = sandbox.tenants();
    const report = await reportOf(sandbox, { tenants: [tenant?.tenantId ?? ''] });
    expect(report.tenants.map((one) => one.status)).toEqual(['pass']);
  });
});
