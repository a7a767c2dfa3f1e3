import { z } from 'zod';
import type { Answer, Call, Reply } from '../answers/answer.ts';
import { type EntraRefusal, entraErrorReply } from '../answers/entra-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import { callOf } from '../world/calls.ts';
import { LEGACY_CLIENT_ID } from '../world/partner.ts';
import { rolesBy } from '../world/permissions.ts';
import type { RefusedSignIn } from '../world/tenant.ts';
import type { World } from '../world/world.ts';
import { checkClient, type TokenRequest } from './client-check.ts';
import { findClient } from './clients.ts';
import { redeemDeviceCode } from './device-code.ts';
import { findTenant } from './find-tenant.ts';
import { CLIENT_MISMATCH, checkRefreshToken } from './grant-check.ts';
import { ownAppToken } from './own-app-token.ts';
import { redeemCode } from './redeem-code.ts';
import { registeredScopes } from './registered-scopes.ts';
import { GRAPH_AUDIENCE, readScope } from './resources.ts';
import { applicationTokenReply, delegatedTokenReply } from './token-answer.ts';

/** The full name and the short one that MSAL sends. */
const DEVICE_GRANTS: ReadonlySet<string> = new Set(['urn:ietf:params:oauth:grant-type:device_code', 'device_code']);
const DEVICE_SCOPE = `${GRAPH_AUDIENCE}/.default openid profile offline_access`;

/** `POST /{tenant}/oauth2/v2.0/token`: checks what it is sent in the order Entra does, then gives or refuses a token. */
export function createTokenEndpoint(
  world: World,
  violated: (text: string) => void,
): (authority: string, request: Inbound) => Answer {
  return (authority, inbound) => {
    const refuse = (refusal: EntraRefusal): Reply => entraErrorReply(refusal, refusal.text, inbound);
    const request = readTokenRequest(inbound);
    const isDevice = DEVICE_GRANTS.has(request.grant_type);
    for (const name of ['grant_type', 'client_id', 'scope'] as const) {
      // A device code has its scope already.
      if (request[name] === '' && !(isDevice && name === 'scope')) return refuse(missing(name));
    }
    const scope = readScope(isDevice ? DEVICE_SCOPE : request.scope);
    // The bot signs in with a registration of its own, in a tenant of its own: nothing here is known about either.
    if (scope.kind === 'one' && scope.resource.name === 'bot' && request.grant_type === 'client_credentials') {
      if (request.client_secret === '') return refuse(missing('client_secret'));
      return applicationTokenReply(request.client_id, scope.resource, authority, inbound);
    }
    const tenant = findTenant(world, authority);
    if ('code' in tenant) return refuse(tenant);

    const ownApp = scope.kind === 'one' && ownAppToken(world, request, tenant, scope.resource, inbound);
    if (ownApp) return ownApp;

    const audience = scope.kind === 'one' ? scope.resource.audience : request.scope;
    const call = callOf(world, inbound, tenant, audience);
    const known = world.signIns.find(request.refresh_token);
    const isNew = known !== undefined || isDevice || request.grant_type === 'authorization_code';
    const weather = partnerReaction(world, request, call, isNew);
    if (weather !== undefined) return weather;

    const client = findClient(world, request.client_id);
    const isPublic = isDevice || known?.isPublic === true || client?.isPublic === true;
    const clientFault = checkClient(request, client, world.partner, tenant, isPublic);
    if (clientFault !== undefined) return refuse(clientFault);
    if (known && known.clientId !== request.client_id.toLowerCase()) return refuse(CLIENT_MISMATCH);
    let signIn = known;
    let nonce: string | undefined;
    if (isDevice) {
      const redeemed = redeemDeviceCode(world, request, inbound);
      if ('status' in redeemed) return redeemed;
      signIn = redeemed;
    } else if (request.grant_type === 'authorization_code') {
      const redeemed = redeemCode(world, request, inbound, isPublic);
      if ('status' in redeemed) return redeemed;
      signIn = redeemed.signIn;
      nonce = redeemed.nonce;
    } else if (request.grant_type !== 'refresh_token' && request.grant_type !== 'client_credentials') {
      return refuse({
        code: 70003,
        error: 'unsupported_grant_type',
        text: `The app requested unsupported grant type '${request.grant_type}'.`,
      });
    }
    const needsToken = signIn === undefined && request.grant_type === 'refresh_token';
    const grant = signIn?.family ?? (needsToken ? checkRefreshToken(request, world.partner) : undefined);
    if (grant !== undefined && 'code' in grant) return refuse(grant);
    if (scope.kind !== 'one') {
      if (scope.kind === 'several') violated('more than one resource was asked for in the scope of one token request');
      return refuse(
        scope.kind === 'several' ? severalResources(request.scope) : unknownResource(scope.scope, authority),
      );
    }
    const isLegacy = request.client_id === LEGACY_CLIENT_ID;
    if (isLegacy && scope.resource.name !== 'exchange') return refuse(notPreauthorized(audience));

    const sort = scope.resource.name === 'exchange' ? 'exchangeToken' : 'graphToken';
    tenant.asked[sort] += 1;
    const isMet = grant !== undefined || tenant.scenario.peopleOnly !== true;
    const reaction = isMet ? tenant.scenario[sort]?.({ ...call, nth: tenant.asked[sort] }) : undefined;
    if (reaction !== undefined) {
      tenant.refused = [...readRefusal(reaction), ...tenant.refused].slice(0, MOST_KEPT);
      return reaction;
    }

    const { consent } = tenant === world.partner.tenant ? world.partner.scenario : tenant.scenario;
    const roles = rolesBy(consent, scope.resource.name);
    if (grant === undefined)
      return applicationTokenReply(request.client_id, { ...scope.resource, roles }, tenant.tenantId, inbound);
    return delegatedTokenReply(
      {
        clientId: request.client_id,
        resource: scope.resource,
        family: grant,
        scopes: client?.app && registeredScopes(world, client.app, scope.resource.name, tenant),
        signIn,
        nonce,
        openid: scope.openid,
        clientInfo: request.client_info === '1',
      },
      world.partner,
      tenant,
      call,
    );
  };
}

const refusalSchema = z.object({ correlation_id: z.string(), error_codes: z.tuple([z.number()]) });

const MOST_KEPT = 4;

function readRefusal(answer: Answer): RefusedSignIn[] {
  if (typeof answer === 'string' || !answer.body.startsWith('{"error":')) return [];
  const { data } = refusalSchema.safeParse(JSON.parse(answer.body));
  return data ? [{ correlationId: data.correlation_id, code: data.error_codes[0] }] : [];
}

/** `isNew`: what was signed in for since has none of the old token's faults; and an app by itself brings none. */
function partnerReaction(world: World, request: TokenRequest, call: Call, isNew: boolean): Answer | undefined {
  const { partner } = world;
  const { scenario, asked } = partner;
  const isAlone = request.grant_type === 'client_credentials';
  if ((isNew || isAlone) && scenario.oldTokenOnly === true) return undefined;
  if (isAlone && scenario.peopleOnly === true) return undefined;
  asked.everyToken += 1;
  const answer = scenario.everyToken?.({ ...call, nth: asked.everyToken });
  if (answer !== undefined) return answer;
  if (request.client_id === LEGACY_CLIENT_ID) {
    asked.legacyToken += 1;
    return scenario.legacyToken?.({ ...call, nth: asked.legacyToken });
  }
  if (call.tenant !== partner.tenant) return undefined;
  asked.partnerToken += 1;
  return scenario.partnerToken?.({ ...call, nth: asked.partnerToken });
}

function readTokenRequest(inbound: Inbound): TokenRequest {
  const isForm = inbound.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const form = new URLSearchParams(isForm ? inbound.body : '');
  const read = (name: string): string => form.get(name) ?? '';
  return {
    grant_type: read('grant_type'),
    client_id: read('client_id'),
    client_secret: read('client_secret'),
    client_assertion: read('client_assertion'),
    client_assertion_type: read('client_assertion_type'),
    refresh_token: read('refresh_token'),
    code: read('code'),
    code_verifier: read('code_verifier'),
    redirect_uri: read('redirect_uri'),
    device_code: read('device_code'),
    scope: read('scope'),
    client_info: read('client_info'),
  };
}

function missing(name: string): EntraRefusal {
  const text = `The request body must contain the following parameter: '${name}'.`;
  return { code: 900144, error: 'invalid_request', text };
}

function severalResources(scope: string): EntraRefusal {
  const text = `Provided value for the input parameter scope is not valid because it contains more than one resource. Scope ${scope} is not valid.`;
  return { code: 28000, error: 'invalid_scope', text };
}

function unknownResource(scope: string, tenant: string): EntraRefusal {
  if (!scope.includes('://')) {
    const text = `The provided value for the input parameter 'scope' is not valid. The scope '${scope}' does not exist.`;
    return { code: 70011, error: 'invalid_scope', text };
  }
  const resource = scope.slice(0, scope.lastIndexOf('/'));
  const text = `The resource principal named ${resource} was not found in the tenant named ${tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`;
  return { code: 500011, error: 'invalid_resource', text };
}

function notPreauthorized(resource: string): EntraRefusal {
  const text = `Consent between first party application '${LEGACY_CLIENT_ID}' and first party resource '${resource}' must be configured via preauthorization - applications owned and operated by Microsoft must get approval from the API owner before requesting tokens for that API.`;
  return { code: 65002, error: 'invalid_grant', text };
}
