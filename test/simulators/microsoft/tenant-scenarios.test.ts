import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createSandbox,
  type Sandbox,
  type SandboxTenant,
  scenarioNames,
} from '../../../simulators/microsoft/sandbox.ts';
import { claimsOf, createClient, EXCHANGE, failureOf, GRAPH, send } from './client.ts';

// What each scenario's fault must look like on the wire, written down apart from the scenarios themselves.
const ENTRA: Record<string, [status: number, code: number, error: string, suberror?: string]> = {
  'ca-block': [400, 53003, 'invalid_grant', 'message_only'],
  'ca-device': [400, 53000, 'invalid_grant', 'additional_action'],
  'ca-location': [400, 53003, 'invalid_grant', 'message_only'],
  'ca-app': [400, 53002, 'invalid_grant', 'protection_policy_required'],
  'ca-address': [400, 53003, 'invalid_grant', 'message_only'],
  'ca-country': [400, 53003, 'invalid_grant', 'message_only'],
  'ca-risk': [400, 53003, 'invalid_grant', 'message_only'],
  'ca-device-code': [400, 530036, 'invalid_grant', 'message_only'],
  'ca-many': [400, 53003, 'invalid_grant', 'message_only'],
  'ca-none': [400, 53003, 'invalid_grant', 'message_only'],
  'ca-unread': [400, 53003, 'invalid_grant', 'message_only'],
  'ca-ours': [400, 53003, 'invalid_grant', 'message_only'],
  'session-control': [400, 50178, 'invalid_grant', 'message_only'],
  'mfa-required': [400, 50076, 'invalid_grant', 'basic_action'],
  'mfa-expired': [400, 50078, 'invalid_grant', 'basic_action'],
  'mfa-enroll': [400, 50079, 'invalid_grant', 'basic_action'],
  'mfa-external': [400, 50158, 'invalid_grant', 'basic_action'],
  'mfa-pass-through': [400, 50177, 'invalid_grant', 'message_only'],
  'sign-in-frequency': [400, 70043, 'invalid_grant', 'bad_token'],
  'risk-delegated': [400, 530034, 'access_denied'],
  'risk-home': [400, 53011, 'access_denied'],
  'security-defaults': [400, 530035, 'invalid_grant', 'message_only'],
  'cross-tenant-outbound': [400, 500212, 'access_denied'],
  'cross-tenant-inbound': [400, 500213, 'access_denied'],
  'cross-tenant-default': [400, 500213, 'access_denied'],
  'consent-missing': [400, 65001, 'invalid_grant', 'consent_required'],
  'not-preauthorized': [400, 90099, 'invalid_grant'],
  'app-missing': [400, 700016, 'unauthorized_client'],
  'app-missing-7000229': [401, 7000229, 'invalid_client'],
  'app-disabled': [400, 7000112, 'unauthorized_client'],
  'not-assigned': [400, 50105, 'invalid_grant'],
  'guest-account': [400, 50020, 'invalid_grant'],
  'guest-read': [400, 50020, 'invalid_grant'],
  'no-gdap-path': [400, 90072, 'invalid_grant'],
  'gdap-ended': [400, 50020, 'invalid_grant'],
  'gdap-pending': [400, 50020, 'invalid_grant'],
  'gdap-unassigned': [400, 50020, 'invalid_grant'],
  'gdap-not-member': [400, 50020, 'invalid_grant'],
  'account-deleted': [400, 500341, 'invalid_grant'],
  'tenant-not-found': [400, 90002, 'invalid_request'],
  'tenant-blocked': [400, 5000224, 'access_denied'],
  'wrong-cloud': [400, 90038, 'invalid_request'],
  'documented-code': [400, 80012, 'invalid_grant'],
  'unknown-code': [400, 9876543, 'invalid_grant'],
  'entra-throttled': [429, 90055, 'temporarily_unavailable'],
  'entra-loop': [400, 50196, 'invalid_grant'],
  'entra-503': [503, 90033, 'temporarily_unavailable'],
};
const EXCHANGE_TOKEN: Record<string, [number, number, string]> = {
  'exchange-not-licensed': [400, 500011, 'invalid_resource'],
  'exchange-disabled': [400, 500014, 'invalid_resource'],
  'service-not-subscribed': [400, 650052, 'invalid_client'],
};
const GRAPH_ERROR: Record<string, [number, string, RegExp]> = {
  'graph-forbidden': [403, 'Authorization_RequestDenied', /^Insufficient privileges/],
  'graph-scope-missing': [403, 'AccessDenied', /required scopes are missing in the token/],
  'graph-identity-unknown': [401, 'Authorization_IdentityNotFound', /identity of the calling application/],
  'graph-token-refused': [401, 'InvalidAuthenticationToken', /token is expired/],
  'graph-claims-challenge': [401, 'InvalidAuthenticationToken', /Continuous access evaluation/],
  'token-stale': [403, 'Authorization_RequestDenied', /^Insufficient privileges/],
  'graph-not-licensed': [400, 'BadRequest', /^Request not applicable to target tenant\.$/],
  'hostile-error': [403, 'Authorization_RequestDenied', /@everyone/],
  'graph-throttled': [429, 'TooManyRequests', /Too many requests/],
  'graph-throttled-minutes': [429, 'TooManyRequests', /Too many requests/],
  'graph-503': [503, 'serviceNotAvailable', /unavailable/],
};
const EXCHANGE_ERROR: Record<string, [number, string, RegExp]> = {
  'exchange-role-user': [403, 'Forbidden', /The role assigned to user '.+' isn't supported in this scenario/],
  'gdap-no-exchange-role': [403, 'Forbidden', /isn't supported in this scenario/],
  'gdap-role-unassigned': [403, 'Forbidden', /isn't supported in this scenario/],
  'exchange-role-application': [403, 'Forbidden', /The role assigned to application .+ isn't supported/],
  'exchange-no-management-role': [403, 'Forbidden', /isn't assigned to any management roles/],
  'exchange-cmdlet-denied': [401, 'Unauthorized', /User is not allowed to call Get-OrganizationConfig/],
  'exchange-not-provisioned': [401, 'Unauthorized', /Unable to initialize the authorization context/],
  'exchange-throttled': [429, 'TooManyRequests', /cannot service this request/],
};
const OTHERS = [
  'fine',
  'hostile-name',
  'long-name',
  'no-name',
  'consent-partial',
  'consent-newer',
  'grants-unreadable',
  'exchange-audience',
  'graph-throttled-once',
  'graph-503-once',
  'exchange-500',
  'graph-hang',
  'exchange-hang',
  'graph-reset',
  'entra-reset',
  'proxy-page',
  'entra-proxy-page',
  'graph-redirect',
  'broken-json',
  'exchange-broken-json',
  'empty-body',
];

let sandbox: Sandbox;
let client: ReturnType<typeof createClient>;
let byScenario: Map<string, SandboxTenant>;

beforeAll(async () => {
  sandbox = await createSandbox({ mix: 'everything' });
  client = createClient(sandbox);
  byScenario = new Map(sandbox.tenants().map((tenant) => [tenant.scenario, tenant]));
});
afterAll(() => sandbox.close());

const idOf = (scenario: string): string => byScenario.get(scenario)?.tenantId ?? 'nobody';

describe('tenant scenarios', () => {
  it('are all tested here, and nothing else is', () => {
    const tested = [ENTRA, EXCHANGE_TOKEN, GRAPH_ERROR, EXCHANGE_ERROR].flatMap((table) => Object.keys(table));
    const names = scenarioNames().tenant.map((scenario) => scenario.name);
    expect([...tested, ...OTHERS].sort()).toEqual([...names].sort());
    expect(names.length).toBeGreaterThanOrEqual(45);
  });

  it.each(Object.entries(ENTRA))('%s refuses both tokens', async (name, [status, code, error, suberror]) => {
    for (const scope of [GRAPH, EXCHANGE]) {
      const answer = await client.redeem(idOf(name), scope);
      expect(answer.status).toBe(status);
      expect(answer.json).toMatchObject({ error, error_codes: [code] });
      expect(answer.json.suberror).toBe(suberror);
      expect(answer.json.error_description).toMatch(
        new RegExp(`^AADSTS${code}: .+ Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: .+Z$`),
      );
      expect(answer.json.error_description).not.toMatch(/[{}]/);
      expect(answer.json.timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
      expect(answer.json.error_uri).toContain(String(code));
      expect(answer.headers['x-ms-request-id']).toBe(answer.json.trace_id);
    }
  });

  it('ca-block names the policies to satisfy as a string of JSON', async () => {
    const { json } = await client.redeem(idOf('ca-block'), GRAPH);
    expect(JSON.parse(json.claims)).toMatchObject({ access_token: { capolids: { essential: true } } });
  });

  it.each(Object.entries(EXCHANGE_TOKEN))('%s refuses the Exchange token only', async (name, [status, code, error]) => {
    expect((await client.users(idOf(name))).status).toBe(200);
    const answer = await client.redeem(idOf(name), EXCHANGE);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ error, error_codes: [code] });
  });

  it.each(Object.entries(GRAPH_ERROR))('%s is refused by Graph only', async (name, [status, code, message]) => {
    const answer = await client.users(idOf(name));
    expect(answer.status).toBe(status);
    expect(answer.json.error.code).toBe(code);
    expect(answer.json.error.message).toMatch(message);
    expect(answer.json.error.innerError['request-id']).toBe(answer.headers['request-id']);
    expect((await client.organizationConfig(idOf(name))).status).toBe(200);
  });

  it.each(Object.entries(EXCHANGE_ERROR))('%s is refused by Exchange only', async (name, [status, code, message]) => {
    const answer = await client.organizationConfig(idOf(name));
    expect(answer.status).toBe(status);
    expect(answer.json.error.code).toBe(code);
    expect(answer.json.error.details[0].message).toMatch(message);
    expect(answer.json.error.innererror.internalexception.message).toMatch(message);
    expect((await client.users(idOf(name))).status).toBe(200);
  });

  it('graph-claims-challenge says in WWW-Authenticate which claims are wanted', async () => {
    const { headers } = await client.users(idOf('graph-claims-challenge'));
    const [, claims = ''] =
      /error="insufficient_claims".* claims="([^"]+)"/.exec(String(headers['www-authenticate'])) ?? [];
    expect(JSON.parse(Buffer.from(claims, 'base64').toString())).toHaveProperty('access_token.nbf.essential', true);
  });

  it('exchange-audience answers 401 with a reason in the headers and nothing in the body', async () => {
    const answer = await client.organizationConfig(idOf('exchange-audience'));
    expect(answer).toMatchObject({ status: 401, text: '' });
    expect(answer.headers['x-ms-diagnostics']).toContain('audience claim value is invalid');
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it.each([
    ['graph-throttled-once', 429],
    ['graph-503-once', 503],
  ])('%s fails once and then no more, until it is set again', async (name, status) => {
    const id = idOf(name);
    const statuses = async () => [(await client.users(id)).status, (await client.users(id)).status];
    expect(await statuses()).toEqual([status, 200]);
    sandbox.setTenant(id, name);
    expect(await statuses()).toEqual([status, 200]);
  });

  it.each(['graph-throttled', 'exchange-throttled', 'entra-throttled'])('%s says when to come back', async (name) => {
    const answers = [await client.redeem(idOf(name), GRAPH)];
    if (name === 'graph-throttled') answers.push(await client.users(idOf(name)));
    if (name === 'exchange-throttled') answers.push(await client.organizationConfig(idOf(name)));
    const throttled = answers.find((answer) => answer.status === 429);
    expect(throttled?.headers['retry-after']).toBe('1');
  });

  it('exchange-500 and the proxy pages answer HTML', async () => {
    const isHtml = { 'content-type': 'text/html; charset=utf-8' };
    const failed = await client.organizationConfig(idOf('exchange-500'));
    expect(failed).toMatchObject({ status: 500, headers: isHtml });
    expect(await client.users(idOf('proxy-page'))).toMatchObject({ status: 200, headers: isHtml });
    const token = await client.redeem(idOf('entra-proxy-page'), GRAPH);
    expect(token).toMatchObject({ status: 200, headers: isHtml });
    expect(token.text).toContain('<html>');
  });

  it('the broken ones answer 200 with JSON that cannot be read', async () => {
    const answers = [
      await client.users(idOf('broken-json')),
      await client.organizationConfig(idOf('exchange-broken-json')),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toContain('application/json');
      expect(answer.json).toBeUndefined();
    }
  });

  it('empty-body answers 400 and nothing else', async () => {
    expect(await client.redeem(idOf('empty-body'), GRAPH)).toMatchObject({ status: 400, text: '' });
  });

  it('graph-redirect leads to another host', async () => {
    const answer = await client.users(idOf('graph-redirect'));
    expect(answer).toMatchObject({ status: 302, headers: { location: 'https://evil.example/v1.0/users' } });
  });

  it('the resets break the connection', async () => {
    expect(await failureOf(client.users(idOf('graph-reset')))).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    expect(await failureOf(client.redeem(idOf('entra-reset'), GRAPH))).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
  });

  it('the hangs never answer', async () => {
    const { form, postForm } = client;
    const pending = postForm(idOf('graph-hang'), { ...form, scope: GRAPH });
    expect((await pending).status).toBe(200);
    for (const ask of [client.users(idOf('graph-hang')), client.organizationConfig(idOf('exchange-hang'))]) {
      const winner = await Promise.race([
        ask.catch(() => 'broken'),
        new Promise((done) => setTimeout(done, 150, 'silence')),
      ]);
      expect(winner).toBe('silence');
    }
  });

  it('the names come through the list as they are', async () => {
    const { json } = await client.graph('/contracts?$top=999', await client.token(client.partnerId, GRAPH));
    const nameOf = (scenario: string) =>
      json.value.find((one: { customerId: string }) => one.customerId === idOf(scenario)).displayName;
    expect(nameOf('hostile-name')).toContain('@everyone');
    expect(nameOf('hostile-name')).toContain('\u202E');
    expect(nameOf('hostile-name')).toContain('\u001B[31m');
    expect(nameOf('long-name')).toHaveLength(3000);
    expect(nameOf('no-name')).toBeNull();
    for (const name of ['hostile-name', 'long-name', 'no-name', 'fine']) {
      expect((await client.users(idOf(name))).status).toBe(200);
      expect((await client.organizationConfig(idOf(name))).status).toBe(200);
    }
  });

  it('need no forbidden request to be reached', () => {
    expect(sandbox.stats().violations).toEqual([]);
  });

  it('each say what they should be diagnosed as, and have their row in the documentation', () => {
    const documented = readFileSync('docs/sandbox.md', 'utf8');
    for (const scenario of [...scenarioNames().tenant, ...scenarioNames().partner]) {
      expect(scenario.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(scenario.summary).not.toBe('');
      expect(documented).toContain(`\`${scenario.name}\``);
      expect(scenario.expectedCause ?? 'none.none').toMatch(/^(unknown|[a-z]+\.[a-z-]+)$/);
      if (scenario.expectedStatus === 'pass') expect(scenario.expectedCause).toBeNull();
    }
  });

  it('grants in each tenant what its consent says, and gives tokens that carry it', async () => {
    const scopesOf = async (scenario: string) => claimsOf(await client.token(idOf(scenario), GRAPH)).scp.split(' ');
    const grantsOf = async (scenario: string) => {
      const own = `/servicePrincipals(appId='${client.environment.SAM_APPLICATION_ID}')`;
      const requests = ['oauth2PermissionGrants', 'appRoleAssignments'].map((part, index) => ({
        id: String(index),
        method: 'GET',
        url: `${own}/${part}`,
      }));
      const { json } = await send(`${sandbox.origin}/v1.0/$batch`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await client.token(idOf(scenario), GRAPH)}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ requests }),
      });
      const [delegated, roles] = json.responses;
      return { delegated, roles, scopes: delegated.body.value?.[0].scope.trim().split(' ') };
    };
    const fine = await grantsOf('fine');
    expect(fine.scopes).toEqual(await scopesOf('fine'));
    expect(fine.roles.body.value).toHaveLength(4);
    const partial = await grantsOf('consent-partial');
    expect(fine.scopes.filter((name: string) => !partial.scopes.includes(name))).toEqual([
      'AuditLog.Read.All',
      'Policy.Read.All',
    ]);
    expect(partial.scopes).toEqual(await scopesOf('consent-partial'));
    expect(partial.roles.body.value).toHaveLength(3);
    expect((await grantsOf('consent-newer')).scopes).toContain('Policy.Read.All');
    expect(await scopesOf('consent-newer')).not.toContain('Policy.Read.All');
    const unreadable = await grantsOf('grants-unreadable');
    expect([unreadable.delegated.status, unreadable.roles.status]).toEqual([403, 403]);
  });
});
