import { isIP } from 'node:net';
import { type SandboxTenant, toSandboxTenant } from './control/control-plane.ts';
import type { SimulatedSite } from './control/resource-manager.ts';
import { createServer } from './server.ts';
import { createGate } from './traffic/gate.ts';
import { createTraffic, type SandboxStats } from './traffic/stats.ts';
import type { AppSettings } from './world/app-registration.ts';
import type { RelationshipSettings } from './world/delegation.ts';
import type { GdapCustomers, Mix } from './world/fleet.ts';
import type { Partner } from './world/partner.ts';
import { apiIdIn } from './world/permissions.ts';
import type { RegistrationSettings } from './world/registrations.ts';
import { createWorld, type NewTenant, type World } from './world/world.ts';

export { scenarioNames } from './scenarios/catalog.ts';
export { ownAppScenarios } from './scenarios/own-app.ts';
export type { SandboxStats, SandboxTenant };

/** Everything may be left out. */
export interface SandboxOptions {
  /** How many customers the list names; default 40. `everything` may need more and makes them. */
  tenants?: number;
  /** Delay before each answer; default 0. */
  latencyMs?: number;
  /** Budget over all services, in fixed windows of a second; beyond it 429 with Retry-After: 1. Default: none. */
  requestsPerSecond?: number;
  /** Default 0, any free port. */
  port?: number;
  /** A loopback address; default 127.0.0.1. */
  host?: string;
  /** healthy (default), demo (nine of forty fail, of five causes) or everything (each tenant scenario at least once). */
  mix?: Mix;
  /** The same seed gives the same names, ids and credentials; default 1. */
  seed?: number;
  /** Most customers on a page of a list; default 999, small values force many pages. */
  pageSize?: number;
  /** Seconds between two polls for a device code; default 5, as Entra says. */
  pollIntervalS?: number;
  /** What delegatedAdminCustomers answers: a part of contracts (default), two more besides, or 403. */
  gdapCustomers?: GdapCustomers;
}

/** A running simulated cloud. Tenants are named by id, default domain or name, without regard to case. */
export interface Sandbox {
  /** `http://HOST:PORT` */
  readonly origin: string;
  /** CIPP's function app, by its resource id: how often it was restarted, and whether that is allowed. */
  readonly site: SimulatedSite;
  /** What a client's environment needs. The values look like real ones and are worth nothing elsewhere. */
  environment(): Record<string, string>;
  /** The customers, in the order of the list; copies. */
  tenants(): readonly SandboxTenant[];
  /** Takes effect with the next request. Unknown names throw; an unknown scenario's error lists all. */
  setTenant(tenantIdOrDomainOrName: string, scenario: string): void;
  /** Gives these scenarios to healthy tenants, evenly spaced; throws when there are too few. */
  spread(scenarios: readonly string[]): void;
  setPartner(scenario: string): void;
  /** How the next sign-ins go; `approve` by default. */
  setSignIn(scenario: string): void;
  /** The app that signs in by itself: it is in every customer's tenant. */
  ownApp(): { applicationId: string; applicationSecret: string };
  /** What it may sign in with beside its secret. */
  setOwnAppCertificates(certificates: AppSettings['certificates']): void;
  /** Beginnings of every secret and token that is known here: what nobody may show or keep in the open. */
  secretMarks(): string[];
  /** What is wrong with it in a tenant; `fine` by default. */
  setOwnApp(tenantIdOrDomainOrName: string, scenario: string): void;
  /** Adds a redirect address to the app's registration. */
  registerRedirect(uri: string): void;
  /** Another program's app in the partner's tenant, with a service principal; gives its application id. */
  registerApp(settings: RegistrationSettings): string;
  /** As if none had been registered since the start. */
  forgetApps(): void;
  /** The apps that were registered there since the start, and what each was granted. */
  registeredApps(): {
    displayName: string;
    redirectUris: readonly string[];
    secrets: number;
    scopes: readonly string[];
  }[];
  /** Adds a customer to both lists. */
  addTenant(tenant?: NewTenant): SandboxTenant;
  /** Takes a customer out of the lists and the cloud. */
  removeTenant(tenantIdOrDomainOrName: string): void;
  /** The app's secrets and certificates; what is left out stays. Default: one secret that lasts for 300 days. */
  setApplication(settings: AppSettings): void;
  /** Removes the app's secret of that name, as an administrator would; throws where there is none. */
  removeSecret(displayName: string): void;
  /** Replaces a customer's delegated admin relationships; undefined brings the one back that lasts for a year. */
  setRelationships(tenantIdOrDomainOrName: string, relationships: readonly RelationshipSettings[] | undefined): void;
  /** Whether the list of relationships is forbidden (403); with `gdapCustomers: 'denied'` it always is. */
  denyRelationships(denied: boolean): void;
  stats(): SandboxStats;
  resetStats(): void;
  /**
   * Keeps answers back once this many more were given, until `release` or for so many milliseconds: a sweep is under way as
   * long as a test wants.
   */
  hold(after?: number, atMostMs?: number): void;
  /** Gives what was kept back, and answers again. */
  release(): void;
  /** Breaks what is still open, hanging requests too. */
  close(): Promise<void>;
}

/** Starts a simulated Microsoft cloud: Entra, Graph and Exchange's admin API on one loopback port. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = checkHost(options.host ?? '127.0.0.1');
  const world = createWorld(
    checkCount('tenants', options.tenants ?? 40, 0),
    options.mix ?? 'healthy',
    options.gdapCustomers ?? 'same',
    options.seed ?? 1,
  );
  const traffic = createTraffic();
  const gate = createGate();
  let origin = '';
  const site: SimulatedSite = {
    resourceId: SITE,
    restarts: 0,
    allowed: true,
    vault: undefined,
    handed: undefined,
    late: false,
  };
  const server = createServer(world, traffic, {
    latencyMs: checkCount('latencyMs', options.latencyMs ?? 0, 0),
    requestsPerSecond:
      options.requestsPerSecond === undefined
        ? undefined
        : checkCount('requestsPerSecond', options.requestsPerSecond, 1),
    pageSize: checkCount('pageSize', options.pageSize ?? 999, 1),
    pollIntervalS: checkCount('pollIntervalS', options.pollIntervalS ?? 5, 0),
    gate,
    site,
    origin: () => origin,
  });
  origin = await server.listen({ host, port: options.port ?? 0 });

  return {
    origin,
    site,
    environment: () => environmentOf(origin, world.partner),
    tenants: () => world.customers().map(toSandboxTenant),
    setTenant: world.setTenant,
    spread: world.spread,
    setPartner: world.setPartner,
    setSignIn: world.setSignIn,
    secretMarks: () => {
      const { partner, signIns, addedSecrets, registrations } = world;
      const added = [addedSecrets, ...registrations.all().map(({ secrets }) => secrets)].flatMap((one) => one.marks());
      return [partner.secret, partner.samGrant.mark, partner.legacyGrant.mark, ...signIns.marks(), ...added];
    },
    setOwnAppCertificates: (certificates = []) => world.ownApp.setCertificates(certificates),
    ownApp: () => ({ applicationId: world.ownApp.applicationId, applicationSecret: world.ownApp.secret }),
    setOwnApp: (wanted, scenario) => world.ownApp.set(world.find(wanted).tenantId, scenario),
    registerRedirect: (uri) => void world.redirectUris.add(uri),
    registerApp: (settings) => registerApp(world, settings),
    forgetApps: () => [...world.registrations.all()].forEach(world.registrations.remove),
    registeredApps: () =>
      world.registrations.all().map((app) => ({
        displayName: app.displayName,
        redirectUris: app.redirectUris,
        secrets: app.passwordCredentials.length,
        scopes: [...app.grants.values()].flatMap(({ scope }) => scope.split(' ')),
      })),
    addTenant: (tenant = {}) => toSandboxTenant(world.add(tenant)),
    removeTenant: world.remove,
    setApplication: (settings) => void world.setApplication(settings),
    removeSecret: (displayName) => {
      const found = world.application().passwordCredentials.find((one) => one.displayName === displayName);
      if (!world.addedSecrets.remove(String(found?.keyId))) throw new Error(`The app has no secret “${displayName}”.`);
    },
    setRelationships: (wanted, settings) => world.relationships.set(world.find(wanted), settings),
    denyRelationships: world.relationships.deny,
    stats: traffic.stats,
    resetStats: traffic.reset,
    hold: (after = 0, atMostMs = Number.POSITIVE_INFINITY) => gate.hold(after, atMostMs),
    release: gate.release,
    close: () => server.close(),
  };
}

function registerApp({ registrations, partner }: World, settings: RegistrationSettings): string {
  const { consented = [], ...rest } = settings;
  const app = registrations.add(rest);
  app.principalId = registrations.newId();
  if (consented.length > 0)
    app.grants.set(registrations.newId(), { resourceId: apiIdIn(partner.tenant, 'graph'), scope: consented.join(' ') });
  return app.appId;
}

const SITE =
  '/subscriptions/6f0c9a0e-5f43-4c53-9a4a-0d3f5b9a4c11/resourceGroups/cipp/providers/Microsoft.Web/sites/cipp-harbourlight';

function environmentOf(origin: string, partner: Partner): Record<string, string> {
  return {
    SAMARITAN_CLOUD: 'sandbox',
    SAMARITAN_SANDBOX_URL: origin,
    SAM_APPLICATION_ID: partner.applicationId,
    SAM_APPLICATION_SECRET: partner.secret,
    SAM_REFRESH_TOKEN: partner.samGrant.issue(),
    SAM_EXCHANGE_REFRESH_TOKEN: partner.legacyGrant.issue(),
    SAM_TENANT_ID: partner.tenant.tenantId,
  };
}

// The sandbox hands out tokens to whoever asks: nobody but this machine may.
function checkHost(host: string): string {
  const isLoopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  if (isLoopback) return host;
  throw new Error(`The sandbox listens on loopback only (127.0.0.1, ::1 or localhost), not on "${host}".`);
}

function checkCount(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`${name} must be a whole number of at least ${least}, not ${value}.`);
}
