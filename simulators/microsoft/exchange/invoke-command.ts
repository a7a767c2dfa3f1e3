import { z } from 'zod';
import type { Answer, Call, Reply } from '../answers/answer.ts';
import { exchangeErrorReply, exchangeHeaders, exchangeUnauthorized } from '../answers/exchange-error.ts';
import { readBearer } from '../entra/bearer.ts';
import { EXCHANGE_AUDIENCE } from '../entra/resources.ts';
import type { Inbound } from '../traffic/inbound.ts';
import { shortPath } from '../traffic/leaks.ts';
import { callOf } from '../world/calls.ts';
import type { World } from '../world/world.ts';

const commandSchema = z.object({
  CmdletInput: z.object({ CmdletName: z.string(), Parameters: z.record(z.string(), z.unknown()).optional() }),
});
const WRONG_AUDIENCE =
  '2000003;reason="The audience claim value is invalid \'aud\'.";error_category="invalid_resource"';
const EXPIRED = '2000001;reason="The token has expired.";error_category="invalid_lifetime"';

/** `POST /adminapi/{version}/{tenant}/InvokeCommand`: what the Exchange Online module calls. Knows Get-OrganizationConfig. */
export function createInvokeCommand(
  world: World,
  violated: (text: string) => void,
): (version: string, authority: string, request: Inbound) => Answer {
  return (version, authority, inbound) => {
    checkHeaders(inbound, violated);
    const bearer = readBearer(inbound.headers.authorization, EXCHANGE_AUDIENCE);
    if (bearer.kind === 'foreign') {
      violated(`a token for ${bearer.audience} was sent to Exchange ${shortPath(inbound)}`);
      return exchangeUnauthorized(inbound, WRONG_AUDIENCE);
    }
    if (bearer.kind !== 'claims') return exchangeUnauthorized(inbound, bearer.kind === 'expired' ? EXPIRED : undefined);
    const tenant = world.byAuthority(authority);
    if (tenant === undefined || tenant.tenantId !== bearer.claims.tid) {
      if (tenant !== undefined) violated(`the token of another tenant was sent to Exchange ${shortPath(inbound)}`);
      return wrongTenant(inbound);
    }
    tenant.asked.exchange += 1;
    const call = callOf(world, inbound, tenant, EXCHANGE_AUDIENCE);
    const reaction = tenant.scenario.exchange?.({ ...call, nth: tenant.asked.exchange });
    if (reaction !== undefined) return reaction;
    const cmdlet = readCmdlet(inbound.body);
    if (cmdlet === undefined) return badRequest('The request body is not a valid CmdletInput.', call);
    if (cmdlet.toLowerCase() !== 'get-organizationconfig')
      return badRequest(`The cmdlet '${cmdlet}' is not known.`, call);
    return organizationConfig(version, call);
  };
}

function checkHeaders(inbound: Inbound, violated: (text: string) => void): void {
  if (inbound.headers['x-anchormailbox'] === undefined) violated('an Exchange request came without X-AnchorMailbox');
  // Without it the admin API labels some refusals gzip that are not, and a client reads them as a broken connection.
  if (inbound.headers['accept-encoding'] !== 'identity') {
    violated('an Exchange request came without Accept-Encoding: identity');
  }
}

function readCmdlet(body: string): string | undefined {
  try {
    return commandSchema.safeParse(JSON.parse(body)).data?.CmdletInput.CmdletName;
  } catch {
    return undefined;
  }
}

function organizationConfig(version: string, call: Call): Reply {
  const { tenant } = call;
  const body = {
    '@odata.context': `${EXCHANGE_AUDIENCE}/adminapi/${version}/${tenant.tenantId}/$metadata#Collection(Exchange.OrganizationConfig)`,
    value: [
      {
        '@odata.type': '#Exchange.OrganizationConfig',
        Name: tenant.defaultDomainName,
        Identity: tenant.defaultDomainName,
        DisplayName: tenant.displayName,
        Guid: tenant.contractId,
        IsDehydrated: true,
        OAuth2ClientProfileEnabled: true,
        AuditDisabled: false,
      },
    ],
  };
  return { status: 200, headers: exchangeHeaders(call), body: JSON.stringify(body) };
}

function wrongTenant(inbound: Inbound): Reply {
  const message = 'Unable to initialize the authorization context. Provide valid credential.';
  const type = 'Microsoft.Exchange.Configuration.Authorization.AuthorizationContextException';
  return exchangeErrorReply({ status: 401, code: 'Unauthorized', message, type }, inbound);
}

function badRequest(message: string, call: Call): Reply {
  return exchangeErrorReply({ status: 400, code: 'BadRequest', message, type: 'System.ArgumentException' }, call);
}
