import type { Answer } from '../answers/answer.ts';
import { type EntraRefusal, entraErrorReply } from '../answers/entra-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import { callOf } from '../world/calls.ts';
import type { Tenant } from '../world/tenant.ts';
import type { World } from '../world/world.ts';
import { checkAssertion } from './check-assertion.ts';
import { checkFederated, isFederated } from './check-federated.ts';
import type { TokenRequest } from './client-check.ts';
import type { Resource } from './resources.ts';
import { applicationTokenReply } from './token-answer.ts';

/** A token for the app that signs in by itself; undefined for a request of another client. */
export function ownAppToken(
  world: World,
  request: TokenRequest,
  tenant: Tenant,
  resource: Resource,
  inbound: Inbound,
): Answer | undefined {
  const { ownApp } = world;
  if (request.client_id.toLowerCase() !== ownApp.applicationId) return undefined;
  const refuse = (refusal: EntraRefusal): Answer => entraErrorReply(refusal, refusal.text, inbound);
  if (request.grant_type !== 'client_credentials') {
    const text = `AADSTS error: the grant type '${request.grant_type}' is not what this app was made for.`;
    return refuse({ code: 70003, error: 'unsupported_grant_type', text });
  }
  const call = callOf(world, inbound, tenant, resource.audience);
  const { applicationId, applicationName } = ownApp;
  const reaction = ownApp.scenarioIn(tenant.tenantId).token?.({ ...call, applicationId, applicationName });
  if (reaction !== undefined) return reaction;
  if (isFederated(request.client_assertion)) {
    const refusal = checkFederated(request.client_assertion, world.application().federated);
    if (refusal) return refuse(refusal);
  } else if (request.client_assertion !== '') {
    const refusal = checkAssertion(request, ownApp.registrationIn(tenant.tenantId).keyCredentials, tenant);
    if (refusal) return refuse(refusal);
  } else if (request.client_secret !== ownApp.secret) {
    const text = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${applicationId}'.`;
    return refuse({ code: 7000215, error: 'invalid_client', text });
  }
  const rolesIn = resource.name === 'graph' ? ownApp.rolesIn : ownApp.exchangeRolesIn;
  const roles = rolesIn(tenant.tenantId);
  return applicationTokenReply(applicationId, { ...resource, roles }, tenant.tenantId, inbound);
}
