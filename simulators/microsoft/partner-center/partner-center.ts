import { z } from 'zod';
import type { Reply } from '../answers/answer.ts';
import { readBearer } from '../entra/bearer.ts';
import { grantsIn } from '../entra/registered-scopes.ts';
import { PARTNER_CENTER_AUDIENCE } from '../entra/resources.ts';
import type { Inbound } from '../traffic/inbound.ts';
import { shortPath } from '../traffic/leaks.ts';
import { APIS, apiIdIn, offeredBy } from '../world/permissions.ts';
import type { Tenant } from '../world/tenant.ts';
import type { World } from '../world/world.ts';

const CONSENTS = /^\/v1\/customers\/([^/]+)\/applicationconsents(?:\/([^/]+))?$/i;
/** What an absent consent looks like at the token endpoint, and a consent mends. */
const UNCONSENTED: ReadonlySet<string> = new Set(['consent-missing', 'not-preauthorized']);

const consentSchema = z.object({
  applicationId: z.guid(),
  displayName: z.string().optional(),
  applicationGrants: z.array(z.object({ enterpriseApplicationId: z.guid(), scope: z.string().min(1) })).min(1),
});

/**
 * Partner Center's REST interface as far as consents go: the customers, and the consent of an app in a customer's tenant
 * (learn.microsoft.com/partner-center/developer/control-panel-vendor-apis, error-codes). It asks for MFA in the token, as
 * it does of everybody since 2026; the number 900421 is told in announcements, and no whole body of that answer was found.
 */
export function createPartnerCenter(world: World, violated: (text: string) => void): (inbound: Inbound) => Reply {
  const { partner, registrations } = world;
  return (inbound) => {
    const answer = (status: number, body?: object, headers: Record<string, string> = {}): Reply => ({
      status,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'ms-requestid': inbound.requestId,
        'ms-correlationid': inbound.correlationId,
        ...headers,
      },
      body: body === undefined ? '' : JSON.stringify(body),
    });
    const refuse = (status: number, description: string, code = String(status), headers = {}): Reply =>
      answer(status, { code, description, data: [], source: 'PartnerCenter' }, headers);

    const bearer = readBearer(inbound.headers.authorization, PARTNER_CENTER_AUDIENCE);
    if (bearer.kind === 'foreign')
      violated(`a token for ${bearer.audience} was sent to Partner Center ${shortPath(inbound)}`);
    if (bearer.kind !== 'claims' || bearer.claims.tid !== partner.tenant.tenantId)
      return refuse(401, 'The request is not authorized: the token is none of a partner for this service.');
    const { claims } = bearer;
    const isCompliant = claims.amr?.includes('mfa') === true;
    const told = inbound.headers.validatemfa === 'true' ? { isMfaCompliant: String(isCompliant) } : {};
    if (!isCompliant) return refuse(401, 'The token carries no MFA claim, which this call asks for.', '900421', told);
    if (claims.oid !== partner.accountId || claims.scp !== 'user_impersonation')
      return refuse(
        403,
        'The account is no Admin agent of this partner, or the app was not consented to.',
        '403',
        told,
      );

    if (inbound.method === 'GET' && inbound.path === '/v1/customers') {
      const items = world.customers().map(toCustomer);
      const size = Number(inbound.query.get('size') ?? items.length) || items.length;
      const attributes = { objectType: 'Collection' };
      return answer(200, { totalCount: items.length, items: items.slice(0, size), attributes }, told);
    }
    const [, customerId = '', consented] = CONSENTS.exec(inbound.path) ?? [];
    const tenant = world.customers().find((one) => one.tenantId === customerId.toLowerCase());
    if (!tenant) return refuse(404, `Customer ${customerId} was not found.`, '404', told);
    // Passed through from the customer's directory.
    if (tenant.scenario.delegation)
      return refuse(400, 'Insufficient privileges to complete the operation.', '400', told);

    const app = registrations.all().find(({ appId }) => appId === claims.appid);
    const held = app ? grantsIn(app, tenant) : [];
    if (inbound.method === 'DELETE' && consented !== undefined) {
      if (consented.toLowerCase() !== claims.appid) return refuse(404, 'There is no such consent.', '404', told);
      for (const [id] of held) app?.grants.delete(id);
      if (!app) world.setTenant(tenant.tenantId, 'consent-missing');
      return answer(204, undefined, told);
    }
    if (inbound.method !== 'POST' || consented !== undefined)
      return refuse(405, 'The method is not allowed.', '405', told);
    const body = consentSchema.safeParse(toJson(inbound.body)).data;
    if (body?.applicationId.toLowerCase() !== claims.appid)
      return refuse(400, 'The application is not the one that the token was given to.', '400', told);
    const wanted = body.applicationGrants.map(({ enterpriseApplicationId, scope }) => {
      const api = APIS.find(({ appId }) => appId === enterpriseApplicationId.toLowerCase());
      const names = scope.split(',').map((name) => name.trim());
      const offered = api ? offeredBy(api.name).filter(({ kind }) => kind === 'delegated') : [];
      return { api, names, known: names.every((name) => offered.some((one) => one.name === name)) };
    });
    if (wanted.some(({ api, known }) => !api || api.isAdded === true || !known))
      return refuse(400, 'A resource is not in the tenant of the customer, or has no such permission.', '400', told);
    // What more is asked for in the same call is not added either.
    if (app ? held.length > 0 : !UNCONSENTED.has(tenant.scenario.name))
      return refuse(409, 'Permission entry already exists.', '409', told);
    for (const { api, names } of wanted)
      if (api)
        app?.grants.set(registrations.newId(), { resourceId: apiIdIn(tenant, api.name), scope: names.join(' ') });
    if (!app) world.setTenant(tenant.tenantId, 'fine');
    return answer(201, body, told);
  };
}

function toCustomer({ tenantId, defaultDomainName, displayName }: Tenant) {
  return {
    id: tenantId,
    companyProfile: { tenantId, domain: defaultDomainName, companyName: displayName },
    relationshipToPartner: 'reseller',
    attributes: { objectType: 'Customer' },
  };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
