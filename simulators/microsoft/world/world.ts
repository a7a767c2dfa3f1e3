import { partnerScenario, tenantScenario } from '../scenarios/catalog.ts';
import { signInScenario } from '../scenarios/sign-in.ts';
import { type AddedSecrets, createAddedSecrets } from './added-secrets.ts';
import {
  type AppRegistration,
  type AppSettings,
  changeAppRegistration,
  createAppRegistration,
} from './app-registration.ts';
import { createFleet, createTenant, type GdapCustomers, type Mix, spread } from './fleet.ts';
import { createOwnApp, type OwnApp } from './own-app.ts';
import { createPartner, nothingAskedOfPartner, type Partner } from './partner.ts';
import { createRandom } from './random.ts';
import { createRegistrations, type Registrations } from './registrations.ts';
import { createRelationships, type Relationships } from './relationships.ts';
import { createSignIns, type SignIns } from './sign-ins.ts';
import { applyScenario, type Tenant } from './tenant.ts';

/** What a new customer may be given; the rest is made up. */
export interface NewTenant {
  readonly displayName?: string | undefined;
  readonly defaultDomainName?: string | undefined;
  readonly scenario?: string | undefined;
}

/** Nobody of that id, domain or name is in this cloud. */
export class UnknownTenantError extends Error {
  constructor(wanted: string) {
    super(`There is no tenant "${wanted}": give an id, a default domain or a name.`);
  }
}

/** The partner, its customers and what is wrong with them. Names are matched without regard to case. */
export interface World {
  readonly partner: Partner;
  /** An app that signs in by itself, beside the partner's. */
  readonly ownApp: OwnApp;
  readonly gdapCustomers: GdapCustomers;
  /** Delegated access to the customers, one by one. */
  readonly relationships: Relationships;
  readonly signIns: SignIns;
  /** Registered on the app beside the usual ones. */
  readonly redirectUris: Set<string>;
  /** Apps that were registered through Graph. */
  readonly registrations: Registrations;
  /** The object of the partner's own app. */
  ownObjectId(): string;
  customers(): readonly Tenant[];
  /** Grows whenever a list of customers would read differently. */
  revision(): number;
  /** The customer or the partner's own tenant, by id or default domain: what a URL may carry. */
  byAuthority(idOrDomain: string): Tenant | undefined;
  /** The same, also by name; throws when there is none. */
  find(idDomainOrName: string): Tenant;
  setTenant(idDomainOrName: string, scenario: string): void;
  /** Gives the scenarios to healthy customers, evenly spaced. */
  spread(scenarios: readonly string[]): void;
  setPartner(scenario: string): void;
  /** How the next sign-ins go. */
  setSignIn(scenario: string): void;
  /** The app as the partner's tenant has it registered. */
  application(): AppRegistration;
  /** Its secrets that came and went through Graph. */
  readonly addedSecrets: AddedSecrets;
  setApplication(settings: AppSettings): AppRegistration;
  add(tenant: NewTenant): Tenant;
  remove(idDomainOrName: string): void;
}

/** A world that is the same for the same arguments. */
export function createWorld(size: number, mix: Mix, gdapCustomers: GdapCustomers, seed: number): World {
  const random = createRandom(seed);
  const partner = createPartner(random);
  const customers = createFleet(size, mix, gdapCustomers, random);
  const relationships = createRelationships(partner.tenant.tenantId);
  const signIns = createSignIns(partner, seed);
  let application = createAppRegistration(partner);
  const addedSecrets = createAddedSecrets(
    partner,
    {
      read: () => application,
      replace: (passwordCredentials) => {
        application = { ...application, passwordCredentials };
      },
    },
    createRandom(seed + 7919),
  );
  const directory = new Map<string, Tenant>();
  let revision = 0;
  let made = customers.length;

  const register = (tenant: Tenant): void => {
    directory.set(tenant.tenantId, tenant);
    directory.set(tenant.defaultDomainName.toLowerCase(), tenant);
  };
  const byAuthority = (idOrDomain: string): Tenant | undefined => directory.get(idOrDomain.toLowerCase());
  const find = (wanted: string): Tenant => {
    const name = wanted.toLowerCase();
    const found =
      directory.get(name) ??
      customers.find((one) => one.givenName.toLowerCase() === name || one.displayName?.toLowerCase() === name);
    if (found === undefined) throw new UnknownTenantError(wanted);
    return found;
  };
  const change = (tenant: Tenant, scenario: string): void => {
    applyScenario(tenant, tenantScenario(scenario));
    revision += 1;
  };
  [partner.tenant, ...customers].forEach(register);

  return {
    partner,
    ownApp: createOwnApp(partner),
    gdapCustomers,
    relationships,
    signIns,
    redirectUris: new Set(),
    registrations: createRegistrations(createRandom(seed + 104_729)),
    ownObjectId: () => `${partner.applicationId.slice(0, -2)}01`,
    customers: () => customers,
    revision: () => revision,
    byAuthority,
    find,
    setTenant: (wanted, scenario) => change(find(wanted), scenario),
    spread(scenarios) {
      for (const name of scenarios) tenantScenario(name);
      spread(customers, scenarios);
      revision += 1;
    },
    setPartner(scenario) {
      partner.scenario = partnerScenario(scenario);
      partner.asked = nothingAskedOfPartner();
      revision += 1;
    },
    setSignIn(scenario) {
      signIns.scenario = signInScenario(scenario);
    },
    application: () => application,
    addedSecrets,
    setApplication(settings) {
      application = changeAppRegistration(application, settings, partner);
      return application;
    },
    add(wanted) {
      const scenario = tenantScenario(wanted.scenario ?? 'fine');
      const draft = createTenant(made, random, ['contracts', 'delegatedAdminCustomers']);
      const givenName = wanted.displayName ?? draft.givenName;
      const tenant = { ...draft, givenName, defaultDomainName: wanted.defaultDomainName ?? draft.defaultDomainName };
      if (byAuthority(tenant.defaultDomainName) !== undefined) {
        throw new Error(`There is a tenant with the domain "${tenant.defaultDomainName}" already.`);
      }
      applyScenario(tenant, scenario);
      made += 1;
      customers.push(tenant);
      register(tenant);
      revision += 1;
      return tenant;
    },
    remove(wanted) {
      const tenant = find(wanted);
      if (tenant === partner.tenant) throw new Error("The partner's own tenant cannot be removed.");
      customers.splice(customers.indexOf(tenant), 1);
      relationships.set(tenant, undefined);
      directory.delete(tenant.tenantId);
      directory.delete(tenant.defaultDomainName.toLowerCase());
      revision += 1;
    },
  };
}
