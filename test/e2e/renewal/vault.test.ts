import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import { makeCertificate, makePfx } from '../../../simulators/microsoft/vault/make-certificate.ts';
import { createVault, type Vault, type VaultScenario } from '../../../simulators/microsoft/vault/vault.ts';
import { CERTIFICATE, KEY } from '../../adapters/http/self-signed.ts';
import { runCommandLine } from '../../processes/run-command-line.ts';
import { createRenewalWorld, type RenewalWorld } from './renewal-world.ts';

const trusted = getCACertificates();
let sandbox: Sandbox;
let world: RenewalWorld;
let vault: Vault;
/** Azure's library asks the identity endpoint of the first time for as long as the process lives. */
let machine: Vault;

beforeAll(async () => {
  setDefaultCACertificates([...trusted, CERTIFICATE]);
  sandbox = await createSandbox({ tenants: 2, pollIntervalS: 0 });
  machine = await createVault({ secrets: {} });
  Object.assign(process.env, machine.environment());
});
beforeEach(async () => {
  world = await createRenewalWorld(sandbox);
  const { SAM_APPLICATION_ID = '', SAM_APPLICATION_SECRET = '', SAM_REFRESH_TOKEN = '' } = world.environment;
  const secrets = {
    applicationid: SAM_APPLICATION_ID,
    applicationsecret: SAM_APPLICATION_SECRET,
    RefreshToken: `${SAM_REFRESH_TOKEN}\n`,
    TenantID: world.environment.SAM_TENANT_ID ?? '',
  };
  vault = await createVault({ secrets, tls: { cert: CERTIFICATE, key: KEY } });
});
afterEach(async () => {
  await vault.close();
  await world.close();
  expect(sandbox.stats().violations).toEqual([]);
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  for (const name of Object.keys(machine.environment())) delete process.env[name];
  await machine.close();
  await sandbox.close();
});

/** Nothing of the connection is in the environment. */
const run = async (...args: string[]) => {
  const rest = Object.fromEntries(Object.entries(world.environment).filter(([name]) => !name.startsWith('SAM_')));
  const ended = await runCommandLine(args, { env: { ...rest, SAMARITAN_KEY_VAULT_URL: vault.origin } });
  const folder = dirname(world.environment.SAMARITAN_DATABASE ?? '');
  const left = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  // Whatever it holds or was given: values there, and their marks.
  const held = [...vault.versions('RefreshToken'), ...vault.versions('ApplicationSecret')].flatMap((one) =>
    one.length > 30 ? [one.trim()] : [],
  );
  for (const text of [ended.stdout, ended.stderr, ...left])
    expect([...held, ...sandbox.secretMarks()].filter((one) => text.includes(one))).toEqual([]);
  return ended;
};
const findingOf = (stdout: string, wanted: string) =>
  (JSON.parse(stdout).findings as { name: string }[]).find(({ name }) => name === wanted);
const secretsIn = (text: string): boolean =>
  [world.environment.SAM_APPLICATION_SECRET ?? '-', (world.environment.SAM_REFRESH_TOKEN ?? '-').slice(-24)].some(
    (one) => text.includes(one),
  );

describe('a key vault as the home of the default connection', () => {
  it('gives all that is needed to test tenants, under CIPP’s names', async () => {
    const tested = await run('testtokens', '--json');
    expect(tested.exitCode).toBe(0);
    expect(JSON.parse(tested.stdout).tenants).toHaveLength(2);
    const doctor = await run('doctor', '--json');
    expect(findingOf(doctor.stdout, 'Key vault')).toMatchObject({ status: 'pass' });
    expect(findingOf(doctor.stdout, 'Credentials')).toMatchObject({ status: 'pass' });
    const listed = await run('connections', 'list', '--json');
    expect(JSON.parse(listed.stdout).connections).toMatchObject([
      { name: 'default', home: 'vault', homeLabel: `key vault ${new URL(vault.origin).host}`, problem: null },
    ]);
    for (const { stdout, stderr } of [tested, doctor, listed]) expect(secretsIn(stdout + stderr)).toBe(false);
  });

  it('is read anew by each command, so that what another program wrote is used', async () => {
    vault.put('ApplicationSecret', 'somebody.else.set.this.secret.8Q~x');
    const refused = await run('testtokens', '--json');
    expect(JSON.parse(refused.stdout).partner.checks).toContainEqual(
      expect.objectContaining({ cause: 'credential.secret-invalid' }),
    );
    vault.put('ApplicationSecret', world.environment.SAM_APPLICATION_SECRET ?? '');
    expect((await run('testtokens', '--json')).exitCode).toBe(0);
  });

  it.each<[VaultScenario, string, string]>([
    ['no-role', 'vault.right-missing', 'key-vault-right-missing'],
    ['firewall', 'vault.firewall', 'key-vault-firewall'],
    ['foreign-tenant', 'vault.identity', 'key-vault-identity'],
    ['not-a-vault', 'vault.not-a-vault', 'key-vault-not-a-vault'],
  ])('says which cause keeps it shut: %s', async (scenario, cause, article) => {
    vault.setScenario(scenario);
    const finding = findingOf((await run('doctor', '--json')).stdout, 'Key vault');
    expect(finding).toMatchObject({ status: 'fail', remedy: expect.stringContaining(`troubleshoot ${article}`) });
    const { exitCode, stdout } = await run('testtokens', '--json');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).partner.checks).toMatchObject([{ id: 'credentials.shape', status: 'fail', cause }]);
  });

  it.each([
    ['absent', 'key-vault-wrong-name', () => vault.delete('TenantID', true)],
    ['deleted', 'key-vault-recovering', () => vault.delete('ApplicationSecret')],
    ['disabled', 'key-vault-secret-disabled', () => vault.put('ApplicationSecret', 'x', { enabled: false })],
    ['past its end', 'key-vault-secret-expired', () => vault.put('ApplicationSecret', 'x', { exp: 1_700_000_000 })],
  ])('does not pass for one that gives all of them where a secret is %s', async (_name, article, happens) => {
    happens();
    const { stdout } = await run('doctor', '--json');
    expect(findingOf(stdout, 'Key vault')).toMatchObject({ detail: expect.stringContaining('can be read') });
    expect(findingOf(stdout, 'Credentials')).toMatchObject({
      status: 'fail',
      remedy: `troubleshoot ${article} says more.`,
    });
  });

  it('may lack a token, which a sign-in then makes, and names what is a placeholder', async () => {
    vault.put('RefreshToken', 'RefreshToken');
    const { stdout } = await run('testtokens', '--json');
    const [shape] = JSON.parse(stdout).partner.checks;
    expect(shape).toMatchObject({ cause: 'vault.secret-missing', reason: expect.stringContaining('RefreshToken') });
    const renewed = await run('connections', 'renew', '--device', '--json');
    expect(renewed.exitCode).toBe(0);
    expect((await run('testtokens', '--json')).exitCode).toBe(0);
  });

  it('is given the new token of a renewal as a new version, and the one before can still be put back', async () => {
    const renewed = await run('connections', 'renew', '--device', '--json');
    const stored = JSON.parse(renewed.stdout.trim().split('\n').at(-1) ?? '');
    expect(stored).toMatchObject({ event: 'stored', vault: { written: true } });
    const [before, after, ...more] = vault.versions('RefreshToken');
    expect([more, after === before]).toEqual([[], false]);
    for (const text of [renewed.stdout, renewed.stderr]) expect(text).not.toContain(after?.slice(-24));
    const shown = JSON.parse((await run('connections', 'show', 'default', '--json')).stdout);
    expect(shown.connections).toMatchObject([{ previousKept: true, notes: [], token: { born: 'device-code' } }]);
    expect(JSON.parse((await run('connections', 'restore', '--json')).stdout)).toMatchObject({ restored: true });
  });

  it('may refuse the new token, which is used all the same, and says what is left to do', async () => {
    vault.setScenario('read-only');
    const renewed = await run('connections', 'renew', '--device', '--json');
    expect(renewed.exitCode).toBe(0);
    expect(JSON.parse(renewed.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      event: 'stored',
      vault: { written: false, cause: 'vault.right-missing', reason: expect.stringContaining('no right to write') },
    });
    const shown = JSON.parse((await run('connections', 'show', 'default', '--json')).stdout);
    expect(shown.connections).toMatchObject([
      { token: { born: 'device-code' }, notes: [expect.stringContaining('newer')] },
    ]);
  });

  it('may be that of an added connection, which is wiped with all that was kept', async () => {
    const added = await run('connections', 'import', 'acme', '--vault', vault.origin, '--json');
    expect([added.exitCode, JSON.parse(added.stdout)]).toMatchObject([0, { connection: 'acme', stored: true }]);
    expect((await run('testtokens', '--connection', 'acme')).exitCode).toBe(0);
    const shown = JSON.parse((await run('connections', 'show', 'acme', '--json')).stdout);
    expect(shown.connections).toMatchObject([{ name: 'acme', home: 'vault', problem: null }]);
    vault.setScenario('no-policy');
    expect((await run('testtokens', '--connection', 'acme')).exitCode).toBe(2);
    const refused = await run('connections', 'import', 'other', '--vault', vault.origin);
    expect([refused.exitCode, refused.stderr + refused.stdout]).toEqual([
      2,
      expect.stringContaining('access policies'),
    ]);
    expect((await run('connections', 'remove', 'acme', '--yes')).exitCode).toBe(0);
    const opened = await world.open();
    expect(await opened.storage.secrets.any()).toBe(false);
    await opened.close();
  });

  it('has the token of a tenant that was added to CIPP directly under the tenant’s id', async () => {
    const direct = world.environment.SAM_TENANT_ID ?? '';
    vault.put(direct.toUpperCase(), world.environment.SAM_REFRESH_TOKEN ?? '');
    vault.put('RefreshToken', 'RefreshToken');
    const added = await run('connections', 'import', 'direct', '--vault', vault.origin, '--direct-tenant', direct);
    expect(added.exitCode).toBe(0);
    const bad = await run('connections', 'import', 'bad', '--vault', vault.origin, '--direct-tenant', 'acme');
    expect([bad.exitCode, bad.stderr + bad.stdout]).toEqual([2, expect.stringContaining('It is a GUID')]);
  });

  it('has CIPP’s certificate, which signs in where no secret is there', async () => {
    const { certificate, key } = makeCertificate();
    vault.delete('ApplicationSecret');
    vault.put('SAMCertificate', makePfx({ certificate, key }));
    sandbox.setApplication({ certificates: [{ pem: certificate }] });
    expect((await run('testtokens', '--json')).exitCode).toBe(0);
    expect((await run('connections', 'import', 'acme', '--vault', vault.origin)).exitCode).toBe(0);
    const shown = await run('connections', 'show', 'acme');
    expect(shown.stdout).toContain('Signs in with a certificate');
    vault.put('SAMCertificate', makePfx({ certificate, key }, 'chosen'));
    const locked = await run('testtokens', '--json');
    expect([locked.exitCode, JSON.parse(locked.stdout).partner.checks]).toMatchObject([
      2,
      [
        {
          cause: 'credential.certificate-invalid',
          reason: expect.stringMatching(/^The vault’s SAMCertificate has a p/),
        },
      ],
    ]);
    vault.put('SAMCertificate', certificate + key);
    expect((await run('connections', 'test', 'acme')).exitCode).toBe(0);
    sandbox.setApplication({});
  });

  describe('is taken up by CIPP after a restart', () => {
    const restart = async (...args: string[]) => {
      const env = { ...world.environment, SAMARITAN_CIPP_SITE: sandbox.site.resourceId };
      const own = { ...env, SAMARITAN_KEY_VAULT_URL: vault.origin };
      const done = await runCommandLine(['connections', 'restart-cipp', '--json', ...args], { env: own });
      return { ...done, told: JSON.parse(done.stdout || '{}') };
    };
    beforeEach(() =>
      Object.assign(sandbox.site, { restarts: 0, allowed: true, vault, handed: undefined, late: false }),
    );
    afterAll(() => Object.assign(sandbox.site, { vault: undefined, handed: undefined, late: false }));

    it('which is asked for first, and seen by the version that Azure hands it', async () => {
      sandbox.site.handed = vault.newest('RefreshToken');
      vault.put('RefreshToken', 'another, which somebody wrote there');
      const unasked = await restart();
      expect([unasked.exitCode, sandbox.site.restarts]).toEqual([2, 0]);
      expect(unasked.stderr).toMatch(
        new RegExp(
          `is Running\\. Azure hands it the version ${sandbox.site.handed} of RefreshToken .*; the newest is ${vault.newest('RefreshToken')}, written `,
        ),
      );
      const done = await restart('--yes');
      expect([done.exitCode, done.told]).toMatchObject([
        0,
        { site: 'cipp-harbourlight', restarted: true, newest: true, reason: null },
      ]);
      expect([sandbox.site.restarts, sandbox.site.handed]).toEqual([1, vault.newest('RefreshToken')]);
    });

    it.each([
      [
        'an older one',
        () => {
          vault.put('RefreshToken', 'x');
          sandbox.site.late = true;
        },
        1,
        false,
        /the newest is [0-9a-f]{32}/,
      ],
      [
        'none that can be had',
        () => vault.delete('RefreshToken'),
        1,
        false,
        /RefreshToken of the vault 127: SecretNotFound/,
      ],
      ['no setting of a vault', () => Object.assign(sandbox.site, { vault: undefined }), 0, null, /can’t be seen/],
      ['a vault that refuses us', () => vault.setScenario('no-role'), 0, null, /newest could not be read/],
    ])('and said to be what it is: %s', async (_name, happens, exitCode, newest, says) => {
      sandbox.site.handed = vault.newest('RefreshToken');
      happens();
      const done = await restart('--yes');
      expect([done.exitCode, done.told]).toMatchObject([exitCode, { restarted: true, newest }]);
      expect(done.told.token).toMatch(says);
    });

    it('or refused', async () => {
      sandbox.site.allowed = false;
      const refused = await restart('--yes');
      expect([refused.exitCode, refused.told]).toMatchObject([1, { restarted: false, newest: null, token: null }]);
      expect(refused.stdout).toContain('AuthorizationFailed');
      const unset = await runCommandLine(['connections', 'restart-cipp'], { env: world.environment });
      expect([unset.exitCode, unset.stderr + unset.stdout]).toEqual([
        2,
        expect.stringContaining('SAMARITAN_CIPP_SITE'),
      ]);
    });
  });

  it('refuses an address that is no vault, in one sentence', async () => {
    const plain = sandbox.origin.replace('http:', 'https:');
    const unlike = await run('connections', 'import', 'acme', '--vault', plain);
    expect([unlike.exitCode, unlike.stderr]).toEqual([
      2,
      expect.stringMatching(/^What answers at \S+ is no key vault\./),
    ]);
    const { exitCode, stderr } = await runCommandLine(['testtokens'], {
      env: { ...world.environment, SAMARITAN_KEY_VAULT_URL: 'https://vault.example.com' },
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('no key vault of this cloud')]);
  });
});
