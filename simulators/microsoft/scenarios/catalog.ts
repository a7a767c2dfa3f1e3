import { credentialScenarios } from './partner-credentials.ts';
import { customerListScenarios } from './partner-customers.ts';
import { partnerTenantScenarios } from './partner-tenant.ts';
import type { PartnerScenario, ScenarioInfo, TenantScenario } from './scenario.ts';
import { delegationScenarios } from './tenant-delegation.ts';
import { directoryScenarios } from './tenant-directory.ts';
import { nameScenarios } from './tenant-names.ts';
import { policyScenarios } from './tenant-policies.ts';
import { exchangeScenarios, graphScenarios } from './tenant-services.ts';
import { weatherScenarios } from './tenant-weather.ts';

/** Every tenant-level scenario; the first is `fine`. */
export const tenantScenarios: readonly TenantScenario[] = [
  ...nameScenarios,
  ...policyScenarios,
  ...directoryScenarios,
  ...delegationScenarios,
  ...graphScenarios,
  ...exchangeScenarios,
  ...weatherScenarios,
];

const partnerScenarios: readonly PartnerScenario[] = [
  ...partnerTenantScenarios,
  ...credentialScenarios,
  ...customerListScenarios,
];

const tenantByName = new Map(tenantScenarios.map((scenario) => [scenario.name, scenario]));
const partnerByName = new Map(partnerScenarios.map((scenario) => [scenario.name, scenario]));

/** The tenant-level scenario of that name; an unknown name throws with the list of all. */
export function tenantScenario(name: string): TenantScenario {
  return pick(tenantByName, name, 'tenant');
}

/** The partner-level scenario of that name; an unknown name throws with the list of all. */
export function partnerScenario(name: string): PartnerScenario {
  return pick(partnerByName, name, 'partner');
}

/** What every scenario is called, does and should be diagnosed as. */
export function scenarioNames(): { partner: ScenarioInfo[]; tenant: ScenarioInfo[] } {
  return { partner: partnerScenarios.map(toInfo), tenant: tenantScenarios.map(toInfo) };
}

function pick<T>(scenarios: ReadonlyMap<string, T>, name: string, level: string): T {
  const found = scenarios.get(name);
  if (found !== undefined) return found;
  throw new Error(`There is no ${level} scenario "${name}". There are: ${[...scenarios.keys()].join(', ')}.`);
}

function toInfo(scenario: ScenarioInfo): ScenarioInfo {
  const { name, summary, expectedCause, expectedStatus, alternativeCauses, exchangeMode } = scenario;
  return {
    name,
    summary,
    expectedCause,
    expectedStatus,
    ...(alternativeCauses === undefined ? {} : { alternativeCauses }),
    ...(exchangeMode === undefined ? {} : { exchangeMode }),
  };
}
