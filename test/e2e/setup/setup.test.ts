import { request } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import type { SetupParts, SetupResult } from '../../../src/core/credentials/setup-parts.ts';
import { readSetupRecord } from '../../../src/core/credentials/setup-record.ts';
import { openSecrets, toSamConnection } from '../../../src/core/credentials/stored-connection.ts';
import type { SamConnection } from '../../../src/core/model/cloud/connection.ts';
import { PERMISSION_SETS } from '../../../src/core/model/permissions/permission-set.ts';
import { PATIENCE_MS } from '../../patience.ts';
import { startSamaritan, temporaryFolder } from '../../processes/run-samaritan.ts';
import { createRenewalWorld, type OpenedWorld, type RenewalWorld, renew, visit } from '../renewal/renewal-world.ts';
import { runSetupIn, SET, setupParts } from './setup-world.ts';

const CIPP = PERMISSION_SETS.cipp ?? SET;
/** One that no API offers. */
const UNKNOWN = { ...SET, required: SET.required.map((one) => ({ ...one, permission: 'Nobody.Offers.This' })) };
const NAME = 'Partner access';
let sandbox: Sandbox;
let world: RenewalWorld;
let opened: OpenedWorld;
let parts: SetupParts;
let tenant: string;

beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 2, pollIntervalS: 0 });
});
beforeEach(async () => {
  sandbox.setSignIn('approve');
  sandbox.setApplication({ writeDenied: false, secretPolicy: false });
  world = await createRenewalWorld(sandbox);
  opened = await world.open();
  parts = await setupParts(opened, world.environment);
  tenant = String(world.environment.SAM_TENANT_ID);
});
afterEach(async () => {
  await opened.close();
  await world.close();
  sandbox.forgetApps();
  expect(sandbox.stats().violations).toEqual([]);
});
afterAll(() => sandbox.close());

const needed = SET.required.map(({ permission }) => permission);
const whole = { displayName: NAME, redirectUris: ['http://localhost'], secrets: 1, scopes: needed };
/** What is tested with from then on. */
async function storedBy(result: SetupResult): Promise<SamConnection> {
  const stored = result.ok ? result.stored : null;
  if (!stored) throw new Error('nothing was stored');
  const values = await openSecrets(stored, parts.secrets, parts.box);
  return toSamConnection(stored, {
    ...{ applicationId: undefined, refreshToken: undefined, tenant: undefined, exchangeRefreshToken: undefined },
    ...{ applicationSecret: values?.applicationSecret.reveal(), exchangeMode: 'sam' },
  });
}
const record = () => readSetupRecord(parts.settings, 'partner');

describe('a set-up from nothing', () => {
  it('registers the app with the least permissions, waits for what spreads, and signs in', async () => {
    const { result, plan, shown } = await runSetupIn(parts, 'harbourlight-it.example');
    expect(plan).toMatchObject({ adopted: null, resumed: false, tenantId: tenant, additions: { principal: true } });
    expect(shown[0]).toBe('admin@harbourlight-it.example');
    expect(sandbox.registeredApps()).toEqual([whole]);
    const configured = await storedBy(result);
    const renewed = await renew({ configured }, opened);
    // No customer knows the app yet: that is said, and is no reason to throw the first token away.
    const proof = { account: 'svc-sam@harbourlight-it.example', customer: null, unconsented: expect.any(String) };
    expect(renewed.result).toMatchObject({ ok: true, proof });
    expect((await opened.keeper.resolve(configured)).connection.refreshToken.reveal()).not.toBe('');
  });

  it('gives the app all that CIPP needs, of APIs too that the tenant had not, and takes all of it back', async () => {
    const { result, plan } = await runSetupIn(parts, tenant, { set: CIPP });
    expect([result.ok, plan?.additions.apis]).toEqual([true, expect.arrayContaining([expect.stringMatching(/^aeb8/)])]);
    const byKind = Object.groupBy(CIPP.required, ({ kind }) => kind);
    expect(sandbox.registeredApps()).toMatchObject([{ scopes: { length: byKind.delegated?.length } }]);
    const again = await runSetupIn(parts, tenant, { set: CIPP, dryRun: true });
    const nothing = { apis: [], principal: false, redirectUris: [], asks: [], scopes: [], roles: [] };
    expect(again.plan?.additions).toEqual(nothing);
    expect((await runSetupIn(parts, tenant, { undo: true })).result.ok).toBe(true);
    const anew = await runSetupIn(parts, tenant, { set: CIPP, dryRun: true });
    expect([sandbox.registeredApps(), anew.plan?.additions]).toEqual([[], plan?.additions]);
  });

  it('gives one that may consent for a customer at Partner Center, and is let in there from then on', async () => {
    const configured = await storedBy((await runSetupIn(parts, tenant, { set: CIPP })).result);
    await renew({ configured }, opened);
    const { connection } = await opened.keeper.resolve(configured);
    const form = {
      ...{ grant_type: 'refresh_token', scope: 'https://api.partnercenter.microsoft.com/.default' },
      ...{ client_id: connection.applicationId, client_secret: connection.applicationSecret.reveal() },
      refresh_token: connection.refreshToken.reveal(),
    };
    const body = new URLSearchParams(form).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await request(`${sandbox.origin}/${tenant}/oauth2/v2.0/token`, { method: 'POST', headers, body });
    const { access_token: bearer } = (await answer.body.json()) as { access_token: string };
    const [customer] = sandbox.tenants();
    const grant = (enterpriseApplicationId: string, scope: string) => ({ enterpriseApplicationId, scope });
    const consented = await request(`${sandbox.origin}/v1/customers/${customer?.tenantId}/applicationconsents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        applicationId: connection.applicationId,
        applicationGrants: [
          grant('00000003-0000-0000-c000-000000000000', 'Directory.Read.All,User.Read.All'),
          grant('00000002-0000-0ff1-ce00-000000000000', 'Exchange.Manage'),
        ],
      }),
    });
    expect(consented.statusCode).toBe(201);
    await consented.body.dump();
    const proof = { customer: { tenantId: customer?.tenantId } };
    expect((await renew({ configured }, opened)).result).toMatchObject({ ok: true, proof });
  });

  it('changes nothing in a dry run, nor unconfirmed', async () => {
    expect(await runSetupIn(parts, tenant, { dryRun: true })).toMatchObject({ result: { ok: true, stored: null } });
    for (const confirms of [false, null])
      expect((await runSetupIn(parts, tenant, { confirms })).result).toMatchObject({
        ok: false,
        begun: false,
        ending: { id: 'secret-not-confirmed' },
      });
    expect([sandbox.registeredApps(), await record(), await parts.connections.list()]).toEqual([[], undefined, []]);
  });

  it.each([
    ['setup-not-administrator', 'not-administrator', {}],
    ['declined', 'decline', {}],
    ['expired', 'expire', { device: true }],
    ['blocked', 'ca-block', { device: true }],
    ['guest-account', 'guest-account', {}],
    ['wrong-tenant', 'wrong-tenant', {}],
    ['setup-consent-refused', 'fewer-scopes', { set: CIPP }],
    ['setup-tenant-unknown', 'approve', { tenant: 'nobody.example' }],
    ['setup-app-unknown', 'approve', { adopt: 'a4a4a4a4-0000-4000-8000-000000000000' }],
    ['setup-permission-unknown', 'approve', { set: UNKNOWN }],
  ] as const)('changes nothing and says why: %s', async (ending, scenario, options) => {
    sandbox.setSignIn(scenario);
    const { result } = await runSetupIn(parts, tenant, options);
    expect(result).toMatchObject({ ok: false, begun: false, ending: { id: ending } });
    expect([sandbox.registeredApps(), await parts.connections.list()]).toEqual([[], []]);
  });

  it('takes none of two apps of the name, and the one that is named', async () => {
    sandbox.registerApp({ displayName: NAME });
    const other = sandbox.registerApp({ displayName: NAME });
    const { result } = await runSetupIn(parts, tenant);
    expect(result).toMatchObject({ ok: false, ending: { id: 'setup-app-ambiguous' } });
    expect(await runSetupIn(parts, tenant, { adopt: other })).toMatchObject({ result: { ok: true } });
    expect(sandbox.registeredApps()).toMatchObject([{ secrets: 0, scopes: [] }, whole]);
  });

  it('leaves a connection of the name that it did not make', async () => {
    await runSetupIn(parts, tenant);
    await parts.settings.keep('setup:partner', 'null');
    const { result } = await runSetupIn(parts, tenant);
    expect(result).toMatchObject({ ok: false, ending: { id: 'setup-name-taken' } });
  });

  it('goes on once the policy that forbids the secret is gone', async () => {
    sandbox.setApplication({ secretPolicy: true });
    const { result } = await runSetupIn(parts, tenant);
    expect(result).toMatchObject({ ok: false, begun: true, ending: { id: 'setup-secret-policy' } });
    sandbox.setApplication({ secretPolicy: false });
    expect(await runSetupIn(parts, tenant)).toMatchObject({ result: { ok: true }, plan: { resumed: true } });
    expect(sandbox.registeredApps()).toEqual([whole]);
  });

  it.each([
    ['created', undefined],
    ['adopted', 'adopt'],
  ] as const)('knows beforehand what policies say of the secret of an app that is %s', async (_, adopts) => {
    const adopt = adopts && sandbox.registerApp({ displayName: 'Other' });
    sandbox.setApplication({ secretPolicy: { forbids: true } });
    const { result } = await runSetupIn(parts, tenant, { adopt });
    expect(result).toMatchObject({ ok: false, begun: false, ending: { id: 'setup-secret-forbidden' } });
    sandbox.setApplication({ secretPolicy: { longestDays: 20 } });
    const fitting = await runSetupIn(parts, tenant, { adopt });
    expect(fitting).toMatchObject({ result: { ok: true }, plan: { limit: expect.stringContaining('last 20 days') } });
    expect(Number(fitting.plan?.secretEndsAt)).toBeLessThanOrEqual(Date.now() + 20 * 86_400_000);
  });

  it('says which right is missing where Graph forbids to write', async () => {
    sandbox.setApplication({ writeDenied: true });
    const { result } = await runSetupIn(parts, tenant);
    expect(result).toMatchObject({ ok: false, ending: { id: 'setup-right-missing' } });
    expect(sandbox.registeredApps()).toEqual([]);
  });
});

describe('an app that is adopted', () => {
  it('is mended with what it lacks, and an undo leaves it as it was', async () => {
    const before = {
      displayName: NAME,
      redirectUris: ['https://cipp.example/'],
      consented: ['Directory.Read.All', 'User.Read'],
    };
    sandbox.registerApp(before);
    const { plan } = await runSetupIn(parts, tenant);
    expect(plan).toMatchObject({ adopted: { displayName: NAME }, additions: { principal: false } });
    // Directory.Read.All opens the users too: nothing is granted twice.
    const added = needed.filter((one) => !['Directory.Read.All', 'User.Read.All'].includes(one));
    const mended = { redirectUris: ['https://cipp.example/', 'http://localhost'], secrets: 1 };
    expect(sandbox.registeredApps()).toMatchObject([{ ...mended, scopes: [...before.consented, ...added] }]);
    const undone = await runSetupIn(parts, tenant, { undo: true });
    expect(undone).toMatchObject({ result: { ok: true }, undo: { created: false, connection: true } });
    const { consented: scopes, ...rest } = before;
    expect(sandbox.registeredApps()).toEqual([{ ...rest, secrets: 0, scopes }]);
    expect([await record(), await parts.connections.list()]).toEqual([undefined, []]);
    expect((await runSetupIn(parts, tenant, { undo: true })).result).toMatchObject({
      ending: { id: 'setup-nothing-to-undo' },
    });
  });
});

describe('a set-up that is cut off', () => {
  it('after any write goes on with what is there, and is undone to nothing', async () => {
    let at = 0;
    for (let isCut = true; isCut; at += 1) {
      const cut = dyingAfter(parts, at);
      isCut = await runSetupIn(cut, tenant).then(
        () => false,
        () => true,
      );
      expect((await runSetupIn(parts, tenant)).result.ok).toBe(true);
      expect([at, sandbox.registeredApps()]).toEqual([at, [whole]]);
      expect((await runSetupIn(parts, tenant, { undo: true })).result.ok).toBe(true);
      expect([at, sandbox.registeredApps(), await parts.connections.list()]).toEqual([at, [], []]);
    }
    expect(at).toBeGreaterThan(8);
  });

  it('by kill -9 is told of by the next run, which ends with the first sweep', async () => {
    const setup = (...more: string[]) =>
      startSamaritan(['setup', tenant, '--no-browser', '--yes', ...more], {
        env: world.environment,
        cwd: temporaryFolder(),
      });
    const address = /at:\n(http\S+)/;
    const first = setup('--display-name', NAME);
    const { location = '' } = await visit(await first.says(address));
    // Three tokens and three readings, then the app; what comes after that is not answered.
    sandbox.hold(7);
    await visit(location);
    await expect.poll(() => sandbox.registeredApps().length, { timeout: PATIENCE_MS }).toBe(1);
    await first.stop('SIGKILL');
    sandbox.release();
    const second = setup();
    await visitAs(await second.says(address));
    await visitAs(await second.says(/rights Samaritan uses[\s\S]*at:\n(http\S+)/));
    // No customer has consented yet: the sweep finds that, which is no fault of the set-up.
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toMatch(/A set-up of partner that was begun at .* was cut off/);
    expect(second.stdout()).toContain('The connection partner is set up.');
    expect(second.stdout()).toContain('svc-sam@harbourlight-it.example is no Global Administrator, as it should be.');
    // Each customer's own link.
    for (const { displayName, tenantId } of sandbox.tenants())
      expect(second.stdout()).toMatch(new RegExp(`${displayName}: \\S+/${tenantId}/adminconsent\\?client_id=`));
    expect(sandbox.registeredApps()).toEqual([whole]);
  });
});

/** A person whose browser follows the page back to the program. */
async function visitAs(url: string): Promise<void> {
  const { location = '' } = await visit(url);
  await visit(location);
}

/** These parts until that many writes were made; then nothing answers any more, as if the process were gone. */
function dyingAfter(whole: SetupParts, most: number): SetupParts {
  let made = 0;
  const dying = <T extends object>(part: T, writes: readonly string[]): T =>
    new Proxy(part, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...given: unknown[]) => unknown;
        if (typeof method !== 'function' || !writes.includes(String(name))) return method;
        return async (...given: unknown[]) => {
          const result = await method.apply(target, given);
          made += 1;
          if (made > most) throw new Error('the process is gone');
          return result;
        };
      },
    });
  const atMicrosoft = ['register', 'amend', 'addPrincipal', 'grant', 'regrant', 'assign', 'add', 'remove'];
  return {
    ...whole,
    settings: dying(whole.settings, ['keep']),
    connections: dying(whole.connections, ['add']),
    directories: { open: (options) => dying(whole.directories.open(options), atMicrosoft) },
    appSecrets: { open: (options) => dying(whole.appSecrets.open(options), atMicrosoft) },
  };
}
