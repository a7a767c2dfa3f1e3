import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSandbox, type Sandbox } from '../../simulators/microsoft/sandbox.ts';
import { byTenantId } from '../../src/core/model/tenants/tenant.ts';
import { PATIENT } from '../patience.ts';
import { runCommandLine } from '../processes/run-command-line.ts';
import { finished, runSamaritan, startSamaritan, temporaryFolder } from '../processes/run-samaritan.ts';

const WEAK = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };

describe('samaritan testtokens, in part started as a process', () => {
  let sandbox: Sandbox;
  let environment: Record<string, string>;

  beforeEach(async () => {
    sandbox = await createSandbox({ tenants: 8 });
    environment = sandbox.environment();
  });
  afterEach(() => sandbox.close());

  it('ends with 0 and says that all works when nothing fails', async () => {
    const { exitCode, stdout, stderr } = await runSamaritan(['testtokens'], { env: environment });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^✓ All 8 tenants work · our own tokens are fine/);
    expect(stderr).toMatch(/^Testing tokens · connection default\n/);
  });

  it('warns of secrets that other users of the machine can read', async () => {
    const cwd = temporaryFolder();
    const { SAM_APPLICATION_SECRET: secret = '', SAM_REFRESH_TOKEN: token = '', ...others } = environment;
    writeFileSync(join(cwd, '.env'), `SAM_REFRESH_TOKEN=${token}\n`);
    writeFileSync(join(cwd, 'secret'), secret);
    for (const file of ['.env', 'secret']) chmodSync(join(cwd, file), 0o644);
    const env = { ...others, SAM_APPLICATION_SECRET_FILE: join(cwd, 'secret') };
    const { exitCode, stderr } = await runCommandLine(['testtokens'], { env, cwd });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/Other users can read \.env, which holds SAM_REFRESH_TOKEN\. Run: chmod 600/);
    expect(stderr).toMatch(/SAM_APPLICATION_SECRET_FILE: other users can read .*secret\. Run: chmod 600/);
  });

  it('ends with 1 when a tenant fails, and prints nothing but JSON on standard output', async () => {
    sandbox.setTenant(sandbox.tenants()[2]?.tenantId ?? '', 'ca-block');
    const { exitCode, stdout } = await runCommandLine(['testtokens', '--json'], { env: environment });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'samaritan.report/1',
      totals: { tenants: 8, pass: 7, fail: 1 },
      causes: [{ id: 'access.conditional-access', owner: 'customer' }],
    });
  });

  it('ends with 3 when Microsoft refuses the partner connection', async () => {
    sandbox.setPartner('token-revoked');
    const { exitCode, stdout } = await runCommandLine(['testtokens'], { env: environment });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^✗ Nothing can be tested: the refresh token was revoked/);
  });

  it('ends with 1, not 3, when the network keeps the partner connection from being tested', async () => {
    sandbox.setPartner('entra-reset');
    expect(await runCommandLine(['testtokens'], { env: environment })).toMatchObject({ exitCode: 1 });
  });

  it('ends with 2 for credentials that cannot be right, asks nobody, and still prints the report as JSON', async () => {
    const wrong = { ...environment, SAM_APPLICATION_SECRET: '<YOUR APPLICATION SECRET>' };
    const { exitCode, stdout } = await runCommandLine(['testtokens', '--json'], { env: wrong });
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      partner: { status: 'fail', checks: [{ id: 'credentials.shape', cause: 'credential.placeholder' }] },
      tenants: [],
    });
    expect(sandbox.stats().requests.total).toBe(0);
  });

  it.each([
    ['an unknown tenant', ['--tenant', 'nobody'], {}, 'nobody'],
    ['a format that contradicts --json', ['--json', '--format', 'csv'], {}, '--format csv'],
    ['a number out of range', ['--concurrency', '0'], {}, '“0”'],
    ['a sandbox that is not this machine', [], { SAMARITAN_SANDBOX_URL: 'http://example.com' }, 'example.com'],
    ['an unwritable database', [], { SAMARITAN_DATABASE: '/proc/nowhere/x.db' }, '/proc/nowhere/x.db'],
    ['an output file that cannot be written', ['--output', '/dev/null/x.html'], {}, '/dev/null/x.html'],
  ])('ends with 2 and one sentence for %s', async (_what, args, changes, named) => {
    const { exitCode, stderr } = await runCommandLine(['testtokens', ...args], { env: { ...environment, ...changes } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(named);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('says what changed since the last completed run', async () => {
    const folder = temporaryFolder();
    const [first, second] = sandbox.tenants();
    sandbox.setTenant(first?.tenantId ?? '', 'consent-missing');
    await runCommandLine(['testtokens'], { env: environment, cwd: folder });
    sandbox.setTenant(first?.tenantId ?? '', 'fine');
    sandbox.setTenant(second?.tenantId ?? '', 'ca-block');
    const { stdout } = await runCommandLine(['testtokens', '--json'], { env: environment, cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({
      changes: {
        newlyFailing: [{ tenantId: second?.tenantId }],
        mended: [{ tenantId: first?.tenantId }],
        stillFailing: [],
      },
    });
  });

  it('stops at Ctrl-C, prints what is known and marks the run interrupted', async () => {
    const inTurn = () => sandbox.tenants().toSorted(byTenantId);
    for (const tenant of inTurn().slice(4)) sandbox.setTenant(tenant.tenantId, 'graph-hang');
    const child = startSamaritan(['testtokens', '--json', '--only', 'graph', '--concurrency', '1'], {
      env: environment,
      cwd: temporaryFolder(),
    });
    // One after the other: what stands before the first that hangs is known by then.
    await vi.waitUntil(() => inTurn()[4]?.asked.graph === 1, PATIENT);
    const { exitCode, stdout } = await finished(child, 'SIGINT');
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ run: { status: 'interrupted' }, totals: { tenants: 8, pass: 4 } });
  });

  it.each(['csv', 'html', 'junit'])('writes the report as %s to the file it is told', async (format) => {
    const { exitCode, stdout, stderr } = await runCommandLine(
      ['testtokens', '--format', format, '--output', 'report'],
      {
        env: environment,
      },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toContain('The report is in report.');
  });
});

describe('samaritan, in part started as a process', () => {
  it('checks itself: configuration, credentials, database and every host', async () => {
    const sandbox = await createSandbox({ tenants: 1 });
    try {
      const { exitCode, stdout } = await runCommandLine(['doctor', '--json'], { env: sandbox.environment() });
      expect(exitCode).toBe(0);
      const { findings } = JSON.parse(stdout) as { findings: { name: string; status: string }[] };
      expect(findings.map((finding) => finding.status)).toEqual(findings.map(() => 'pass'));
      expect(findings.map((finding) => finding.name.split(' ')[0])).toEqual(
        expect.arrayContaining(['Configuration', 'Credentials', 'Database', 'Entra', 'Graph', 'Exchange']),
      );
    } finally {
      await sandbox.close();
    }
  });

  it('gives the remedy for every host that does not answer', async () => {
    const environment = { SAMARITAN_CLOUD: 'sandbox', SAMARITAN_SANDBOX_URL: 'http://127.0.0.1:1' };
    const { exitCode, stdout } = await runCommandLine(['doctor', '--json'], { env: environment });
    expect(exitCode).toBe(2);
    const { findings } = JSON.parse(stdout) as { findings: { status: string; remedy?: string }[] };
    const failed = findings.filter((finding) => finding.status === 'fail');
    expect(failed.length).toBe(4);
    for (const finding of failed) expect(finding.remedy).toBeTruthy();
  });

  it.each([['start'], ['testtokens'], ['discord', 'deploy']])(
    'ends %s with 2 where TLS is weakened',
    async (...args) => {
      const { exitCode, stderr } = await runCommandLine(args, { env: WEAK });
      expect(exitCode).toBe(2);
      expect(stderr).toContain('NODE_TLS_REJECT_UNAUTHORIZED is 0');
    },
  );

  it('has a row in doctor where TLS is weakened', async () => {
    const { exitCode, stdout } = await runCommandLine(['doctor', '--json'], { env: WEAK });
    expect(exitCode).toBe(2);
    const detail = expect.stringContaining('NODE_EXTRA_CA_CERTS');
    expect(JSON.parse(stdout).findings).toContainEqual({ name: 'TLS', status: 'fail', detail });
  });

  it('ends with 1 and a reference at what nobody caught, and shows no secret of it', async () => {
    const thrower = `process.on('newListener', (name) => {
      if (name === 'uncaughtException') setImmediate(() => { throw new Error('client_secret=ab~8Q-very-secret-value-of-forty-signs-x'); });
    })`;
    const nodeArgs = ['--import', `data:text/javascript,${encodeURIComponent(thrower)}`];
    const { exitCode, stderr } = await runSamaritan(['explain', 'AADSTS50076'], { nodeArgs });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/on our side\. Reference \S+; the same reference is in the log/);
    expect(stderr).not.toContain('very-secret');
  });

  it.each([
    ['a file that is not there', ['none.db', 'postgres://sam@db.example/x'], /none\.db cannot be opened \(there is no/],
    ['two files', ['one.db', 'two.db'], /One of the two is a SQLite file/],
    ['no address', ['one.db', 'postgres://db.example'], /lacks the host, the user or the database/],
    [
      'a password',
      ['one.db', 'postgres://sam:hush@db.example/x'],
      /postgres:\/\/sam@db\.example:5432\/x was given with/,
    ],
  ])('copies no database for %s, and makes none', async (_what, args, said) => {
    const cwd = temporaryFolder();
    const { exitCode, stdout, stderr } = await runCommandLine(['database', 'copy', ...args], { cwd });
    expect({ exitCode, stdout, left: readdirSync(cwd) }).toEqual({ exitCode: 2, stdout: '', left: [] });
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/hush/);
  });

  it('names an unknown command and those there are', async () => {
    const { exitCode, stderr } = await runSamaritan(['tsttokens']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/no command “tsttokens”.*testtokens/);
  });
});
