import type { TenantScenario } from '../scenarios/scenario.ts';

/** Which of the partner's two lists names a customer. */
export type CustomerList = 'contracts' | 'delegatedAdminCustomers';

/** How often a tenant was asked since its scenario was last set. */
export interface Asked {
  graphToken: number;
  exchangeToken: number;
  graph: number;
  exchange: number;
}

export interface RefusedSignIn {
  readonly correlationId: string;
  readonly code: number;
}

/** A directory of the simulated cloud; its scenario changes while the cloud runs. */
export interface Tenant {
  readonly tenantId: string;
  readonly contractId: string;
  readonly defaultDomainName: string;
  /** The name as it was made; what Graph shows may be overridden by the scenario. */
  readonly givenName: string;
  displayName: string | null;
  scenario: TenantScenario;
  asked: Asked;
  /** The last sign-ins that were refused here, as the log will have them, the newest first. */
  refused: readonly RefusedSignIn[];
  readonly listedIn: readonly CustomerList[];
}

/** Counts of a tenant nobody has asked yet. */
export function nothingAsked(): Asked {
  return { graphToken: 0, exchangeToken: 0, graph: 0, exchange: 0 };
}

/** Gives a tenant another scenario and forgets what was asked under the one before. */
export function applyScenario(tenant: Tenant, scenario: TenantScenario): void {
  tenant.scenario = scenario;
  tenant.displayName = scenario.displayName === undefined ? tenant.givenName : scenario.displayName;
  tenant.asked = nothingAsked();
  tenant.refused = [];
}
