import { tenantScenario, tenantScenarios } from '../scenarios/catalog.ts';
import { companyDomain, companyName } from './company-names.ts';
import type { Random } from './random.ts';
import { applyScenario, type CustomerList, nothingAsked, type Tenant } from './tenant.ts';

/** Which scenarios a new fleet of tenants gets. */
export type Mix = 'healthy' | 'demo' | 'everything';

/** Whom delegatedAdminCustomers names: a part of contracts, two more than contracts, or nobody (403). */
export type GdapCustomers = 'same' | 'extra' | 'denied';

// Nine of forty, of five causes: what a managed service provider meets on an ordinary Monday.
const DEMO: readonly (readonly [string, number])[] = [
  ['consent-missing', 3],
  ['ca-block', 2],
  ['no-gdap-path', 2],
  ['exchange-not-licensed', 1],
  ['mfa-required', 1],
];
const DEMO_SIZE = 40;

/** One tenant of the fleet, healthy until it gets a scenario. */
export function createTenant(index: number, random: Random, listedIn: readonly CustomerList[]): Tenant {
  const givenName = companyName(index);
  return {
    tenantId: random.guid(),
    contractId: random.guid(),
    defaultDomainName: companyDomain(givenName),
    givenName,
    displayName: givenName,
    scenario: tenantScenario('fine'),
    asked: nothingAsked(),
    listedIn,
    refused: [],
  };
}

/** A fleet of `size` listed customers; `everything` makes it as large as there are scenarios, `extra` adds two. */
export function createFleet(size: number, mix: Mix, gdap: GdapCustomers, random: Random): Tenant[] {
  const count = mix === 'everything' ? Math.max(size, tenantScenarios.length) : size;
  const fleet: Tenant[] = [];
  for (let index = 0; index < count; index += 1) fleet.push(createTenant(index, random, listsOf(index)));
  if (mix === 'everything') tenantScenarios.forEach((scenario, index) => void give(fleet[index], scenario.name));
  if (mix === 'demo') spread(fleet, demoScenarios(count));
  if (gdap === 'extra') {
    for (const index of [count, count + 1]) fleet.push(createTenant(index, random, ['delegatedAdminCustomers']));
  }
  return fleet;
}

/** Gives the named scenarios to healthy tenants, evenly spaced; throws when there are too few. */
export function spread(fleet: readonly Tenant[], scenarios: readonly string[]): void {
  const healthy = fleet.filter((tenant) => tenant.scenario.name === 'fine');
  if (healthy.length < scenarios.length) {
    throw new Error(`${scenarios.length} scenarios need as many healthy tenants; there are ${healthy.length}.`);
  }
  const step = healthy.length / Math.max(1, scenarios.length);
  scenarios.forEach((name, index) => void give(healthy[Math.floor((index + 0.5) * step)], name));
}

// Two of three customers have a GDAP relationship; the others are known from their reseller contract alone.
function listsOf(index: number): readonly CustomerList[] {
  return index % 3 === 2 ? ['contracts'] : ['contracts', 'delegatedAdminCustomers'];
}

function demoScenarios(count: number): string[] {
  const names: string[] = [];
  for (const [name, share] of DEMO) {
    const times = Math.round((share * count) / DEMO_SIZE);
    for (let time = 0; time < times; time += 1) names.push(name);
  }
  return interleave(names);
}

// So that one cause does not stand in one corner of the list.
function interleave(names: readonly string[]): string[] {
  const half = Math.ceil(names.length / 2);
  const mixed: string[] = [];
  for (let index = 0; index < half; index += 1)
    mixed.push(...names.slice(index, index + 1), ...names.slice(half + index, half + index + 1));
  return mixed;
}

function give(tenant: Tenant | undefined, scenario: string): void {
  if (tenant !== undefined) applyScenario(tenant, tenantScenario(scenario));
}
