import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, type SandboxTenant, scenarioNames } from '../../simulators/microsoft/sandbox.ts';
import type { Report } from '../../src/core/diagnosis/report/report.ts';
import { causesOf, reportOf, SOON, tenantOf } from './sweep-sandbox.ts';

const scenarios = scenarioNames().tenant.filter((scenario) => scenario.exchangeMode !== 'legacy');

/** What a sweep asks again until its time is over: services that never answer, and those that always say later. */
const endless = new Set(
  scenarios
    .filter(({ expectedCause }) => /^(?:network\.timeout|throttle\.)/.test(expectedCause ?? ''))
    .map(({ name }) => name),
);
const isEndless = ({ scenario }: SandboxTenant): boolean => endless.has(scenario);

describe('a sweep over tenants that fail in every known way', () => {
  let sandbox: Sandbox;
  let report: Report;

  beforeAll(async () => {
    sandbox = await createSandbox({ tenants: 400, mix: 'everything' });
    const tenants = sandbox.tenants();
    const idsOf = (which: readonly SandboxTenant[]) => which.map(({ tenantId }) => tenantId);
    const ended = await reportOf(sandbox, { tenants: idsOf(tenants.filter((one) => !isEndless(one))) });
    const stopped = await reportOf(sandbox, { tenants: idsOf(tenants.filter(isEndless)), ...SOON });
    report = { ...ended, tenants: [...ended.tenants, ...stopped.tenants] };
  });
  afterAll(() => sandbox.close());

  it.each(scenarios)('$name: $summary', ({ name, expectedCause, expectedStatus, alternativeCauses = [] }) => {
    const tenant = sandbox.tenants().find((one) => one.scenario === name);
    const result = tenantOf(report, tenant?.tenantId ?? '');
    const allowed = expectedCause === null ? [[]] : [expectedCause, ...alternativeCauses].map((cause) => [cause]);
    expect(allowed).toContainEqual(causesOf(result.checks));
    expect(result.status).toBe(expectedStatus);
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
