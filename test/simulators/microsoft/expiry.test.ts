import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../simulators/microsoft/sandbox.ts';
import { createClient, GRAPH, send } from './client.ts';

const DAY = 86_400_000;
const running: Sandbox[] = [];
afterEach(() => Promise.all(running.splice(0).map((one) => one.close())));

async function start(options: SandboxOptions = {}) {
  const sandbox = await createSandbox({ tenants: 7, ...options });
  running.push(sandbox);
  const client = createClient(sandbox);
  const token = await client.token(client.partnerId, GRAPH);
  const control = (method: 'GET' | 'PUT' | 'DELETE', path: string, body?: unknown) =>
    send(`${sandbox.origin}/sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  const applicationId = client.environment.SAM_APPLICATION_ID ?? '';
  const applications = (query = '') =>
    client.graph(`/applications?$filter=appId%20eq%20'${applicationId}'${query}`, token);
  const relationships = async (first = '/tenantRelationships/delegatedAdminRelationships') => {
    const items: Record<string, unknown>[] = [];
    let pages = 0;
    for (let next = first; next !== undefined; pages += 1) {
      const { json } = await client.graph(next, token);
      items.push(...json.value);
      next = json['@odata.nextLink'];
    }
    return { items, pages };
  };
  return { sandbox, client, token, control, applications, relationships };
}

const daysLeft = (time: unknown) => (Date.parse(String(time)) - Date.now()) / DAY;

describe('the app’s registration', () => {
  it('has one secret, in use, that lasts, and no certificate', async () => {
    const { client, applications } = await start();
    const { json } = await applications();
    expect(json.value).toHaveLength(1);
    const [app] = json.value;
    expect(app.appId).toBe(client.environment.SAM_APPLICATION_ID);
    expect(app.keyCredentials).toEqual([]);
    expect(app.passwordCredentials).toHaveLength(1);
    const [secret] = app.passwordCredentials;
    expect(secret.hint).toBe(client.environment.SAM_APPLICATION_SECRET?.slice(0, 3));
    expect(secret.secretText).toBeNull();
    expect(daysLeft(secret.endDateTime)).toBeGreaterThan(299);
    expect(daysLeft(secret.startDateTime)).toBeGreaterThan(-90);
  });

  it('changes as it is told, and keeps what is not named', async () => {
    const { control, applications } = await start();
    await control('PUT', '/application', { certificates: [{ endsInDays: 5, displayName: 'CN=Robot' }] });
    const secrets = [
      { endsInDays: -1 },
      { endsInDays: 90, madeDaysAgo: 200, hint: 'xyz' },
      { endsInDays: 9, hint: null },
    ];
    const set = await control('PUT', '/application', { secrets });
    expect(set.json).toMatchObject({ registered: true, denied: false });
    const [app] = (await applications('&$select=id,passwordCredentials,keyCredentials')).json.value;
    expect(Object.keys(app)).toEqual(['id', 'passwordCredentials', 'keyCredentials']);
    expect(app.passwordCredentials.map((one: { hint: string }) => one.hint)).toEqual([expect.any(String), 'xyz', null]);
    expect(Math.round(daysLeft(app.passwordCredentials[0].endDateTime))).toBe(-1);
    expect(app.keyCredentials).toMatchObject([
      { displayName: 'CN=Robot', usage: 'Verify', type: 'AsymmetricX509Cert', key: expect.any(String) },
    ]);
    const ids = [...app.passwordCredentials, ...app.keyCredentials].map((one: { keyId: string }) => one.keyId);
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect((await applications()).json.value[0].keyCredentials[0].key).toBeNull();
  });

  it('can be unknown or forbidden', async () => {
    const { sandbox, applications } = await start();
    sandbox.setApplication({ registered: false });
    expect((await applications()).json.value).toEqual([]);
    sandbox.setApplication({ registered: true, denied: true });
    expect(await applications()).toMatchObject({
      status: 403,
      json: { error: { code: 'Authorization_RequestDenied' } },
    });
    sandbox.setApplication({ denied: false });
    expect((await applications()).json.value).toHaveLength(1);
  });

  it('is nowhere but in the partner’s tenant', async () => {
    const { sandbox, client } = await start();
    const token = await client.token(sandbox.tenants()[0]?.tenantId ?? '', GRAPH);
    expect((await client.graph('/applications', token)).json.value).toEqual([]);
    expect((await client.graph('/tenantRelationships/delegatedAdminRelationships', token)).json.value).toEqual([]);
  });
});

describe('delegated admin relationships', () => {
  it('exist for every customer and last, in pages', async () => {
    const { sandbox, relationships } = await start({ pageSize: 3 });
    const { items, pages } = await relationships();
    expect(pages).toBe(3);
    expect(items.map((one) => (one.customer as { tenantId: string }).tenantId)).toEqual(
      sandbox.tenants().map((one) => one.tenantId),
    );
    for (const item of items) {
      expect(item.status).toBe('active');
      expect(daysLeft(item.endDateTime)).toBeGreaterThan(360);
      expect(item.id).toMatch(/^[0-9a-f-]{36}-[0-9a-f-]{36}$/);
    }
    expect(new Set(items.map((one) => one.autoExtendDuration))).toEqual(new Set(['PT0S', 'P180D']));
  });

  it('come in pages of 300 at most', async () => {
    const { client, token, relationships } = await start({ tenants: 301 });
    const path = '/tenantRelationships/delegatedAdminRelationships';
    expect((await relationships(`${path}?$top=300`)).pages).toBe(2);
    expect((await client.graph(`${path}?$top=301`, token)).status).toBe(400);
  });

  it('are set customer by customer, and come back', async () => {
    const { control, relationships, sandbox } = await start();
    const [tenant] = sandbox.tenants();
    const path = `/tenants/${tenant?.defaultDomainName}/relationships`;
    const set = await control('PUT', path, [
      { status: 'terminated', endsInDays: -3, changedDaysAgo: 3 },
      { status: 'approvalPending', createdDaysAgo: 10 },
      { endsInDays: 5, autoExtend: true, roles: ['62e90394-69f5-4237-9190-012177145e10'], displayName: 'All' },
    ]);
    expect(set.json).toHaveLength(3);
    const { items } = await relationships();
    expect(items).toHaveLength(9);
    expect(items.slice(0, 3)).toEqual((await control('GET', path)).json);
    expect(items.slice(0, 3)).toMatchObject([
      { status: 'terminated', autoExtendDuration: 'PT0S' },
      { status: 'approvalPending', activatedDateTime: null, endDateTime: null },
      {
        status: 'active',
        displayName: 'All',
        autoExtendDuration: 'P180D',
        accessDetails: { unifiedRoles: [{ roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10' }] },
      },
    ]);
    expect(Math.round(daysLeft(items[0]?.lastModifiedDateTime))).toBe(-3);
    expect(new Set(items.map((one) => one.id)).size).toBe(9);
    const active = await relationships("/tenantRelationships/delegatedAdminRelationships?$filter=status eq 'active'");
    expect(active.items).toHaveLength(7);
    sandbox.setRelationships(tenant?.tenantId ?? '', []);
    expect((await relationships()).items).toHaveLength(6);
    await control('DELETE', path);
    expect((await relationships()).items).toHaveLength(7);
  });

  it('are forbidden when told so, and where GDAP’s customers are', async () => {
    const path = '/tenantRelationships/delegatedAdminRelationships';
    const { control, client, token, sandbox } = await start();
    expect((await control('PUT', '/relationships', { denied: true })).json).toEqual({ denied: true });
    expect((await client.graph(path, token)).json.error.code).toBe('Authorization_RequestDenied');
    sandbox.denyRelationships(false);
    expect((await control('GET', '/relationships')).json).toEqual({ denied: false });
    expect((await client.graph(path, token)).status).toBe(200);
    const denied = await start({ gdapCustomers: 'denied' });
    expect((await denied.client.graph(path, denied.token)).status).toBe(403);
  });

  it.each([
    ['/application', { secrets: [{ madeDaysAgo: 3 }] }, 'secrets.0.endsInDays'],
    ['/application', { secret: [] }, 'secret'],
    ['/application', { secrets: [{ endsInDays: 1e9 }] }, 'secrets.0.endsInDays'],
    ['/relationships', {}, 'denied'],
    ['/tenants/harbourlight-it.example/relationships', { status: 'active' }, 'the body'],
    ['/tenants/harbourlight-it.example/relationships', [{ ends: 3 }], 'ends'],
  ])('a body of %s that says something else is refused', async (path, body, word) => {
    const { control } = await start();
    expect(await control('PUT', path, body)).toMatchObject({
      status: 400,
      json: { error: expect.stringContaining(word) },
    });
  });
});
