import { afterEach, describe, expect, it } from 'vitest';
import {
  createSandbox,
  type Sandbox,
  type SandboxOptions,
  scenarioNames,
} from '../../../simulators/microsoft/sandbox.ts';

const running: Sandbox[] = [];
afterEach(() => Promise.all(running.splice(0).map((one) => one.close())));

const start = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const sandbox = await createSandbox(options);
  running.push(sandbox);
  return sandbox;
};

describe('a fleet', () => {
  it('has 40 healthy tenants unless asked otherwise', async () => {
    const tenants = (await start()).tenants();
    expect(tenants).toHaveLength(40);
    expect(new Set(tenants.map((tenant) => tenant.scenario))).toEqual(new Set(['fine']));
  });

  it('of the mix demo has nine tenants that fail, of five causes, spread over the list', async () => {
    const tenants = (await start({ mix: 'demo' })).tenants();
    const failing = tenants.filter((tenant) => tenant.scenario !== 'fine');
    expect(failing).toHaveLength(9);
    expect(new Set(failing.map((tenant) => tenant.scenario)).size).toBe(5);
    expect(tenants.slice(20).filter((tenant) => tenant.scenario !== 'fine').length).toBeGreaterThan(2);
  });

  it('of the mix everything has each scenario, however few tenants were asked for', async () => {
    const tenants = (await start({ mix: 'everything', tenants: 5 })).tenants();
    const names = scenarioNames().tenant.map((scenario) => scenario.name);
    expect(new Set(tenants.map((tenant) => tenant.scenario))).toEqual(new Set(names));
  });

  it('of 10,000 has no name, domain or id twice', async () => {
    const tenants = (await start({ tenants: 10_000 })).tenants();
    expect(new Set(tenants.map((tenant) => tenant.displayName)).size).toBe(10_000);
    expect(new Set(tenants.map((tenant) => tenant.defaultDomainName)).size).toBe(10_000);
    expect(new Set(tenants.map((tenant) => tenant.tenantId)).size).toBe(10_000);
    for (const { tenantId } of tenants.slice(0, 50)) {
      expect(tenantId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('is the same for the same seed and another for another', async () => {
    const [one, same, other] = [await start({ seed: 7 }), await start({ seed: 7 }), await start({ seed: 8 })];
    const secretOf = (sandbox: Sandbox) => sandbox.environment().SAM_APPLICATION_SECRET;
    expect(same.tenants()).toEqual(one.tenants());
    expect(secretOf(same)).toBe(secretOf(one));
    expect(secretOf(other)).not.toBe(secretOf(one));
    expect(other.tenants()[0]?.tenantId).not.toBe(one.tenants()[0]?.tenantId);
  });

  it('is reached with credentials that look like real ones', async () => {
    const sandbox = await start();
    const environment = sandbox.environment();
    expect(environment).toMatchObject({ SAMARITAN_CLOUD: 'sandbox', SAMARITAN_SANDBOX_URL: sandbox.origin });
    expect(environment.SAM_APPLICATION_ID).toMatch(/^[0-9a-f-]{36}$/);
    expect(environment.SAM_APPLICATION_SECRET).toMatch(/^[A-Za-z0-9]{3}8Q~[A-Za-z0-9]{34}$/);
    expect(environment.SAM_REFRESH_TOKEN).toMatch(/^1\.A[\w.-]{400,}$/);
    expect(environment.SAM_EXCHANGE_REFRESH_TOKEN).toMatch(/^0\.A[\w.-]{400,}$/);
    expect(environment.SAM_TENANT_ID).toMatch(/^[0-9a-f-]{36}$/);
    expect(Object.keys(environment)).toHaveLength(7);
  });

  it('spreads scenarios over healthy tenants and refuses more than there are', async () => {
    const sandbox = await start({ tenants: 4 });
    sandbox.spread(['ca-block', 'graph-503']);
    expect(sandbox.tenants().map((tenant) => tenant.scenario)).toEqual(['fine', 'ca-block', 'fine', 'graph-503']);
    expect(() => sandbox.spread(['ca-block', 'ca-block', 'ca-block'])).toThrow(
      '3 scenarios need as many healthy tenants',
    );
  });
});
