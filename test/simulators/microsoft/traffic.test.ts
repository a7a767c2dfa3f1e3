import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createSandbox,
  type Sandbox,
  type SandboxOptions,
  type SandboxStats,
} from '../../../simulators/microsoft/sandbox.ts';
import { PATIENT } from '../../patience.ts';
import { createClient, EXCHANGE, failureOf, GRAPH, send } from './client.ts';

const running: Sandbox[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(running.splice(0).map((one) => one.close()));
});

const start = async (options: SandboxOptions = {}) => {
  const sandbox = await createSandbox({ tenants: 3, ...options });
  running.push(sandbox);
  const [first, second] = sandbox.tenants().map((tenant) => tenant.tenantId);
  return { sandbox, client: createClient(sandbox), first: first ?? '', second: second ?? '' };
};

describe('the budget', () => {
  it('answers 429 beyond it, in each service’s own shape, and starts anew each second', async () => {
    const { sandbox, client, first } = await start({ requestsPerSecond: 20 });
    const graphToken = await client.token(first, GRAPH);
    const exchangeToken = await client.token(first, EXCHANGE);
    // All of it arrives in one second, however slow the machine is.
    const second = Math.ceil(Date.now() / 1000) * 1000;
    vi.useFakeTimers({ toFake: ['Date'], now: second });
    sandbox.resetStats();
    const answers = await Promise.all(Array.from({ length: 23 }, () => client.graph('/users', graphToken)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(20);
    const graph = answers.find((answer) => answer.status === 429);
    expect(graph).toMatchObject({ headers: { 'retry-after': '1' }, json: { error: { code: 'TooManyRequests' } } });
    const exchange = await client.exchange(first, exchangeToken);
    expect(exchange).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    expect(exchange.json.error.innererror).toBeDefined();
    const entra = await client.redeem(first, GRAPH);
    expect(entra).toMatchObject({ status: 429, headers: { 'retry-after': '1' }, json: { error_codes: [90055] } });

    expect(sandbox.stats()).toMatchObject({ refused: 5, requests: { total: 25, graph: 23, exchange: 1, entra: 1 } });
    const seconds: SandboxStats['perSecond'] = sandbox.stats().perSecond;
    expect(seconds.reduce((sum, one) => sum + one.requests, 0)).toBe(25);
    vi.setSystemTime(second + 1000);
    expect((await client.graph('/users', graphToken)).status).toBe(200);
  });
});

describe('latency and counts', () => {
  it('waits before each answer', async () => {
    const { client, first } = await start({ latencyMs: 60 });
    const started = performance.now();
    await client.redeem(first, GRAPH);
    expect(performance.now() - started).toBeGreaterThan(55);
  });

  it('counts what is in flight', async () => {
    const { sandbox, client, first } = await start();
    sandbox.setPartner('entra-hang');
    const all = Array.from({ length: 5 }, () => failureOf(client.redeem(first, GRAPH)));
    await expect.poll(() => sandbox.stats().inFlight, PATIENT).toBe(5);
    sandbox.setPartner('fine');
    await client.redeem(first, GRAPH);
    expect(sandbox.stats()).toMatchObject({ requests: { total: 6, entra: 6 }, mostInFlight: 6 });
    await expect.poll(() => sandbox.stats().inFlight, PATIENT).toBe(5);
    expect(sandbox.stats().connections.opened).toBeGreaterThanOrEqual(5);
    sandbox.resetStats();
    expect(sandbox.stats()).toMatchObject({ requests: { total: 0 }, perSecond: [], mostInFlight: 5, refused: 0 });
    await running.pop()?.close();
    await Promise.all(all);
    await expect.poll(() => sandbox.stats().inFlight, PATIENT).toBe(0);
    sandbox.resetStats();
    expect(sandbox.stats().mostInFlight).toBe(0);
  });

  it('counts each tenant’s requests since its scenario was set', async () => {
    const { sandbox, client, first } = await start();
    await client.users(first);
    await client.users(first);
    await client.organizationConfig(first);
    expect(sandbox.tenants()[0]?.asked).toEqual({ graphToken: 2, exchangeToken: 1, graph: 2, exchange: 1 });
    sandbox.setTenant(first, 'fine');
    expect(sandbox.tenants()[0]?.asked).toEqual({ graphToken: 0, exchangeToken: 0, graph: 0, exchange: 0 });
  });

  it('keeps answers back after the number told, until they are released', async () => {
    const { sandbox, client, first } = await start();
    sandbox.hold(1);
    await client.redeem(first, GRAPH);
    const kept = [client.redeem(first, GRAPH), client.redeem(first, GRAPH)];
    await expect.poll(() => sandbox.stats().requests.entra, PATIENT).toBe(3);
    await expect.poll(() => sandbox.stats().inFlight, PATIENT).toBe(2);
    sandbox.release();
    expect((await Promise.all(kept)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await client.redeem(first, GRAPH)).status).toBe(200);
  });

  it('forgets a request whose client gave up', async () => {
    const { sandbox, client, first } = await start();
    sandbox.setPartner('entra-hang');
    const signal = AbortSignal.timeout(50);
    await client.postForm(first, { ...client.form, scope: GRAPH }, signal).catch(() => undefined);
    await expect.poll(() => sandbox.stats().inFlight, PATIENT).toBe(0);
  });
});

describe('violations', () => {
  it('are none after a careful client’s work', async () => {
    const { sandbox, client, first } = await start();
    await client.users(first);
    await client.organizationConfig(first);
    expect(sandbox.stats().violations).toEqual([]);
  });

  it('name a token at the wrong service, and the service refuses it', async () => {
    const { sandbox, client, first, second } = await start();
    const graphToken = await client.token(first, GRAPH);
    const wrong = await client.exchange(first, graphToken);
    expect(wrong).toMatchObject({ status: 401, text: '' });
    expect(wrong.headers['x-ms-diagnostics']).toContain("invalid 'aud'");
    const answer = await client.graph('/users', await client.token(first, EXCHANGE));
    expect(answer.json.error.message).toBe('Access token validation failure. Invalid audience.');
    const other = await client.exchange(second, await client.token(first, EXCHANGE));
    expect(other.status).toBe(401);
    expect(other.json.error.details[0].message).toContain('Provide valid credential');
    expect(sandbox.stats().violations).toEqual([
      expect.stringContaining('a token for https://graph.microsoft.com was sent to Exchange'),
      expect.stringContaining('a token for https://outlook.office365.com was sent to Graph'),
      expect.stringContaining('the token of another tenant was sent to Exchange'),
    ]);
  });

  it('name credentials in a URL, a header or a body where they must not be, without repeating them', async () => {
    const { sandbox, client, first } = await start();
    const { SAM_APPLICATION_SECRET: secret = '', SAM_REFRESH_TOKEN: refresh = '' } = client.environment;
    const token = await client.token(first, GRAPH);
    await client.graph(`/users?t=${token}`, token);
    await client.graph(`/users?s=${encodeURIComponent(secret)}`, token);
    await client.graph('/users', token, { 'x-debug': refresh });
    await send(`${sandbox.origin}/${first}/oauth2/v2.0/token?refresh_token=${refresh}`, { method: 'POST' });
    await send(`${sandbox.origin}/${first}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    const exchange = await client.token(first, EXCHANGE);
    await client.exchange(first, exchange, {}, secret);
    const { violations } = sandbox.stats();
    expect(violations).toEqual([
      expect.stringContaining('an access token was sent in the URL of GET /v1.0/users'),
      expect.stringContaining('the client secret was sent in the URL of GET /v1.0/users'),
      expect.stringContaining('the refresh token was sent in the header x-debug'),
      expect.stringContaining('the refresh token was sent in the URL of POST'),
      expect.stringContaining('an access token was sent in the header authorization'),
      expect.stringContaining('the client secret was sent in the body of POST /adminapi'),
    ]);
    for (const text of violations) {
      for (const value of [secret, refresh, token]) expect(text).not.toContain(value);
    }
  });

  it('name more than one resource in a scope, which is refused', async () => {
    const { sandbox, client, first } = await start();
    const { json } = await client.redeem(first, `${GRAPH} ${EXCHANGE}`);
    expect(json.error_codes).toEqual([28000]);
    expect(sandbox.stats().violations).toEqual([expect.stringContaining('more than one resource')]);
  });

  it('name missing headers at Exchange', async () => {
    const { sandbox, client, first } = await start();
    const headers = { authorization: `Bearer ${await client.token(first, EXCHANGE)}` };
    const body = '{"CmdletInput":{"CmdletName":"Get-OrganizationConfig"}}';
    const url = `${sandbox.origin}/adminapi/beta/${first}/InvokeCommand`;
    expect((await send(url, { method: 'POST', headers, body })).status).toBe(200);
    expect(sandbox.stats().violations).toEqual([
      expect.stringContaining('X-AnchorMailbox'),
      expect.stringContaining('Accept-Encoding: identity'),
    ]);
  });
});

describe('the life of a sandbox', () => {
  it('closes at once although a request hangs, and breaks it', async () => {
    const { sandbox, client, first } = await start();
    sandbox.setPartner('entra-hang');
    const hanging = failureOf(client.redeem(first, GRAPH));
    await expect.poll(() => sandbox.stats().inFlight, PATIENT).toBe(1);
    // What hangs would keep it open for ever.
    await running.pop()?.close();
    expect(await hanging).not.toBe('none');
  });

  it.each(['0.0.0.0', '192.168.1.1', 'example.com', '::'])('refuses to listen on %s', async (host) => {
    await expect(createSandbox({ host })).rejects.toThrow(
      `loopback only (127.0.0.1, ::1 or localhost), not on "${host}"`,
    );
  });

  it('refuses numbers that make no sense', async () => {
    await expect(createSandbox({ tenants: -1 })).rejects.toThrow(
      'tenants must be a whole number of at least 0, not -1.',
    );
    await expect(createSandbox({ pageSize: 0 })).rejects.toThrow('pageSize');
  });

  it('refuses unknown scenarios and tenants, naming what there is', async () => {
    const { sandbox, first } = await start();
    expect(() => sandbox.setTenant(first, 'nonsense')).toThrow(/no tenant scenario "nonsense".*ca-block/);
    expect(() => sandbox.setPartner('nonsense')).toThrow(/no partner scenario "nonsense".*secret-expired/);
    expect(() => sandbox.setTenant('nobody', 'fine')).toThrow('There is no tenant "nobody"');
  });
});
