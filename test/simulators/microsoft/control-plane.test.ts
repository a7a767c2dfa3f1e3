import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, scenarioNames } from '../../../simulators/microsoft/sandbox.ts';
import { createClient, GRAPH, send } from './client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 3 });
});
afterAll(() => sandbox.close());

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) =>
  send(`${sandbox.origin}/sandbox${path}`, {
    method,
    ...(body === undefined
      ? {}
      : {
          body: typeof body === 'string' ? body : JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
  });

describe('the control plane', () => {
  it('tells counts and resets them, without counting itself', async () => {
    await createClient(sandbox).token(sandbox.tenants()[0]?.tenantId ?? '', GRAPH);
    expect((await call('GET', '/stats')).json).toEqual(sandbox.stats());
    expect((await call('GET', '/stats')).json.requests.total).toBe(1);
    expect((await call('POST', '/stats/reset')).json.requests.total).toBe(0);
  });

  it('lists tenants and scenarios', async () => {
    expect((await call('GET', '/tenants')).json).toEqual(sandbox.tenants());
    expect((await call('GET', '/scenarios')).json).toEqual(scenarioNames());
    const { displayName } = sandbox.tenants()[1] ?? {};
    const byName = await call('GET', `/tenants/${encodeURIComponent(displayName ?? '')}`);
    expect(byName.json).toEqual(sandbox.tenants()[1]);
  });

  it('sets the scenario of a tenant and of the partner', async () => {
    const { defaultDomainName = '' } = sandbox.tenants()[0] ?? {};
    const set = await call('PUT', `/tenants/${defaultDomainName}`, { scenario: 'ca-block' });
    expect(set).toMatchObject({ status: 200, json: { scenario: 'ca-block' } });
    expect(sandbox.tenants()[0]?.scenario).toBe('ca-block');
    expect((await call('PUT', '/partner', { scenario: 'secret-expired' })).json.scenario).toBe('secret-expired');
    expect((await call('GET', '/partner')).json.scenario).toBe('secret-expired');
    await call('PUT', '/partner', { scenario: 'fine' });
  });

  it('adds and removes a tenant', async () => {
    const added = await call('POST', '/tenants', { displayName: 'Guest House', scenario: 'graph-503' });
    expect(added).toMatchObject({ status: 201, json: { displayName: 'Guest House', scenario: 'graph-503' } });
    expect((await call('DELETE', `/tenants/${added.json.tenantId}`)).status).toBe(200);
    expect((await call('GET', `/tenants/${added.json.tenantId}`)).status).toBe(404);
  });

  it.each([
    ['an unknown tenant', 'PUT', '/tenants/nobody', { scenario: 'fine' }, 404, 'There is no tenant "nobody"'],
    [
      'an unknown scenario',
      'PUT',
      '/partner',
      { scenario: 'x' },
      400,
      'There is no partner scenario "x". There are: fine',
    ],
    ['a body without a scenario', 'PUT', '/partner', {}, 400, 'scenario: '],
    ['a body with something else', 'PUT', '/partner', { scenario: 'fine', more: 1 }, 400, 'more'],
    ['a body that is no JSON', 'PUT', '/partner', '{', 400, 'The request body is not JSON.'],
    ['no body', 'PUT', '/partner', undefined, 400, 'the body: '],
    ['a path that is none', 'GET', '/nonsense', undefined, 404, 'There is nothing at GET /sandbox/nonsense.'],
    ['a domain that is taken', 'POST', '/tenants', { defaultDomainName: 'harbourlight-it.example' }, 400, 'already'],
  ] as const)('refuses %s', async (_what, method, path, body, status, message) => {
    const answer = await call(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json.error).toContain(message);
  });
});
