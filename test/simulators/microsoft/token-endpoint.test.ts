import { constants, createHash, randomUUID, sign, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import { makeCertificate, makeKey } from '../../../simulators/microsoft/vault/make-certificate.ts';
import { claimsOf, createClient, EXCHANGE, GRAPH, send } from './client.ts';

const own = makeCertificate();
/** As a client signs it, with what is given instead. */
function assertion(
  claims: Record<string, unknown> = {},
  { certificate, key } = own,
  tenant = client.partnerId,
): Record<string, string> {
  const print = createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');
  const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': print };
  const id = client.form.client_id;
  const now = Math.floor(Date.now() / 1000);
  const aud = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`;
  const body = { aud, iss: id, sub: id, jti: randomUUID(), nbf: now, exp: now + 600, ...claims };
  const signed = [header, body].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const signature = sign('sha256', Buffer.from(signed), { key, ...padding }).toString('base64url');
  return {
    client_secret: '',
    client_assertion: `${signed}.${signature}`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  };
}

const LEGACY = 'a0c73c16-a7e3-4564-9a95-2bdf47383716';
let sandbox: Sandbox;
let client: ReturnType<typeof createClient>;
let customer: { tenantId: string; defaultDomainName: string };

beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 3 });
  client = createClient(sandbox);
  customer = sandbox.tenants()[0] ?? { tenantId: '', defaultDomainName: '' };
});
afterAll(() => sandbox.close());

const codeOf = async (changes: Record<string, string>, tenant = customer.tenantId): Promise<unknown[]> => {
  const { status, json } = await client.redeem(tenant, GRAPH, changes);
  return [status, json.error, json.error_codes?.[0]];
};

describe('the token endpoint', () => {
  it('redeems the refresh token for each resource, by id and by domain', async () => {
    for (const tenant of [customer.tenantId, customer.defaultDomainName, customer.tenantId.toUpperCase()]) {
      const { status, json, headers } = await client.redeem(tenant, GRAPH);
      expect(status).toBe(200);
      expect(json).toMatchObject({
        token_type: 'Bearer',
        expires_in: expect.any(Number),
        ext_expires_in: expect.any(Number),
      });
      expect(json.scope).toContain(GRAPH);
      expect(json).not.toHaveProperty('id_token');
      expect(headers).toMatchObject({ 'cache-control': expect.stringContaining('no-store'), date: expect.any(String) });
      expect(headers['x-ms-ests-server']).toBeDefined();
      const claims = claimsOf(json.access_token);
      expect(claims).toMatchObject({ aud: 'https://graph.microsoft.com', tid: customer.tenantId, ver: '1.0' });
      expect(claims.appid).toBe(client.environment.SAM_APPLICATION_ID);
      expect(claims.exp - claims.iat).toBe(json.expires_in);
      for (const claim of ['iss', 'oid', 'upn', 'scp', 'amr', 'wids']) expect(claims).toHaveProperty(claim);
    }
    expect(claimsOf(await client.token(customer.tenantId, EXCHANGE)).aud).toBe('https://outlook.office365.com');
  });

  it('gives an id token and client info when they are asked for', async () => {
    const scope = `${GRAPH} openid profile offline_access`;
    const { json } = await client.redeem(customer.tenantId, scope, { client_info: '1' });
    expect(claimsOf(json.id_token)).toMatchObject({ aud: client.environment.SAM_APPLICATION_ID, ver: '2.0' });
    const info = JSON.parse(Buffer.from(json.client_info, 'base64url').toString());
    expect(info.utid).toBe(client.partnerId);
  });

  it('gives a new refresh token each time, while the old ones stay valid', async () => {
    const { json: first } = await client.redeem(customer.tenantId, GRAPH);
    const { json: second } = await client.redeem(customer.tenantId, GRAPH);
    const tokens = [client.form.refresh_token, first.refresh_token, second.refresh_token];
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(await codeOf({ refresh_token: token })).toEqual([200, undefined, undefined]);
  });

  it('echoes client-request-id as correlation id, from the header and from the query', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const url = `${sandbox.origin}/${customer.tenantId}/oauth2/v2.0/token`;
    const post = { method: 'POST', body: 'grant_type=x', headers: {} } as const;
    const byHeader = await send(url, { ...post, headers: { 'client-request-id': id } });
    const byQuery = await send(`${url}?client-request-id=${id}`, post);
    expect([byHeader.json.correlation_id, byQuery.json.correlation_id]).toEqual([id, id]);
    expect(byQuery.json.error_description).toContain(`Correlation ID: ${id}`);
  });

  it.each([
    ['an unknown client', { client_id: '99999999-9999-4999-8999-999999999999' }, [400, 'unauthorized_client', 700016]],
    ['a wrong secret', { client_secret: 'abc8Q~wrong' }, [401, 'invalid_client', 7000215]],
    ['no secret', { client_secret: '' }, [401, 'invalid_client', 7000218]],
    ['an unknown grant', { grant_type: 'magic' }, [400, 'unsupported_grant_type', 70003]],
    ['no grant', { grant_type: '' }, [400, 'invalid_request', 900144]],
    ['no refresh token', { refresh_token: '' }, [400, 'invalid_request', 900144]],
    ['a mangled refresh token', { refresh_token: '1.AXYZ' }, [400, 'invalid_grant', 9002313]],
    ['no scope', { scope: '' }, [400, 'invalid_request', 900144]],
    ['a scope that does not exist', { scope: 'everything' }, [400, 'invalid_scope', 70011]],
    ['an unknown resource', { scope: 'https://nowhere.example/.default' }, [400, 'invalid_resource', 500011]],
  ])('refuses %s', async (_what, changes, expected) => {
    expect(await codeOf(changes)).toEqual(expected);
  });

  describe('with a certificate', () => {
    beforeAll(() => sandbox.setApplication({ certificates: [{ pem: own.certificate }] }));

    it('takes an assertion that the app’s key signed for this tenant', async () => {
      expect(await codeOf(assertion(), client.partnerId)).toEqual([200, undefined, undefined]);
      const forCustomer = assertion({}, own, customer.defaultDomainName);
      expect(await codeOf(forCustomer, customer.defaultDomainName)).toEqual([200, undefined, undefined]);
    });

    const past = Math.floor(Date.now() / 1000) - 900;
    it.each([
      ['an unknown certificate', () => assertion({}, makeCertificate({ key: own.key, startsAt: 0 })), 700027],
      ['a signature of another key', () => assertion({}, { ...own, key: makeKey() }), 700027],
      ['one that is over', () => assertion({ nbf: past - 600, exp: past }), 700024],
      ['one of another app', () => assertion({ iss: LEGACY }), 700021],
      ['one for another tenant', () => assertion({}, own, customer.tenantId), 700023],
      ['what is no assertion', () => ({ ...assertion(), client_assertion: 'a.b.c' }), 50027],
      ['one of no kind', () => ({ ...assertion(), client_assertion_type: '' }), 900144],
    ])('refuses %s', async (_what, made, code) => {
      expect((await codeOf(made(), client.partnerId))[2]).toBe(code);
    });
  });

  it('refuses a refresh token that was cut or changed at one place', async () => {
    const token = client.form.refresh_token ?? '';
    const changed = `${token.slice(0, -3)}${token.at(-3) === 'a' ? 'b' : 'a'}${token.slice(-2)}`;
    for (const refresh_token of [token.slice(0, -1), `${token}x`, changed]) {
      expect(await codeOf({ refresh_token })).toEqual([400, 'invalid_grant', 9002313]);
    }
  });

  it('refuses a body that is no form', async () => {
    const url = `${sandbox.origin}/${customer.tenantId}/oauth2/v2.0/token`;
    const headers = { 'content-type': 'application/json' };
    const answer = await send(url, { method: 'POST', headers, body: JSON.stringify({ ...client.form, scope: GRAPH }) });
    expect(answer.json.error_codes).toEqual([900144]);
  });

  it('refuses tenants that do not exist or cannot', async () => {
    expect(await codeOf({}, '99999999-9999-4999-8999-999999999999')).toEqual([400, 'invalid_request', 90002]);
    expect(await codeOf({}, 'nobody.example')).toEqual([400, 'invalid_request', 90002]);
    expect(await codeOf({}, 'nobody')).toEqual([400, 'invalid_request', 900023]);
  });

  it('knows the retired Exchange client: no secret, its own refresh token, Exchange only', async () => {
    const legacy = {
      grant_type: 'refresh_token',
      client_id: LEGACY,
      refresh_token: client.environment.SAM_EXCHANGE_REFRESH_TOKEN ?? '',
      scope: EXCHANGE,
    };
    const good = await client.postForm(customer.defaultDomainName, legacy);
    expect(good.status).toBe(200);
    expect((await client.exchange(customer.tenantId, good.json.access_token)).status).toBe(200);
    const secret = await client.postForm(customer.tenantId, { ...legacy, client_secret: 'any' });
    expect(secret.json.error_codes).toEqual([700025]);
    const graph = await client.postForm(customer.tenantId, { ...legacy, scope: GRAPH });
    expect(graph.json.error_codes).toEqual([65002]);
  });

  it('says client_mismatch when the two refresh tokens are in each other’s place', async () => {
    const swapped = { error: 'invalid_grant', error_codes: [700007], suberror: 'client_mismatch' };
    const other = client.environment.SAM_EXCHANGE_REFRESH_TOKEN ?? '';
    expect((await client.redeem(customer.tenantId, GRAPH, { refresh_token: other })).json).toMatchObject(swapped);
    const { refresh_token = '' } = client.form;
    const legacy = { grant_type: 'refresh_token', client_id: LEGACY, refresh_token, scope: EXCHANGE };
    expect((await client.postForm(customer.tenantId, legacy)).json).toMatchObject(swapped);
  });

  it('gives an app its own token, without a refresh token', async () => {
    const { json } = await client.redeem(customer.tenantId, GRAPH, { grant_type: 'client_credentials' });
    expect(Object.keys(json).sort()).toEqual(['access_token', 'expires_in', 'ext_expires_in', 'token_type']);
    expect(claimsOf(json.access_token)).toMatchObject({ idtyp: 'app', tid: customer.tenantId });
  });

  it('gives a bot of any registration the token of the Bot Framework', async () => {
    const bot = { grant_type: 'client_credentials', client_id: 'a-bot', client_secret: 'its own' };
    const { json } = await client.postForm('any.example', { ...bot, scope: 'https://api.botframework.com/.default' });
    expect(claimsOf(json.access_token).aud).toBe('https://api.botframework.com');
  });
});

describe('the openid configuration', () => {
  it('tells a tenant that exists from one that does not', async () => {
    const get = (tenant: string) => send(`${sandbox.origin}/${tenant}/v2.0/.well-known/openid-configuration`);
    const found = await get(customer.defaultDomainName);
    expect(found.status).toBe(200);
    expect(found.json.issuer).toBe(`https://login.microsoftonline.com/${customer.tenantId}/v2.0`);
    expect(found.json.msgraph_host).toBe('graph.microsoft.com');
    const missing = await get('nobody.example');
    expect(missing.status).toBe(400);
    expect(missing.json).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
  });

  it('denies a tenant with the scenario tenant-not-found', async () => {
    sandbox.setTenant(customer.tenantId, 'tenant-not-found');
    const answer = await send(`${sandbox.origin}/${customer.tenantId}/v2.0/.well-known/openid-configuration`);
    sandbox.setTenant(customer.tenantId, 'fine');
    expect(answer.json).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
  });
});
