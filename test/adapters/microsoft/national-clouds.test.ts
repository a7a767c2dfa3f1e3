import { describe, expect, it } from 'vitest';
import { CLOUD_HOSTS } from '../../../src/adapters/microsoft/clouds.ts';
import { redeemToken } from '../../../src/adapters/microsoft/entra/redeem-token.ts';
import { readExchange } from '../../../src/adapters/microsoft/exchange/read-exchange.ts';
import { readGraph } from '../../../src/adapters/microsoft/graph/read-graph.ts';
import { CLOUD_NAMES } from '../../../src/core/model/cloud/connection.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import { connection, tenantId } from '../../core/fixtures.ts';
import { answer, createRig } from './fake-transport.ts';

const TENANT = tenantId(5);
const clouds = [
  {
    cloud: 'global',
    login: 'login.microsoftonline.com',
    graph: 'graph.microsoft.com',
    exchange: 'outlook.office365.com',
  },
  { cloud: 'usgov', login: 'login.microsoftonline.us', graph: 'graph.microsoft.us', exchange: 'outlook.office365.us' },
  {
    cloud: 'usgov-dod',
    login: 'login.microsoftonline.us',
    graph: 'dod-graph.microsoft.us',
    exchange: 'outlook-dod.office365.us',
  },
  {
    cloud: 'china',
    login: 'login.partner.microsoftonline.cn',
    graph: 'microsoftgraph.chinacloudapi.cn',
    exchange: 'outlook.office365.cn',
  },
] as const;
const clean = (text: string): string => text;
const token = new Secret('opaque');
const USERS = { id: 'graph.read', token, tenantId: TENANT, path: '/v1.0/users?$top=1&$select=id' } as const;
const CONFIG = { id: 'exchange.read', token, tenantId: TENANT, cmdlet: 'Get-OrganizationConfig' } as const;

describe('the national clouds', () => {
  it('are all in the table', () => expect(clouds.map(({ cloud }) => cloud)).toEqual([...CLOUD_NAMES]));

  it.each(clouds.flatMap((one) => (['graph', 'exchange'] as const).map((resource) => ({ ...one, resource }))))(
    'redeem at $login for $resource in $cloud, with one request and no discovery',
    async ({ cloud, login, graph, exchange, resource }) => {
      for (const legacyClient of resource === 'exchange' ? [false, true] : [false]) {
        const { requester, transport } = createRig(() => answer(200, { access_token: 'a', token_type: 'Bearer' }));
        const parts = { connection: { ...connection, cloud }, requester, hosts: CLOUD_HOSTS[cloud], clean };
        expect(await redeemToken({ authorityTenant: TENANT, resource, legacyClient }, parts)).toMatchObject({
          ok: true,
        });
        expect(transport.sent).toHaveLength(1);
        const [sent] = transport.sent;
        const url = new URL(sent?.url ?? '');
        expect(`${sent?.method} ${url.origin}${url.pathname}`).toBe(
          `POST https://${login}/${TENANT}/oauth2/v2.0/token`,
        );
        const scopes = new URLSearchParams(sent?.body).get('scope')?.split(' ') ?? [];
        expect(scopes.filter((scope) => scope.startsWith('https:'))).toEqual([
          `https://${resource === 'graph' ? graph : exchange}/.default`,
        ]);
      }
    },
  );

  it.each(clouds)('ask Graph at $graph and Exchange at $exchange in $cloud', async ({ cloud, graph, exchange }) => {
    const { requester, transport } = createRig(() => answer(200, { value: [{ id: TENANT }] }));
    const hosts = CLOUD_HOSTS[cloud];
    expect((await readGraph(USERS, { requester, host: hosts.graph, aliases: [], clean })).ok).toBe(true);
    expect((await readExchange(CONFIG, { requester, host: hosts.exchange, clean })).ok).toBe(true);
    expect(transport.sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET https://${graph}/v1.0/users?$top=1&$select=id`,
      `POST https://${exchange}/adminapi/beta/${TENANT}/InvokeCommand`,
    ]);
    for (const { headers } of transport.sent) expect(headers.authorization).toBe('Bearer opaque');
    expect(transport.sent[1]?.headers['x-anchormailbox']).toBe(
      `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${TENANT}`,
    );
    expect(JSON.parse(transport.sent[1]?.body ?? '')).toEqual({
      CmdletInput: { CmdletName: 'Get-OrganizationConfig', Parameters: {} },
    });
  });

  it('refuse to take an answer of another shape for a pass', async () => {
    for (const body of [{}, { value: 'x' }, '', '[]', '{"value":[']) {
      const { requester } = createRig(() => answer(200, body));
      expect(await readGraph(USERS, { requester, host: 'graph.microsoft.com', aliases: [], clean })).toMatchObject({
        fault: { kind: 'malformed' },
      });
      expect(await readExchange(CONFIG, { requester, host: 'outlook.office365.com', clean })).toMatchObject({
        fault: { kind: 'malformed' },
      });
    }
  });

  it('show no opaque token that a refusal repeats', async () => {
    const { requester } = createRig(() => answer(403, { error: { code: 'x', message: 'you sent opaque' } }));
    const answers = [
      await readGraph(USERS, { requester, host: 'graph.microsoft.com', aliases: [], clean }),
      await readExchange(CONFIG, { requester, host: 'outlook.office365.com', clean }),
    ];
    for (const one of answers) expect(one).toMatchObject({ fault: { message: 'you sent [token]' } });
  });
});
