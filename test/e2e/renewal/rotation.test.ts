import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import { retireSecret } from '../../../src/core/credentials/retire-secret.ts';
import { runCommandLine } from '../../processes/run-command-line.ts';
import { createRenewalWorld, type OpenedWorld, type RenewalWorld, renew } from './renewal-world.ts';
import { rotate, rotationParts } from './rotate.ts';

let sandbox: Sandbox;
let world: RenewalWorld;
let opened: OpenedWorld;

beforeEach(async () => {
  sandbox = await createSandbox({ tenants: 2, pollIntervalS: 0 });
  world = await createRenewalWorld(sandbox);
  opened = await world.open();
});
afterEach(async () => {
  await opened.close();
  await world.close();
  expect(sandbox.stats().violations).toEqual([]);
  await sandbox.close();
});

const parts = () => rotationParts(opened, world.environment);
const secretInUse = async (): Promise<string> =>
  (await opened.keeper.resolve(world.configured)).connection.applicationSecret.reveal();
const namesAtMicrosoft = async (): Promise<(string | null)[]> => {
  const app = parts().appSecrets.open({
    connection: (await opened.keeper.resolve(world.configured)).connection,
    signal: new AbortController().signal,
  });
  const answer = await app.list();
  await app.close();
  return answer.ok ? answer.value.credentials.map(({ displayName }) => displayName) : [];
};

describe('a rotation of the client secret', () => {
  it('waits until Entra takes the new one everywhere, uses it, and leaves the one before', async () => {
    const before = await secretInUse();
    const { result, shown, plan } = await rotate(world.configured, parts());
    expect([result.ok, shown]).toEqual([true, ['plan 0', 'added', 'proved']]);
    expect(plan?.current?.displayName).toBe('Partner tools');
    expect(await secretInUse()).not.toBe(before);
    expect(await opened.works()).toBe(true);
    expect(await namesAtMicrosoft()).toEqual(['Partner tools', plan?.displayName]);
  });

  it('goes with the tokens that are renewed after it', async () => {
    await rotate(world.configured, parts());
    const rotated = await secretInUse();
    sandbox.removeSecret('Partner tools');
    expect((await renew(world, opened)).result.ok).toBe(true);
    expect([await opened.works(), await secretInUse()]).toEqual([true, rotated]);
  });

  it('removes the one before only after a whole sweep that began later, and only where that was said', async () => {
    const retire = (startedAt: number) =>
      retireSecret(world.configured, startedAt, { tokens: opened.keeper, appSecrets: parts().appSecrets });
    await rotate(world.configured, parts());
    expect(await retire(Number.MAX_SAFE_INTEGER)).toBe('nothing');
    const { result, plan } = await rotate(world.configured, parts(), { removeOld: true });
    expect([result.ok, plan?.orphans]).toEqual([true, []]);
    expect(await retire(0)).toBe('nothing');
    sandbox.setApplication({ writeDenied: true });
    expect(await retire(Number.MAX_SAFE_INTEGER)).toBe('left');
    sandbox.setApplication({ writeDenied: false });
    expect(await retire(Number.MAX_SAFE_INTEGER)).toBe('removed');
    expect(await retire(Number.MAX_SAFE_INTEGER)).toBe('nothing');
    expect(await namesAtMicrosoft()).toEqual(['Partner tools', plan?.displayName]);
    expect(await opened.works()).toBe(true);
  });

  it.each([
    ['secret-right-missing', { writeDenied: true }],
    ['secret-policy', { secretPolicy: true }],
    ['secret-forbidden', { secretPolicy: { forbids: true } }],
    ['secret-app-unknown', { registered: false }],
  ] as const)('changes nothing and says why: %s', async (ending, settings) => {
    sandbox.setApplication(settings);
    const before = await secretInUse();
    const { result } = await rotate(world.configured, parts());
    expect(result).toMatchObject({ ok: false, ending: { id: ending } });
    expect(await secretInUse()).toBe(before);
  });

  it.each([
    [30, { longestDays: 30 }, 'lets a client secret last 30 days at most'],
    [180, { longestDays: 181 }, undefined],
    // An own policy takes the place of the tenant’s, which forbids all here.
    [90, { longestDays: 90, own: true }, 'policy “Partner apps” of the tenant lets'],
    [180, { longestDays: 30, createdWithinDays: 399 }, undefined],
    [180, { forbids: true, createdWithinDays: 399 }, undefined],
  ] as const)('lasts as long as the tenant’s policies let it: %s days by %o', async (days, secretPolicy, limit) => {
    sandbox.setApplication({ secretPolicy });
    const { result, plan } = await rotate(world.configured, parts());
    expect(result.ok).toBe(true);
    expect(Math.round((Number(plan?.endsAt) - Date.now()) / 86_400_000)).toBe(days);
    expect(plan?.limit).toEqual(limit === undefined ? undefined : expect.stringContaining(limit));
  });

  it('says beforehand that the policies could not be read, and goes on', async () => {
    sandbox.setApplication({ secretPolicy: true });
    const { plan } = await rotate(world.configured, parts());
    expect(plan?.limit).toContain('could not be read (Policy.Read.All)');
  });

  it('is not begun unconfirmed, and not with a removal where the directory names no secret in use', async () => {
    const declined = await rotate(world.configured, parts(), { confirms: null });
    expect(declined.result).toMatchObject({ ok: false, ending: { id: 'secret-not-confirmed' } });
    sandbox.setApplication({ secrets: [{ endsInDays: 3, hint: null }] });
    const blind = await rotate(world.configured, parts(), { removeOld: true });
    expect(blind.result).toMatchObject({ ok: false, ending: { id: 'secret-old-unknown' } });
  });

  it('takes the secret away again where its home does not store it', async () => {
    const before = await secretInUse();
    const fault = {
      id: 'role-missing',
      cause: 'vault.right-missing',
      reason: 'No right.',
      wayOut: 'Give one.',
    } as const;
    const refusing = async () => ({ ok: false, fault }) as const;
    const { result } = await rotate(world.configured, parts(), {
      home: { label: 'key vault', read: refusing, write: refusing },
    });
    expect(result).toMatchObject({
      ok: false,
      ending: { id: 'secret-not-stored', reason: expect.stringContaining('No right.') },
    });
    expect([await secretInUse(), await namesAtMicrosoft()]).toEqual([before, ['Partner tools']]);
  });

  it('is sealed anew with all else by keys rotate', async () => {
    await rotate(world.configured, parts());
    sandbox.removeSecret('Partner tools');
    const key = 'ab'.repeat(32);
    const resealed = await runCommandLine(['keys', 'rotate'], { env: world.environment, input: `${key}\n` });
    expect(resealed.exitCode).toBe(0);
    const env = { ...world.environment, SAMARITAN_MASTER_KEY: key };
    expect((await runCommandLine(['connections', 'test', 'default'], { env })).exitCode).toBe(0);
  });

  it('on the terminal shows what it will do, asks, and shows no secret', async () => {
    const run = (...args: string[]) => runCommandLine(args, { env: world.environment });
    const unasked = await run('connections', 'rotate-secret', '--json');
    expect([unasked.exitCode, JSON.parse(unasked.stdout)]).toMatchObject([
      1,
      { rotated: false, ending: 'secret-not-confirmed' },
    ]);
    expect(unasked.stderr).toContain('Adding the secret “Samaritan ');
    const shown = await run('connections', 'show', 'default');
    expect(shown.exitCode).toBe(0);
  });
});
