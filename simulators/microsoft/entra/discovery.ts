import type { Answer } from '../answers/answer.ts';
import { entraErrorReply, entraHeaders } from '../answers/entra-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import { callOf } from '../world/calls.ts';
import type { World } from '../world/world.ts';
import { findTenant } from './find-tenant.ts';

/** `GET /{tenant}/v2.0/.well-known/openid-configuration`: says for anybody whether a tenant exists and in which cloud. */
export function createDiscovery(world: World): (authority: string, request: Inbound) => Answer {
  return (authority, inbound) => {
    const tenant = findTenant(world, authority);
    if ('code' in tenant) return entraErrorReply({ ...tenant, error: 'invalid_tenant' }, tenant.text, inbound);
    const reaction = tenant.scenario.discovery?.(callOf(world, inbound, tenant, ''));
    if (reaction !== undefined) return reaction;
    const login = `https://login.microsoftonline.com/${tenant.tenantId}`;
    const body = {
      token_endpoint: `${login}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      jwks_uri: `${login}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      issuer: `${login}/v2.0`,
      request_uri_parameter_supported: false,
      userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
      authorization_endpoint: `${login}/oauth2/v2.0/authorize`,
      device_authorization_endpoint: `${login}/oauth2/v2.0/devicecode`,
      end_session_endpoint: `${login}/oauth2/v2.0/logout`,
      tenant_region_scope: 'EU',
      cloud_instance_name: 'microsoftonline.com',
      cloud_graph_host_name: 'graph.windows.net',
      msgraph_host: 'graph.microsoft.com',
      rbac_url: 'https://pas.windows.net',
    };
    return { status: 200, headers: entraHeaders(inbound), body: JSON.stringify(body) };
  };
}
