import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import type { EndingId } from '../../../src/core/credentials/renewal-ending.ts';
import { createRenewalWorld, type OpenedWorld, type RenewalWorld, renew } from './renewal-world.ts';

let sandbox: Sandbox;
let world: RenewalWorld;
let opened: OpenedWorld;

beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 3, pollIntervalS: 0 });
});
beforeEach(async () => {
  sandbox.setPartner('fine');
  sandbox.setSignIn('approve');
  world = await createRenewalWorld(sandbox);
  opened = await world.open();
});
afterEach(async () => {
  await opened.close();
  await world.close();
  expect(sandbox.stats().violations).toEqual([]);
});
afterAll(() => sandbox.close());

const token = async (): Promise<string> => {
  const { connection } = await opened.keeper.resolve(world.configured);
  return connection.refreshToken.reveal();
};

describe('a renewal by signing in', () => {
  it.each([false, true])('gives a working token where the one before had run out (device code: %s)', async (device) => {
    sandbox.setPartner('token-expired');
    expect(await opened.works()).toBe(false);
    const { result, shown } = await renew(world, opened, { device });
    expect(shown).toEqual([
      device ? 'https://microsoft.com/devicelogin 9' : 'open',
      'proved svc-sam@harbourlight-it.example',
    ]);
    expect(result).toMatchObject({
      ok: true,
      proof: { tenantId: world.configured.tenant, customer: { tenantId: sandbox.tenants()[0]?.tenantId } },
    });
    expect(await opened.works()).toBe(true);
  });

  it('keeps the birth of the token, and redeems one of a device code without a secret', async () => {
    await renew(world, opened, { device: true });
    const { facts, connection } = await opened.keeper.resolve(world.configured);
    expect(facts).toMatchObject({ born: 'device-code', account: 'svc-sam@harbourlight-it.example' });
    expect(connection.publicClient).toBe(true);
    expect(await opened.works()).toBe(true);
  });

  it('keeps the token before beside the new one, and puts it back', async () => {
    const before = await token();
    await renew(world, opened);
    const renewed = await token();
    expect(renewed).not.toBe(before);
    expect(await opened.keeper.restore(world.configured)).toBe(true);
    expect(await token()).toBe(before);
    expect(await opened.keeper.restore(world.configured)).toBe(true);
    expect(await token()).toBe(renewed);
  });

  it('is not undone by a sweep that began with the token before', async () => {
    const { facts: old } = await opened.keeper.resolve(world.configured);
    await renew(world, opened);
    const renewed = await token();
    expect(await opened.keeper.keep(world.configured, world.configured.refreshToken, old)).toBeNull();
    expect(await token()).toBe(renewed);
  });

  it('waits longer where polling is too fast', async () => {
    sandbox.setSignIn('slow-down');
    const waits: number[] = [];
    const parts = { ...opened.parts, wait: async (ms: number) => void waits.push(ms) };
    const { result } = await renew(world, { parts }, { device: true });
    expect(result.ok).toBe(true);
    expect(waits).toEqual([0, 5000, 5000]);
  });

  it('takes another account only where somebody confirms it, or it was named', async () => {
    sandbox.setSignIn('wrong-account');
    const other = 'helpdesk@harbourlight-it.example';
    const before = await token();
    const unasked = await renew(world, opened);
    expect(unasked.result).toMatchObject({ ok: false, ending: { id: 'wrong-account' } });
    expect(unasked.shown).toEqual(['open', `confirm ${other} for svc-sam@harbourlight-it.example`]);
    const denied = await renew(world, opened, { confirms: false });
    expect(denied.result).toMatchObject({ ok: false, ending: { id: 'not-confirmed' } });
    expect(await token()).toBe(before);
    expect((await renew(world, opened, { confirms: true })).result.ok).toBe(true);
    expect((await renew(world, opened, { account: other })).result.ok).toBe(true);
    sandbox.setSignIn('approve');
    const named = await renew(world, opened, { account: other });
    expect(named.result).toMatchObject({ ok: false, ending: { id: 'wrong-account' } });
  });

  it('names the customer that every try was refused at, and takes one that accepts', async () => {
    const [first, ...others] = sandbox.tenants();
    sandbox.setTenant(first?.tenantId ?? '', 'ca-block');
    const partly = await renew(world, opened);
    expect(partly.result).toMatchObject({ ok: true, proof: { customer: { tenantId: others[0]?.tenantId } } });
    for (const { tenantId } of others) sandbox.setTenant(tenantId, 'ca-block');
    const none = await renew(world, opened);
    for (const { tenantId } of sandbox.tenants()) sandbox.setTenant(tenantId, 'fine');
    expect(none.result).toMatchObject({
      ok: false,
      ending: { id: 'not-redeemed', cause: 'access.conditional-access', reason: expect.stringContaining('customer') },
    });
  });

  it('is one at a time for a connection', async () => {
    const { journal } = opened.parts;
    await journal.begin({ id: 'first', connection: 'default', by: 'somebody', startedAt: 1 });
    expect((await renew(world, opened)).result).toMatchObject({ ok: false, ending: { id: 'busy' } });
    await journal.end('default', 'first');
    expect((await renew(world, opened)).result.ok).toBe(true);
  });
});

describe('a renewal that ends without a token', () => {
  const both: [scenario: string, device: boolean, ending: EndingId, says: RegExp][] = [
    ['decline', false, 'declined', /declined/],
    ['decline', true, 'declined', /declined/],
    ['expire', false, 'expired', /expired/],
    ['expire', true, 'expired', /expired/],
    ['no-mfa', false, 'no-mfa', /MFA/],
    ['no-mfa', true, 'no-mfa', /MFA/],
    ['guest-account', false, 'guest-account', /guest/],
    ['wrong-tenant', false, 'wrong-tenant', /another tenant/],
    ['wrong-tenant', true, 'wrong-tenant', /another tenant/],
    ['ca-block', false, 'blocked', /Conditional Access/],
    ['ca-block', true, 'blocked', /Conditional Access/],
    ['fewer-scopes', false, 'fewer-scopes', /Directory\.Read\.All/],
    ['public-client-off', true, 'public-client-off', /Public client flows/],
    ['redirect-not-registered', false, 'redirect-not-registered', /redirect URI is not registered/],
  ];

  it.each(both)('says so and changes nothing: %s (device code: %s)', async (scenario, device, id, says) => {
    sandbox.setSignIn(scenario);
    const before = await token();
    const { result, shown } = await renew(world, opened, { device });
    expect(result).toMatchObject({ ok: false, ending: { id, reason: expect.stringMatching(says) } });
    expect(JSON.stringify(result)).not.toMatch(/\{\w+\}/);
    expect(shown.some((one) => one.startsWith('proved'))).toBe(false);
    expect(await token()).toBe(before);
    expect(await opened.keeper.previous(world.configured)).toBeUndefined();
    expect(await opened.storage.renewals.interrupted()).toEqual([]);
  });

  it.each(['public-client-off', 'redirect-not-registered'])(
    'does not where the other way is taken: %s',
    async (scenario) => {
      sandbox.setSignIn(scenario);
      const { result } = await renew(world, opened, { device: scenario === 'redirect-not-registered' });
      expect(result.ok).toBe(true);
    },
  );

  it('says which secret is wrong where the app’s own credential is', async () => {
    sandbox.setPartner('secret-expired');
    const { result } = await renew(world, opened);
    expect(result).toMatchObject({ ok: false, ending: { id: 'refused', cause: 'credential.secret-expired' } });
  });
});
