import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, scenarioNames } from '../../../simulators/microsoft/sandbox.ts';
import { claimsOf, createClient, EXCHANGE, failureOf, GRAPH } from './client.ts';

const EVERYWHERE: Record<string, [status: number, code: number, error: string, suberror?: string]> = {
  'secret-wrong': [401, 7000215, 'invalid_client'],
  'secret-expired': [401, 7000222, 'invalid_client'],
  'secret-missing': [401, 7000218, 'invalid_client'],
  'certificate-invalid': [401, 700027, 'invalid_client'],
  'token-expired': [400, 700082, 'invalid_grant', 'bad_token'],
  'token-revoked': [400, 50173, 'invalid_grant', 'bad_token'],
  'token-malformed': [400, 9002313, 'invalid_grant'],
  'wrong-client': [400, 700007, 'invalid_grant', 'client_mismatch'],
  'device-gone': [400, 700003, 'invalid_grant'],
  'key-gone': [400, 135010, 'invalid_grant'],
  'account-disabled': [400, 50057, 'invalid_grant'],
  'account-locked': [400, 50053, 'invalid_grant'],
  'account-deleted': [400, 500341, 'invalid_grant'],
  'app-not-found': [400, 700016, 'unauthorized_client'],
  risk: [400, 53011, 'access_denied'],
};
const AT_HOME: Record<string, [number, number, string, string?]> = {
  'mfa-required': [400, 50076, 'invalid_grant', 'basic_action'],
  'tenant-not-found': [400, 90002, 'invalid_request'],
  'tenant-id-bad': [400, 900023, 'invalid_request'],
  'ca-block': [400, 53003, 'invalid_grant', 'message_only'],
  'sign-in-frequency': [400, 70043, 'invalid_grant', 'bad_token'],
};
const OTHERS = [
  'fine',
  'mfa-claim-missing',
  'opaque-token',
  'entra-down',
  'entra-hang',
  'entra-reset',
  'proxy-page',
  'throttled-then-fine',
  'legacy-client-retired',
  'customers-forbidden',
  'customers-claims-missing',
  'customers-claims-challenge',
  'customers-second-page-503',
  'customers-nextlink-elsewhere',
  'customers-nextlink-real-host',
  'customers-empty-page',
];

let sandbox: Sandbox;
let client: ReturnType<typeof createClient>;
let customer: string;

beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 9 });
  client = createClient(sandbox);
  customer = sandbox.tenants()[0]?.tenantId ?? '';
});
beforeEach(() => sandbox.setPartner('fine'));
afterAll(() => sandbox.close());

const home = () => client.redeem(client.partnerId, GRAPH);
const list = async (path = '/contracts?$top=999') => client.graph(path, await client.token(client.partnerId, GRAPH));

describe('partner scenarios', () => {
  it('are all tested here, and nothing else is', () => {
    const names = scenarioNames().partner.map((scenario) => scenario.name);
    expect([...Object.keys(EVERYWHERE), ...Object.keys(AT_HOME), ...OTHERS].sort()).toEqual([...names].sort());
  });

  it.each(Object.entries(EVERYWHERE))(
    '%s refuses tokens in every tenant',
    async (name, [status, code, error, suberror]) => {
      sandbox.setPartner(name);
      for (const tenant of [client.partnerId, customer]) {
        const answer = await client.redeem(tenant, GRAPH);
        expect(answer.status).toBe(status);
        expect(answer.json).toMatchObject({ error, error_codes: [code] });
        expect(answer.json.suberror).toBe(suberror);
        expect(answer.json.error_description).not.toMatch(/[{}]/);
      }
    },
  );

  it.each(Object.entries(AT_HOME))("%s refuses tokens in the partner's tenant only", async (name, expected) => {
    const [status, code, error, suberror] = expected;
    sandbox.setPartner(name);
    const answer = await home();
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ error, error_codes: [code] });
    expect(answer.json.suberror).toBe(suberror);
    expect((await client.redeem(customer, GRAPH)).status).toBe(200);
  });

  it('token-expired and token-revoked carry dates of the past', async () => {
    for (const name of ['token-expired', 'token-revoked']) {
      sandbox.setPartner(name);
      const { json } = await home();
      const [date = ''] = /\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(json.error_description) ?? [];
      expect(Date.parse(date)).toBeLessThan(Date.now() - 30 * 86_400_000);
    }
  });

  it('mfa-claim-missing gives a token without mfa in amr', async () => {
    expect(claimsOf(await client.token(client.partnerId, GRAPH)).amr).toEqual(['pwd', 'mfa']);
    sandbox.setPartner('mfa-claim-missing');
    expect(claimsOf(await client.token(client.partnerId, GRAPH)).amr).toEqual(['pwd']);
  });

  it('opaque-token gives a token that is no JWT and works all the same', async () => {
    sandbox.setPartner('opaque-token');
    expect(await client.token(client.partnerId, GRAPH)).not.toContain('.');
    expect((await list()).status).toBe(200);
  });

  it('entra-down and proxy-page answer HTML', async () => {
    sandbox.setPartner('entra-down');
    expect(await home()).toMatchObject({ status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } });
    sandbox.setPartner('proxy-page');
    expect(await home()).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  });

  it('entra-reset breaks the connection and entra-hang never answers', async () => {
    sandbox.setPartner('entra-reset');
    expect(await failureOf(home())).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    sandbox.setPartner('entra-hang');
    const silence = client.postForm(client.partnerId, { ...client.form, scope: GRAPH }, AbortSignal.timeout(150));
    await expect(silence).rejects.toThrow(/timeout/);
  });

  it('throttled-then-fine throttles the first token and the first list', async () => {
    sandbox.setPartner('throttled-then-fine');
    const first = await home();
    expect(first).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    const token = await client.token(client.partnerId, GRAPH);
    expect(await client.graph('/contracts', token)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    expect((await client.graph('/contracts', token)).status).toBe(200);
  });

  it('legacy-client-retired refuses only the retired client', async () => {
    const legacy = {
      grant_type: 'refresh_token',
      client_id: 'a0c73c16-a7e3-4564-9a95-2bdf47383716',
      refresh_token: client.environment.SAM_EXCHANGE_REFRESH_TOKEN ?? '',
      scope: EXCHANGE,
    };
    expect((await client.postForm(customer, legacy)).status).toBe(200);
    sandbox.setPartner('legacy-client-retired');
    const refused = await client.postForm(customer, legacy);
    expect(refused.json).toMatchObject({ error: 'unauthorized_client', error_codes: [7000112] });
    expect((await client.redeem(customer, EXCHANGE)).status).toBe(200);
  });

  it.each([
    ['customers-forbidden', 403, 'Authorization_RequestDenied'],
    ['customers-claims-missing', 401, 'Unauthorized_MissingMFA'],
    ['customers-claims-challenge', 401, 'InvalidAuthenticationToken'],
  ])('%s refuses the list', async (name, status, code) => {
    sandbox.setPartner(name);
    const answer = await list();
    expect(answer.status).toBe(status);
    expect(answer.json.error.code).toBe(code);
  });

  it('customers-second-page-503 gives the first page and no second', async () => {
    sandbox.setPartner('customers-second-page-503');
    const first = await list();
    expect(first.json.value).toHaveLength(3);
    expect((await list(first.json['@odata.nextLink'])).status).toBe(503);
  });

  it.each([
    ['customers-nextlink-elsewhere', 'https://evil.example/v1.0/contracts?$top=999&$skiptoken='],
    ['customers-nextlink-real-host', 'https://graph.microsoft.com/v1.0/contracts?$top=999&$skiptoken='],
  ])('%s changes the host of the nextLink', async (name, start) => {
    sandbox.setPartner(name);
    const { json } = await list();
    expect(json['@odata.nextLink']).toContain(start);
    const { pathname, search } = new URL(json['@odata.nextLink']);
    expect((await list(sandbox.origin + pathname + search)).json.value).toHaveLength(3);
  });

  it('customers-empty-page has an empty page in the middle and loses nobody', async () => {
    sandbox.setPartner('customers-empty-page');
    const sizes: number[] = [];
    for (let next = '/contracts?$top=999'; next !== undefined; ) {
      const { json } = await list(next);
      sizes.push(json.value.length);
      next = json['@odata.nextLink'];
    }
    expect(sizes).toEqual([3, 0, 3, 3]);
  });
});
