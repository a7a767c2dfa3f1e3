import type { EntraRefusal } from '../answers/entra-error.ts';
import { LEGACY_CLIENT_ID, type Partner } from '../world/partner.ts';
import type { Tenant } from '../world/tenant.ts';
import { checkAssertion } from './check-assertion.ts';
import { checkFederated, isFederated } from './check-federated.ts';
import type { Client } from './clients.ts';
import { grantsIn } from './registered-scopes.ts';

/** A token request's form, '' where a parameter is absent. Parameters are named as on the wire. */
export interface TokenRequest {
  readonly grant_type: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly client_assertion: string;
  readonly client_assertion_type: string;
  readonly refresh_token: string;
  readonly code: string;
  readonly code_verifier: string;
  readonly redirect_uri: string;
  readonly device_code: string;
  readonly scope: string;
  readonly client_info: string;
}

/** What Entra has against the client and its credential; undefined when nothing. `isPublic`: the grant is a public client's. */
export function checkClient(
  request: TokenRequest,
  client: Client | undefined,
  partner: Partner,
  tenant: Tenant,
  isPublic: boolean,
): EntraRefusal | undefined {
  if (request.client_id === LEGACY_CLIENT_ID) return checkPublicClient(request);
  const app = client?.app;
  if (!client || (app && app.principalId === null && tenant === partner.tenant)) {
    const text = `Application with identifier '${request.client_id}' was not found in the directory '${tenant.givenName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`;
    return { code: 700016, error: 'unauthorized_client', text };
  }
  if (app && tenant !== partner.tenant && grantsIn(app, tenant).length === 0) {
    const text = `The user or administrator has not consented to use the application with ID '${app.appId}' named '${app.displayName}'. Send an interactive authorization request for this user and resource.`;
    return { code: 65001, error: 'invalid_grant', suberror: 'consent_required', text };
  }
  if (isPublic) return checkPublicClient(request);
  if (isFederated(request.client_assertion)) return checkFederated(request.client_assertion, client.federated());
  if (request.client_assertion !== '') return checkAssertion(request, client.keys(), tenant);
  if (request.client_secret === '') {
    const text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    return { code: 7000218, error: 'invalid_client', text };
  }
  if (!client.takes(request.client_secret)) {
    const text = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${request.client_id}'.`;
    return { code: 7000215, error: 'invalid_client', text };
  }
  return undefined;
}

function checkPublicClient(request: TokenRequest): EntraRefusal | undefined {
  if (request.client_secret === '' && request.client_assertion === '') return undefined;
  const text = "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.";
  return { code: 700025, error: 'invalid_client', text };
}
