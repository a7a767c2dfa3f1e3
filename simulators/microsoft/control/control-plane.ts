import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { scenarioNames } from '../scenarios/catalog.ts';
import type { Traffic } from '../traffic/stats.ts';
import type { Tenant } from '../world/tenant.ts';
import type { World } from '../world/world.ts';
import { registerExpiryControls } from './expiry-controls.ts';
import { handle, parse } from './handle.ts';

const scenarioBody = z.strictObject({ scenario: z.string().min(1) });
const tenantBody = z.strictObject({
  displayName: z.string().min(1).optional(),
  defaultDomainName: z.string().min(3).optional(),
  scenario: z.string().min(1).optional(),
});

/** What the control plane and the sandbox tell about a tenant. */
export interface SandboxTenant {
  readonly tenantId: string;
  /** What Graph shows; a scenario may hide or replace it. */
  readonly displayName: string | null;
  readonly defaultDomainName: string;
  readonly scenario: string;
  readonly listedIn: readonly ('contracts' | 'delegatedAdminCustomers')[];
  /** How often it was asked since its scenario was last set. */
  readonly asked: { graphToken: number; exchangeToken: number; graph: number; exchange: number };
}

/** A tenant as outsiders see it: a copy. */
export function toSandboxTenant(tenant: Tenant): SandboxTenant {
  const { tenantId, displayName, defaultDomainName, scenario, listedIn, asked } = tenant;
  return { tenantId, displayName, defaultDomainName, scenario: scenario.name, listedIn, asked: { ...asked } };
}

/** Steers the sandbox from another process, under `/sandbox`. Answers JSON; a refusal is `{ "error": "<a sentence>" }`. */
export function registerControlPlane(server: FastifyInstance, world: World, traffic: Traffic): void {
  const tenantOf = (request: FastifyRequest): Tenant => world.find((request.params as { tenant: string }).tenant);
  server.get(
    '/sandbox/stats',
    handle(200, () => traffic.stats()),
  );
  server.post(
    '/sandbox/stats/reset',
    handle(200, () => {
      traffic.reset();
      return traffic.stats();
    }),
  );
  server.get('/sandbox/scenarios', handle(200, scenarioNames));
  server.get(
    '/sandbox/tenants',
    handle(200, () => world.customers().map(toSandboxTenant)),
  );
  server.post(
    '/sandbox/tenants',
    handle(201, (request) => toSandboxTenant(world.add(parse(tenantBody, request)))),
  );
  server.get(
    '/sandbox/tenants/:tenant',
    handle(200, (request) => toSandboxTenant(tenantOf(request))),
  );
  server.put(
    '/sandbox/tenants/:tenant',
    handle(200, (request) => {
      const tenant = tenantOf(request);
      world.setTenant(tenant.tenantId, parse(scenarioBody, request).scenario);
      return toSandboxTenant(tenant);
    }),
  );
  server.delete(
    '/sandbox/tenants/:tenant',
    handle(200, (request) => {
      const tenant = tenantOf(request);
      world.remove(tenant.tenantId);
      return toSandboxTenant(tenant);
    }),
  );
  server.get(
    '/sandbox/partner',
    handle(200, () => partnerOf(world)),
  );
  server.put(
    '/sandbox/partner',
    handle(200, (request) => {
      world.setPartner(parse(scenarioBody, request).scenario);
      return partnerOf(world);
    }),
  );
  const signIn = () => ({ scenario: world.signIns.scenario.name });
  server.get('/sandbox/sign-in', handle(200, signIn));
  server.put(
    '/sandbox/sign-in',
    handle(200, (request) => {
      world.setSignIn(parse(scenarioBody, request).scenario);
      return signIn();
    }),
  );
  server.get(
    '/sandbox/own-app',
    handle(200, () => ({ applicationId: world.ownApp.applicationId, applicationSecret: world.ownApp.secret })),
  );
  server.put(
    '/sandbox/tenants/:tenant/own-app',
    handle(200, (request) => {
      const { tenantId } = tenantOf(request);
      world.ownApp.set(tenantId, parse(scenarioBody, request).scenario);
      return { tenantId, scenario: world.ownApp.scenarioIn(tenantId).name };
    }),
  );
  registerExpiryControls(server, world);
}

function partnerOf(world: World) {
  const { tenant, scenario } = world.partner;
  return { ...toSandboxTenant(tenant), scenario: scenario.name };
}
