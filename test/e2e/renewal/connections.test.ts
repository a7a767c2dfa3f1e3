import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import { makeCertificate } from '../../../simulators/microsoft/vault/make-certificate.ts';
import { createVault, IDENTITY } from '../../../simulators/microsoft/vault/vault.ts';
import { MASTER_KEY } from '../../../src/core/credentials/renewal-journal.ts';
import { runCommandLine } from '../../processes/run-command-line.ts';
import { connectionOf, createRenewalWorld, type RenewalWorld, renew } from './renewal-world.ts';

let sandbox: Sandbox;
let world: RenewalWorld;
let folder: string;

beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 2, pollIntervalS: 0 });
});
beforeEach(async () => {
  sandbox.setPartner('fine');
  world = await createRenewalWorld(sandbox);
  folder = dirname(world.environment.SAMARITAN_DATABASE ?? '');
});
afterEach(async () => {
  await world.close();
  expect(sandbox.stats().violations).toEqual([]);
});
afterAll(() => sandbox.close());

const run = (args: string[], { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {}) =>
  runCommandLine(args, { env: { ...world.environment, ...env }, input });
const secrets = (): string[] => [
  world.environment.SAM_APPLICATION_SECRET ?? '',
  (world.environment.SAM_REFRESH_TOKEN ?? '').slice(-24),
];
const left = (): string =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');

function add(name: string, ...more: string[]) {
  const { SAM_APPLICATION_ID = '', SAM_TENANT_ID = '', SAM_APPLICATION_SECRET, SAM_REFRESH_TOKEN } = world.environment;
  const args = ['connections', 'add', name, '--application', SAM_APPLICATION_ID, '--tenant', SAM_TENANT_ID, ...more];
  return run([...args, '--json'], { input: `${SAM_APPLICATION_SECRET}\n${SAM_REFRESH_TOKEN}\n` });
}

describe('connections', () => {
  it('are added with secrets from standard input, used by name, renamed and wiped', async () => {
    const added = await add('Acme');
    expect(added).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(added.stdout)).toEqual({
      schema: 'samaritan.connections/1',
      connection: 'acme',
      stored: true,
      reason: null,
    });
    expect((await run(['testtokens', '--connection', 'acme'])).exitCode).toBe(0);
    expect((await run(['connections', 'rename', 'acme', 'acme-eu'])).exitCode).toBe(0);
    const listed = JSON.parse((await run(['connections', 'list', '--json'])).stdout);
    expect(listed.connections).toMatchObject([
      { name: 'default', home: 'environment', kind: 'sam' },
      { name: 'acme-eu', home: 'database', token: { account: 'svc-sam@harbourlight-it.example' } },
    ]);
    expect((await run(['connections', 'test', 'acme-eu'])).exitCode).toBe(0);
    expect((await run(['status', '--connection', 'acme-eu'])).stdout).toContain('Both tenants work');
    const server = 'discord:81384788765712384';
    const configured = { DISCORD_GUILD_IDS: '81384788765712384', DISCORD_APPLICATION_ID: '81384788765712385' };
    const env = { ...configured, DISCORD_TOKEN: 'a-bot.to-ken.of-it', DISCORD_API_URL: 'http://127.0.0.1:9' };
    const elsewhere = await run(['connections', 'allow', 'acme-eu', 'discord:81384788765712399'], { env });
    expect(elsewhere).toMatchObject({ exitCode: 2 });
    expect(elsewhere.stderr).toContain(
      `Samaritan is not configured for discord:81384788765712399. There are: ${server}.`,
    );
    expect((await run(['connections', 'allow', 'acme-eu', server], { env })).stdout).toContain(
      'may use the connection',
    );
    const allowed = JSON.parse((await run(['connections', 'show', 'acme-eu', '--json'])).stdout);
    expect(allowed.connections).toMatchObject([{ name: 'acme-eu', workspaces: [server] }]);
    expect((await run(['connections', 'deny', 'acme-eu', server])).exitCode).toBe(0);
    const output = `${added.stdout}${added.stderr}`;
    for (const secret of secrets()) for (const text of [output, left()]) expect(text).not.toContain(secret);
    expect((await run(['connections', 'remove', 'acme-eu'])).exitCode).toBe(2);
    expect((await run(['connections', 'remove', 'acme-eu', '--yes'])).exitCode).toBe(0);
    const database = new Database(world.environment.SAMARITAN_DATABASE ?? '', { readonly: true });
    expect(database.prepare('select name from secrets').all()).toEqual([]);
    database.close();
    expect((await run(['connections', 'show', 'acme-eu'])).exitCode).toBe(2);
  });

  it('are imported from a file, and one that Microsoft refuses is not stored', async () => {
    const file = join(folder, 'acme.env');
    const lines = Object.entries(world.environment).filter(([name]) => name.startsWith('SAM_'));
    writeFileSync(file, lines.map(([name, value]) => `${name}="${value}"`).join('\n'));
    expect((await run(['connections', 'import', 'acme', '--file', file])).exitCode).toBe(0);
    expect((await run(['connections', 'import', 'acme', '--file', file])).exitCode).toBe(2);
    sandbox.setPartner('secret-expired');
    const refused = await run(['connections', 'import', 'other', '--json']);
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ stored: false, reason: expect.stringContaining('end date') });
    expect((await run(['connections', 'show', 'other'])).exitCode).toBe(2);
  });

  it('may sign in with a certificate, which is swept, renewed and shown like a secret', async () => {
    const { certificate, key } = makeCertificate();
    const file = join(folder, 'own.pem');
    writeFileSync(file, certificate + key, { mode: 0o600 });
    const { SAM_APPLICATION_ID = '', SAM_TENANT_ID = '', SAM_REFRESH_TOKEN = '' } = world.environment;
    const args = ['connections', 'add', 'acme', '--application', SAM_APPLICATION_ID, '--tenant', SAM_TENANT_ID];
    const withFile = (name: string) =>
      run([...args, '--certificate', name, '--json'], { input: `${SAM_REFRESH_TOKEN}\n` });
    // Not on the app yet: nothing is stored.
    const early = await withFile(file);
    expect([early.exitCode, early.stdout]).toEqual([1, expect.stringContaining('does not accept the certificate')]);
    sandbox.setApplication({ certificates: [{ pem: certificate }] });
    for (const [text, says] of [
      [certificate, 'holds no private key'],
      [
        `${certificate}${key.replace('-----BEGIN PRIVATE', '-----BEGIN ENCRYPTED PRIVATE').replace('-----END PRIVATE', '-----END ENCRYPTED PRIVATE')}`,
        'with a passphrase',
      ],
    ] as const) {
      writeFileSync(join(folder, 'bad.pem'), text);
      const { exitCode, stdout } = await withFile(join(folder, 'bad.pem'));
      expect([exitCode, stdout]).toEqual([2, expect.stringContaining(says)]);
    }
    expect((await withFile(join(folder, 'none.pem'))).stdout).toContain('none.pem, which cannot be read (ENOENT)');
    const added = await withFile(file);
    expect([added.exitCode, JSON.parse(added.stdout)]).toMatchObject([0, { stored: true }]);
    // The key of it lies sealed alone.
    for (const name of [file, join(folder, 'bad.pem')]) writeFileSync(name, '');
    expect((await run(['testtokens', '--connection', 'acme'])).exitCode).toBe(0);
    const shown = JSON.parse((await run(['connections', 'show', 'acme', '--json'])).stdout);
    expect(shown.connections).toMatchObject([{ problem: null, certificate: { endsAt: expect.any(Number) } }]);
    for (const line of key.split('\n').filter((one) => one.length > 40)) expect(left()).not.toContain(line);

    const env = { SAM_APPLICATION_SECRET: '', SAM_CERTIFICATE: certificate + key };
    const both = await run(['connections', 'test'], { env: { SAM_CERTIFICATE: env.SAM_CERTIFICATE } });
    expect([both.exitCode, both.stdout]).toEqual([
      1,
      expect.stringContaining('is there beside SAM_APPLICATION_SECRET'),
    ]);
    Object.assign(world.environment, env);
    world.configured = connectionOf(world.environment);
    const opened = await world.open();
    expect((await renew(world, opened)).result).toMatchObject({ ok: true });
    await opened.close();
    expect((await run(['connections', 'restore'])).exitCode).toBe(0);
    expect((await run(['testtokens'])).exitCode).toBe(0);
    expect((await run(['connections', 'import', 'copy'])).exitCode).toBe(0);
    expect((await run(['connections', 'rotate-secret', '--yes'])).stdout).toContain('signs in with a certificate here');
  });

  it('may have no secret at all where the app trusts a managed identity', async () => {
    const { SAM_APPLICATION_ID = '', SAM_TENANT_ID = '', SAM_REFRESH_TOKEN = '' } = world.environment;
    const vault = await createVault({ secrets: {}, tenantId: SAM_TENANT_ID });
    vi.stubEnv('IDENTITY_ENDPOINT', vault.environment().IDENTITY_ENDPOINT);
    vi.stubEnv('IDENTITY_HEADER', vault.environment().IDENTITY_HEADER);
    const args = ['connections', 'add', 'bare', '--application', SAM_APPLICATION_ID, '--tenant', SAM_TENANT_ID];
    const withIdentity = (id: string) => run([...args, '--identity', id], { input: `${SAM_REFRESH_TOKEN}\n` });
    expect(await withIdentity('mine')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no client id of'),
    });
    const early = await withIdentity(IDENTITY.clientId);
    expect([early.exitCode, early.stdout]).toEqual([1, expect.stringContaining('AADSTS70021')]);
    const issuer = `https://login.microsoftonline.com/${SAM_TENANT_ID}/v2.0`;
    const federated = [{ issuer, subject: IDENTITY.subject, audience: 'api://AzureADTokenExchange' }];
    sandbox.setApplication({ federated });
    expect((await withIdentity(IDENTITY.clientId)).exitCode).toBe(0);
    expect((await run(['testtokens', '--connection', 'bare'])).exitCode).toBe(0);
    const shown = await run(['connections', 'show', 'bare']);
    expect(shown.stdout).toContain(`Signs in with the managed identity ${IDENTITY.clientId}, without any secret`);
    const rotated = await run(['connections', 'rotate-secret', 'bare', '--yes']);
    expect([rotated.exitCode, rotated.stdout]).toEqual([1, expect.stringContaining('no client secret to renew')]);
    const env = { SAM_APPLICATION_SECRET: '', SAM_MANAGED_IDENTITY: IDENTITY.clientId };
    expect((await run(['connections', 'test', 'default'], { env })).exitCode).toBe(0);
    const both = await run(['connections', 'test', 'default'], {
      env: { ...env, SAM_APPLICATION_SECRET: 'x'.repeat(40) },
    });
    expect(both.stdout).toContain('SAM_MANAGED_IDENTITY is there beside SAM_APPLICATION_SECRET');
    sandbox.setApplication({ federated: [] });
    vi.unstubAllEnvs();
    await vault.close();
  });

  it('may be of an app alone, which is tried by its own credentials', async () => {
    expect((await add('lonely', '--kind', 'app-only')).exitCode).toBe(0);
    expect((await run(['connections', 'test', 'lonely'])).exitCode).toBe(0);
    const shown = JSON.parse((await run(['connections', 'show', 'lonely', '--json'])).stdout);
    expect(shown.connections).toMatchObject([{ name: 'lonely', kind: 'app-only', token: null }]);
  });

  it('gives an app alone what it signs in with from now on, proved before the one in use goes', async () => {
    const { applicationId, applicationSecret: secret } = sandbox.ownApp();
    const [tenant = ''] = sandbox.tenants().map(({ tenantId }) => tenantId);
    const added = ['connections', 'add', 'lonely', '--kind', 'app-only', '--application', applicationId];
    await run([...added, '--tenant', tenant], { input: `${secret}\n` });
    expect((await run(['testtokens', '--connection', 'lonely'])).exitCode).toBe(0);
    const renewWith = (input: string, ...more: string[]) =>
      run(['connections', 'renew', 'lonely', ...more], { input: `${input}\n` });
    const password = await renewWith('Summer2026!');
    expect(password).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('most likely it is a person’s') });
    expect(await renewWith('ada@contoso.example')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('these are a person’s credentials'),
    });
    expect(await renewWith('abc8Q~'.padEnd(40, 'x'))).toMatchObject({ exitCode: 1 });
    expect(await renewWith(secret)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('with already') });
    expect(await renewWith(secret, '--device')).toMatchObject({ exitCode: 2 });
    expect((await run(['testtokens', '--connection', 'lonely'])).exitCode).toBe(0);

    const { certificate, key } = makeCertificate();
    const file = join(folder, 'lonely.pem');
    writeFileSync(file, certificate + key, { mode: 0o600 });
    expect(await renewWith('', '--certificate', file)).toMatchObject({ exitCode: 1 });
    sandbox.setOwnAppCertificates([{ pem: certificate }]);
    const renewed = await renewWith('', '--certificate', file);
    expect([renewed.exitCode, renewed.stdout]).toEqual([0, expect.stringContaining('signs in with the new one')]);
    writeFileSync(file, '');
    const shown = JSON.parse((await run(['connections', 'show', 'lonely', '--json'])).stdout);
    expect(shown.connections).toMatchObject([{ certificate: { endsAt: expect.any(Number) } }]);
    expect((await run(['testtokens', '--connection', 'lonely'])).exitCode).toBe(0);
    const past = await run(['history', '--connection', 'lonely']);
    expect(past.stdout).toContain('No failure in the 1 of 30 days that were tested: 1 tenant');
    const asFile = ['--json', '--output', join(folder, 'case.zip')];
    const bundle = await run(['supportbundle', tenant, '--connection', 'lonely', ...asFile]);
    expect(JSON.parse(bundle.stdout).facts).toMatchObject({
      permissions: { set: 'service-principal-reader', unread: [] },
      wayIn: expect.arrayContaining([expect.objectContaining({ id: 'app.permissions', status: 'pass' })]),
    });
    sandbox.setOwnAppCertificates([]);
    expect((await renewWith(secret)).exitCode).toBe(0);
    const audit = JSON.parse((await run(['audit', '--json'])).stdout);
    const said = audit.entries.filter((one: { action: string }) => one.action === 'command connections renew');
    expect(said.map((one: { outcome: string }) => one.outcome)).toEqual(
      expect.arrayContaining(['allowed', 'refused', 'refused', 'allowed', 'refused']),
    );
    expect(`${password.stdout}${password.stderr}${left()}`).not.toMatch(/Summer2026/);
    expect(await run(['connections', 'renew', 'default', '--certificate', file])).toMatchObject({ exitCode: 2 });
  });

  it('refuse a name that cannot be, and values that cannot be right, in one sentence each', async () => {
    const bad = await add('no spaces');
    expect([bad.exitCode, bad.stdout]).toEqual([2, expect.stringContaining('up to 40 letters')]);
    expect((await add('default')).exitCode).toBe(2);
    const { SAM_TENANT_ID = '' } = world.environment;
    const args = ['connections', 'add', 'acme', '--application', 'nonsense', '--tenant', SAM_TENANT_ID];
    const { exitCode, stderr } = await run(args, { input: 'one\ntwo\n' });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('The application id is no application')]);
  });
});

describe('keys rotate', () => {
  const KEY = 'ab'.repeat(32);

  it('seals everything under the new key, from standard input', async () => {
    const opened = await world.open();
    await renew(world, opened);
    await opened.close();
    await add('acme');
    const rotated = await run(['keys', 'rotate', '--json'], { input: `${KEY}\n` });
    expect(rotated.exitCode).toBe(0);
    expect(JSON.parse(rotated.stdout)).toMatchObject({ secrets: 5 });
    expect(`${rotated.stdout}${rotated.stderr}${left()}`).not.toContain(KEY);
    const old = await run(['connections', 'test']);
    expect([old.exitCode, old.stderr]).toEqual([2, expect.stringContaining('is not the one')]);
    world.environment.SAMARITAN_MASTER_KEY = KEY;
    const listed = JSON.parse((await run(['connections', 'list', '--json'])).stdout);
    expect(listed.connections).toMatchObject([
      { token: { born: 'code' }, previousKept: true },
      { name: 'acme', problem: null },
    ]);
    expect((await run(['connections', 'test'])).exitCode).toBe(0);
    expect((await run(['connections', 'test', 'acme'])).exitCode).toBe(0);
    // What was written under the old key too.
    expect(await run(['audit', 'verify'])).toMatchObject({ exitCode: 0 });
  });

  it('changes nothing for what is no key, or where the configuration is not there', async () => {
    const opened = await world.open();
    await renew(world, opened);
    await opened.close();
    expect((await run(['keys', 'rotate'], { input: 'no key\n' })).exitCode).toBe(2);
    const elsewhere = await run(['keys', 'rotate'], { input: `${KEY}\n`, env: { SAM_REFRESH_TOKEN: '' } });
    expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([2, expect.stringContaining('Nothing was changed')]);
    expect((await run(['connections', 'test'])).exitCode).toBe(0);
  });

  it('makes a new key file, and finishes what was cut off before or after everything was sealed', async () => {
    const file = join(folder, 'keys', 'master.key');
    const env = { SAMARITAN_MASTER_KEY: '', SAMARITAN_MASTER_KEY_FILE: file };
    Object.assign(world.environment, env);
    const rotations: string[] = [];
    await add('acme');
    rotations.push(readFileSync(file, 'utf8'));
    expect((await run(['keys', 'rotate'])).exitCode).toBe(0);
    rotations.push(readFileSync(file, 'utf8'));
    // Before: a key was made, and nothing sealed under it.
    writeFileSync(`${file}.next`, `${KEY}\n`, { mode: 0o600 });
    const { storage, close } = await world.open();
    const entry = { id: 'killed', connection: MASTER_KEY, by: 'terminal:user:test', startedAt: 0 };
    await storage.renewals.begin({ ...entry, step: 'sealing-anew' });
    const busy = await run(['keys', 'rotate']);
    expect([busy.exitCode, busy.stderr]).toEqual([2, expect.stringContaining('Another keys rotate is under way')]);
    await close();
    const database = new Database(world.environment.SAMARITAN_DATABASE ?? '');
    database.prepare('update renewals set pid = 999999999').run();
    database.close();
    const told = 'A change of the master key that was begun at';
    expect((await run(['connections', 'list'])).stdout).toContain(told);
    expect((await run(['connections', 'test', 'acme'])).exitCode).toBe(0);
    expect((await run(['keys', 'rotate'])).exitCode).toBe(0);
    expect((await run(['connections', 'list'])).stdout).not.toContain(told);
    rotations.push(readFileSync(file, 'utf8'));
    expect(new Set(rotations).size).toBe(3);
    expect(rotations[2]?.trim()).toBe(KEY);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // After: everything is sealed under the next key, which has not taken its place.
    writeFileSync(`${file}.next`, readFileSync(file), { mode: 0o600 });
    writeFileSync(file, rotations[0] ?? '', { mode: 0o600 });
    expect((await run(['connections', 'test', 'acme'])).exitCode).toBe(0);
    expect(readFileSync(file, 'utf8').trim()).toBe(KEY);
    expect(readdirSync(dirname(file))).toEqual(['master.key']);
    expect(await run(['audit', 'verify'])).toMatchObject({ exitCode: 0 });
  });
});
