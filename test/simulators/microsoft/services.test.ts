import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import { createClient, EXCHANGE, GRAPH, send } from './client.ts';

let sandbox: Sandbox;
let client: ReturnType<typeof createClient>;
let partnerToken: string;
const running: Sandbox[] = [];

beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 25, pageSize: 10 });
  client = createClient(sandbox);
  partnerToken = await client.token(client.partnerId, GRAPH);
});
afterEach(() => Promise.all(running.splice(0).map((one) => one.close())));
afterAll(() => sandbox.close());

const tenantAt = (index: number) =>
  sandbox.tenants()[index] ?? { tenantId: '', defaultDomainName: '', displayName: '' };
const readAll = async (path: string, from = client, token = partnerToken) => {
  const items: Record<string, unknown>[] = [];
  let pages = 0;
  for (let next = path; next !== undefined; pages += 1) {
    const { json } = await from.graph(next, token);
    items.push(...json.value);
    next = json['@odata.nextLink'];
  }
  return { items, pages };
};

describe('the list of contracts', () => {
  it('is cut into pages that name every customer once', async () => {
    const { items, pages } = await readAll('/contracts?$top=999');
    expect(pages).toBe(3);
    expect(items.map((item) => item.customerId)).toEqual(sandbox.tenants().map((tenant) => tenant.tenantId));
    expect(items[0]).toMatchObject({
      displayName: expect.any(String),
      defaultDomainName: expect.stringContaining('.example'),
    });
  });

  it('comes in pages of 100 unless asked otherwise, of 999 at most', async () => {
    const large = await createSandbox({ tenants: 1100 });
    running.push(large);
    const other = createClient(large);
    const token = await other.token(other.partnerId, GRAPH);
    expect((await other.graph('/contracts', token)).json.value).toHaveLength(100);
    expect((await other.graph('/contracts?$top=999', token)).json.value).toHaveLength(999);
    expect((await other.graph('/contracts?%24top=999', token)).json.value).toHaveLength(999);
    expect((await other.graph('/contracts?$top=1000', token)).json.error.code).toBe('Request_BadRequest');
    expect((await readAll('/contracts?$top=999', other, token)).items).toHaveLength(1100);
  });

  it('filters and selects', async () => {
    const { tenantId, defaultDomainName } = tenantAt(7);
    const byId = await client.graph(`/contracts?$filter=customerId eq ${tenantId}&$select=displayName`, partnerToken);
    expect(byId.json.value).toEqual([{ displayName: tenantAt(7).displayName }]);
    const byDomain = await client.graph(`/contracts?$filter=defaultDomainName eq '${defaultDomainName}'`, partnerToken);
    expect(byDomain.json.value).toHaveLength(1);
    expect((await client.graph('/contracts?$filter=startswith(displayName,%27A%27)', partnerToken)).status).toBe(400);
    expect((await client.graph('/contracts?$skiptoken=made-up', partnerToken)).status).toBe(400);
  });

  it('is empty for a token of a customer’s tenant', async () => {
    const token = await client.token(tenantAt(0).tenantId, GRAPH);
    expect((await client.graph('/contracts', token)).json.value).toEqual([]);
  });

  it('follows changes of names and customers at once', async () => {
    const added = sandbox.addTenant({ displayName: 'New & Sons', scenario: 'ca-block' });
    const names = async () => (await readAll('/contracts?$top=999')).items.map((item) => item.displayName);
    expect(await names()).toContain('New & Sons');
    sandbox.setTenant('new & sons', 'no-name');
    expect(await names()).toContain(null);
    sandbox.removeTenant(added.defaultDomainName);
    expect(await names()).toHaveLength(25);
    expect((await client.redeem(added.tenantId, GRAPH)).json.error_codes).toEqual([90002]);
  });
});

describe('the list of GDAP customers', () => {
  const listOf = async (gdapCustomers: 'same' | 'extra' | 'denied') => {
    const one = await createSandbox({ tenants: 6, gdapCustomers });
    running.push(one);
    const other = createClient(one);
    const token = await other.token(other.partnerId, GRAPH);
    const path = '/tenantRelationships/delegatedAdminCustomers?$top=300';
    return { other, contracts: await other.graph('/contracts', token), gdap: await other.graph(path, token) };
  };
  const idsOf = (answer: { json: { value: { customerId?: string; tenantId?: string }[] } }) =>
    answer.json.value.map((item) => item.customerId ?? item.tenantId);

  it('is a part of the contracts when same', async () => {
    const { contracts, gdap } = await listOf('same');
    expect(idsOf(contracts)).toEqual(expect.arrayContaining(idsOf(gdap)));
    expect(idsOf(gdap).length).toBeLessThan(idsOf(contracts).length);
  });

  it('names two more that work when extra', async () => {
    const { other, contracts, gdap } = await listOf('extra');
    const more = idsOf(gdap).filter((id) => !idsOf(contracts).includes(id));
    expect(more).toHaveLength(2);
    for (const id of more) expect((await other.users(id ?? '')).status).toBe(200);
  });

  it('is forbidden when denied', async () => {
    const { contracts, gdap } = await listOf('denied');
    expect(contracts.status).toBe(200);
    expect(gdap.status).toBe(403);
    expect(gdap.json.error.code).toBe('Authorization_RequestDenied');
  });
});

describe('Graph', () => {
  it('reads users, the organization and the account itself, in v1.0 and beta', async () => {
    const { tenantId } = tenantAt(1);
    const token = await client.token(tenantId, GRAPH);
    const users = await client.graph('/users?$top=1&$select=id', token, { 'client-request-id': 'mine' });
    expect(users.json.value).toEqual([{ id: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    expect(users.headers).toMatchObject({ 'client-request-id': 'mine', 'request-id': expect.any(String) });
    expect(JSON.parse(String(users.headers['x-ms-ags-diagnostic']))).toHaveProperty('ServerInfo.DataCenter');
    expect((await readAll('/users?$top=1', client, token)).items).toHaveLength(3);
    expect((await client.graph('/organization', token)).json.value[0].id).toBe(tenantId);
    expect((await client.graph(`${sandbox.origin}/beta/users`, token)).status).toBe(200);
    expect((await client.graph('/me', token)).json.error.code).toBe('Request_ResourceNotFound');
    expect((await client.graph('/me', partnerToken)).json.userPrincipalName).toContain('@');
  });

  it('tells what a tenant has bought, to who may read that', async () => {
    const { tenantId } = tenantAt(3);
    const select = '$select=skuPartNumber,capabilityStatus';
    const { json } = await client.graph(`/subscribedSkus?${select}`, await client.token(tenantId, GRAPH));
    expect(json.value).toEqual(
      ['Enabled', 'Suspended'].map((capabilityStatus) => ({ skuPartNumber: expect.any(String), capabilityStatus })),
    );
    sandbox.setTenant(tenantId, 'grants-unreadable');
    const denied = await client.graph('/subscribedSkus', await client.token(tenantId, GRAPH));
    expect([denied.status, denied.json.error.code]).toEqual([403, 'Authorization_RequestDenied']);
    sandbox.setTenant(tenantId, 'fine');
  });

  it('refuses tokens that are missing, mangled, for another service or of another cloud', async () => {
    const url = `${sandbox.origin}/v1.0/users`;
    const missing = await send(url);
    expect(missing.status).toBe(401);
    expect(missing.json.error).toMatchObject({ code: 'InvalidAuthenticationToken', message: 'Access token is empty.' });
    expect(missing.headers['www-authenticate']).toContain('Bearer');
    expect((await client.graph('/users', 'garbage')).json.error.message).toContain('CompactToken');
    const forged = `${partnerToken.slice(0, -4)}AAAA`;
    expect((await client.graph('/users', forged)).status).toBe(401);
    const stranger = await createSandbox({ tenants: 1, seed: 99 });
    running.push(stranger);
    const other = createClient(stranger);
    expect((await client.graph('/users', await other.token(other.partnerId, GRAPH))).status).toBe(401);
  });

  it('knows no other path and no other method', async () => {
    expect((await client.graph('/nonsense', partnerToken)).json.error).toMatchObject({
      code: 'BadRequest',
      message: "Resource not found for the segment 'nonsense'.",
    });
    expect((await client.graph('/users/nobody', partnerToken)).status).toBe(404);
    const headers = { authorization: `Bearer ${partnerToken}` };
    expect((await send(`${sandbox.origin}/v1.0/users`, { method: 'POST', headers })).status).toBe(405);
  });
});

describe('Exchange', () => {
  it('runs Get-OrganizationConfig by id and by domain, and nothing else', async () => {
    const { tenantId, defaultDomainName } = tenantAt(2);
    const token = await client.token(tenantId, EXCHANGE);
    for (const tenant of [tenantId, defaultDomainName]) {
      const { status, json } = await client.exchange(tenant, token);
      expect(status).toBe(200);
      expect(json['@odata.context']).toContain(tenantId);
      expect(json.value[0].Name).toBe(defaultDomainName);
    }
    const unknown = await client.exchange(tenantId, token, {}, 'Remove-Everything');
    expect(unknown.status).toBe(400);
    expect(unknown.json.error.details[0].message).toContain('Remove-Everything');
  });

  it('refuses a missing token with an empty 401', async () => {
    const { tenantId } = tenantAt(2);
    const url = `${sandbox.origin}/adminapi/v1.0/${tenantId}/InvokeCommand`;
    const answer = await send(url, { method: 'POST', body: '{}' });
    expect(answer).toMatchObject({ status: 401, text: '' });
    expect(answer.headers['www-authenticate']).toContain('00000002-0000-0ff1-ce00-000000000000');
  });

  it('refuses a body that is no command', async () => {
    const { tenantId } = tenantAt(2);
    const headers = {
      authorization: `Bearer ${await client.token(tenantId, EXCHANGE)}`,
      'content-type': 'application/json',
    };
    const url = `${sandbox.origin}/adminapi/v1.0/${tenantId}/InvokeCommand`;
    for (const body of ['{', '{"CmdletInput":1}']) {
      expect((await send(url, { method: 'POST', headers, body })).status).toBe(400);
    }
  });
});

describe('Partner Center', () => {
  const SCOPE = 'https://api.partnercenter.microsoft.com/.default';
  const GRANT = {
    enterpriseApplicationId: '00000003-0000-0000-c000-000000000000',
    scope: 'User.Read.All, Policy.Read.All',
  };
  const own = async (at = client.partnerId) => {
    const token = await client.token(at, SCOPE);
    const ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) =>
      send(`${sandbox.origin}/v1/customers${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ValidateMfa: 'true' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    return ask;
  };
  const consentTo = (tenantId: string) => `/${tenantId}/applicationconsents`;
  const applicationId = () => sandbox.environment().SAM_APPLICATION_ID ?? '';
  const consent = (grants: object[] = [GRANT]) => ({ applicationId: applicationId(), applicationGrants: grants });

  it('lists the customers, and says whether the token has MFA', async () => {
    const { status, headers, json } = await (await own())('GET', '?size=2');
    expect([status, json.totalCount, json.items.length, headers.ismfacompliant]).toEqual([200, 25, 2, 'true']);
    expect(json.items[0]).toMatchObject({ id: tenantAt(0).tenantId, relationshipToPartner: 'reseller' });
  });

  it('consents for a customer once, and takes that away again', async () => {
    const { tenantId } = tenantAt(3);
    sandbox.setTenant(tenantId, 'consent-missing');
    const ask = await own();
    expect((await client.redeem(tenantId, GRAPH)).json.error_codes).toEqual([65001]);
    expect((await ask('POST', consentTo(tenantId), consent())).status).toBe(201);
    expect((await client.redeem(tenantId, GRAPH)).status).toBe(200);
    const again = await ask('POST', consentTo(tenantId), consent());
    expect([again.status, again.json.description]).toEqual([409, 'Permission entry already exists.']);
    expect((await ask('DELETE', `${consentTo(tenantId)}/${applicationId()}`)).status).toBe(204);
    expect((await client.redeem(tenantId, GRAPH)).json.error_codes).toEqual([65001]);
    sandbox.setTenant(tenantId, 'fine');
  });

  it.each([
    ['another app', 4, () => ({ ...consent(), applicationId: GRANT.enterpriseApplicationId }), 400],
    ['a permission that nobody has', 4, () => consent([{ ...GRANT, scope: 'User.Reed.All' }]), 400],
    [
      'an API that the tenant lacks',
      4,
      () => consent([{ ...GRANT, enterpriseApplicationId: '48ac35b8-9aa8-4d74-927d-1f4a14a0b239' }]),
      400,
    ],
    ['a customer without delegated access', 5, () => consent(), 400],
    ['nobody’s customer', -1, () => consent(), 404],
  ])('refuses %s', async (_name, index, body, status) => {
    sandbox.setTenant(tenantAt(4).tenantId, 'consent-missing');
    sandbox.setTenant(tenantAt(5).tenantId, 'gdap-ended');
    const tenantId = index < 0 ? GRANT.enterpriseApplicationId : tenantAt(index).tenantId;
    const refused = await (await own())('POST', consentTo(tenantId), body());
    for (const one of [4, 5]) sandbox.setTenant(tenantAt(one).tenantId, 'fine');
    expect([refused.status, refused.json.code]).toEqual([status, String(status)]);
  });

  it('takes no token without MFA, of a customer’s tenant, or for another service', async () => {
    sandbox.setPartner('mfa-claim-missing');
    const { status, headers, json } = await (await own())('GET', '');
    sandbox.setPartner('fine');
    expect([status, json.code, headers.ismfacompliant]).toEqual([401, '900421', 'false']);
    expect((await (await own(tenantAt(0).tenantId))('GET', '')).status).toBe(401);
    const other = await send(`${sandbox.origin}/v1/customers`, {
      headers: { authorization: `Bearer ${partnerToken}` },
    });
    expect(other.status).toBe(401);
    expect(sandbox.stats().violations).toContainEqual(expect.stringContaining('was sent to Partner Center'));
  });
});
