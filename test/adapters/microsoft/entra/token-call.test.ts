import { describe, expect, it } from 'vitest';
import { CLOUD_HOSTS } from '../../../../src/adapters/microsoft/clouds.ts';
import { type TokenCall, toTokenCall } from '../../../../src/adapters/microsoft/entra/token-call.ts';
import { CLOUD_NAMES, type Connection, type SamConnection } from '../../../../src/core/model/cloud/connection.ts';
import type { TokenRequest } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { connection as sam, tenantId } from '../../../core/fixtures.ts';

const legacy: SamConnection = { ...sam, exchange: { kind: 'legacy', refreshToken: new Secret('the-second-token') } };
const device: SamConnection = { ...sam, publicClient: true };
const { name, cloud, applicationId, tenant, applicationSecret } = sam;
const alone: Connection = { kind: 'app-only', name, cloud, applicationId, tenant, applicationSecret };
/** Neither an id nor a domain: what MSAL builds for this alone. */
const WHOLE = 'no-domain';
const ID = /client-request-id=([\da-f-]{36})/;
/** A client credential has the id in its body. */
const withoutId = ({ body = '', url, ...call }: TokenCall) => ({ ...call, url, body: body.replace(ID, '') });

async function callFor(connection: Connection, rest: Partial<TokenRequest>) {
  const parts = { connection, hosts: CLOUD_HOSTS[connection.cloud] };
  const ask = (authorityTenant: string) => toTokenCall({ authorityTenant, resource: 'graph', ...rest }, parts);
  return { ask, whole: await ask(WHOLE) };
}

describe('toTokenCall', () => {
  const kinds = [
    ['an app with its secret', sam, {}],
    ['the same for Exchange', sam, { resource: 'exchange' }],
    ['an app asking by itself', sam, { alone: true }],
    ['an app in one tenant', alone, {}],
    ['a public client', device, {}],
    ['the retired client', legacy, { resource: 'exchange', legacyClient: true }],
  ] as const;

  it.each(kinds.flatMap((kind) => CLOUD_NAMES.map((where) => [...kind, where] as const)))(
    'gives each tenant of %s what MSAL builds for it, in the cloud $3',
    async (_what, connection, rest, where) => {
      const { ask, whole } = await callFor({ ...connection, cloud: where }, rest);
      for (const asked of [tenantId(5), tenantId(6), 'Contoso.onmicrosoft.com', 'fabrikam.de', tenantId(5)]) {
        const call = await ask(asked);
        const [given = ''] = ID.exec(call.url) ?? [];
        const url = whole.url.replace(WHOLE, asked.toLowerCase()).replace(ID, given);
        expect(withoutId(call)).toEqual(withoutId({ ...whole, url }));
        expect(new URL(call.url).pathname).toBe(`/${asked.toLowerCase()}/oauth2/v2.0/token`);
      }
    },
  );

  it('gives every request an id of its own', async () => {
    const { ask } = await callFor(sam, {});
    const calls = [await ask(tenantId(5)), await ask(tenantId(5)), await ask(tenantId(6)), await ask(WHOLE)];
    expect(new Set(calls.map(({ url }) => ID.exec(url)?.[1])).size).toBe(4);
  });

  it('keeps the requests of two connections and two kinds apart', async () => {
    const other = await callFor({ ...sam, refreshToken: new Secret('another-token') }, {});
    const { ask } = await callFor(sam, {});
    expect((await other.ask(tenantId(5))).body).toContain('another-token');
    expect((await ask(tenantId(5))).body).toContain('the-refresh-token');
    const parts = { connection: sam, hosts: CLOUD_HOSTS.global };
    const bodies = await Promise.all(
      (['graph', 'exchange', 'graph'] as const).map((resource) =>
        toTokenCall({ authorityTenant: tenantId(5), resource }, parts).then(({ body }) => body),
      ),
    );
    expect(bodies[0]).toBe(bodies[2]);
    expect(bodies[1]).toContain('outlook.office365.com');
    expect(bodies[0]).not.toContain('outlook.office365.com');
  });
});
