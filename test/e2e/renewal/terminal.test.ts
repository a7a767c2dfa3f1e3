import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { request } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import { runCommandLine } from '../../processes/run-command-line.ts';
import { startSamaritan, temporaryFolder } from '../../processes/run-samaritan.ts';
import type { Program } from '../../processes/start-program.ts';
import { createRenewalWorld, type RenewalWorld, visit } from './renewal-world.ts';

let sandbox: Sandbox;
let world: RenewalWorld;

beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 2, pollIntervalS: 0 });
});
beforeEach(async () => {
  sandbox.setSignIn('approve');
  world = await createRenewalWorld(sandbox);
});
afterEach(async () => {
  await world.close();
  expect(sandbox.stats().violations).toEqual([]);
});
afterAll(() => sandbox.close());

const run = (...args: string[]) => runCommandLine(args, { env: world.environment });
const eventsOf = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Record<string, unknown>);

async function begin(...args: string[]): Promise<{ program: Program; url: string }> {
  const program = startSamaritan(['connections', 'renew', '--json', '--no-browser', ...args], {
    env: world.environment,
    cwd: temporaryFolder(),
  });
  return { program, url: await program.says(/"event":"open","url":"([^"]+)"/) };
}

/** Whatever was left behind, and what every process could see. */
function leftBehind(): string {
  const folder = dirname(world.environment.SAMARITAN_DATABASE ?? '');
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
}

describe('connections renew on the terminal', () => {
  it('prints each step as one line of JSON, and what comes of it is used by the next sweep', async () => {
    sandbox.setPartner('token-expired');
    const { program, url } = await begin();
    const address = new URL(url);
    expect(address.origin).toBe(sandbox.origin);
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      prompt: 'login',
      code_challenge_method: 'S256',
      response_type: 'code',
    });
    const { location = '' } = await visit(url);
    const page = await request(location);
    expect(page.statusCode).toBe(200);
    expect(page.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    expect(await page.body.text()).not.toContain('code=');
    expect(await program.ended).toBe(0);
    const [, proved, stored, ...more] = eventsOf(program.stdout());
    expect(more).toEqual([]);
    expect(proved).toEqual({
      event: 'proved',
      tenantId: world.configured.tenant,
      account: 'svc-sam@harbourlight-it.example',
      scopes: expect.arrayContaining(['Directory.Read.All']),
      mfa: true,
      customer: sandbox.tenants()[0]?.tenantId,
    });
    expect(stored).toEqual({ event: 'stored', previous: 'kept' });
    expect((await run('testtokens', '--json')).exitCode).toBe(0);
    sandbox.setPartner('fine');
    const code = new URL(location).searchParams.get('code') ?? '';
    for (const text of [program.output(), leftBehind()]) {
      expect(text).not.toContain(code);
      expect(text).not.toContain(world.environment.SAM_APPLICATION_SECRET);
      expect(text).not.toMatch(/\b1\.AX\w{20}/);
    }
  });

  it('keeps the token before until a whole sweep has passed, and puts it back', async () => {
    expect((await run('connections', 'renew', '--device')).exitCode).toBe(0);
    expect(JSON.parse((await run('connections', 'restore', '--json')).stdout)).toMatchObject({ restored: true });
    expect((await run('connections', 'restore')).exitCode).toBe(0);
    expect((await run('testtokens', '--tenant', sandbox.tenants()[0]?.tenantId ?? '')).exitCode).toBe(0);
    expect((await run('connections', 'restore')).exitCode).toBe(0);
    expect((await run('connections', 'restore')).exitCode).toBe(0);
    expect((await run('testtokens')).exitCode).toBe(0);
    const { exitCode, stdout } = await run('connections', 'restore', '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ restored: false, reason: expect.stringContaining('No earlier token') });
  });

  it('shows a device code with its birth, and refuses in one line what was declined', async () => {
    const approved = await run('connections', 'renew', '--device', '--json');
    expect(approved.stderr).toContain('keeps that mark');
    const [code, ...rest] = eventsOf(approved.stdout);
    expect(code).toEqual({
      event: 'device-code',
      verificationUri: 'https://microsoft.com/devicelogin',
      userCode: expect.stringMatching(/^\w{9}$/),
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(rest.map(({ event }) => event)).toEqual(['proved', 'stored']);
    sandbox.setSignIn('decline');
    const { exitCode, stdout } = await run('connections', 'renew', '--device', '--json');
    expect(exitCode).toBe(1);
    expect(eventsOf(stdout).at(-1)).toMatchObject({ event: 'refused', reason: expect.stringContaining('declined') });
  });

  it('turns away what comes with another state, from another name or without a sign-in, and goes on waiting', async () => {
    const { program, url } = await begin();
    const { location = '' } = await visit(url);
    const forged = new URL(location);
    forged.searchParams.set('state', 'A'.repeat(43));
    const status = async (address: string, headers: Record<string, string> = {}) => {
      const answer = await request(address, { headers });
      await answer.body.dump();
      return answer.statusCode;
    };
    expect(await status(forged.href)).toBe(400);
    expect(await status(location, { host: 'evil.example' })).toBe(400);
    expect(await status(new URL('/', location).href)).toBe(404);
    expect(await status(location)).toBe(200);
    expect(await program.ended).toBe(0);
  });

  it('needs no token to begin with: id, secret and tenant are enough, and what it gave is used', async () => {
    const env = { ...world.environment, SAM_REFRESH_TOKEN: '' };
    const without = (...args: string[]) => runCommandLine(args, { env });
    const findingOf = (stdout: string, wanted: string) =>
      (JSON.parse(stdout).findings as { name: string }[]).find(({ name }) => name === wanted);
    const before = await without('doctor', '--json');
    expect(before.exitCode).toBe(2);
    expect(findingOf(before.stdout, 'Credentials')).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('sign in for one with connections renew'),
    });
    const renewed = await without('connections', 'renew', '--device', '--json');
    expect(eventsOf(renewed.stdout).map(({ event }) => event)).toEqual(['device-code', 'proved', 'stored']);
    expect((await without('testtokens', '--json')).exitCode).toBe(0);
    expect((await without('status')).stdout).not.toContain('SAM_REFRESH_TOKEN');
    expect(findingOf((await without('doctor', '--json')).stdout, 'Credentials')).toMatchObject({ status: 'pass' });
    const restored = await without('connections', 'restore', '--json');
    expect(JSON.parse(restored.stdout)).toMatchObject({ restored: false });
  });

  it('ends at once when it is interrupted, with nothing changed', async () => {
    const { program } = await begin();
    expect(await program.stop('SIGINT')).toBe(130);
    expect(eventsOf(program.stdout()).at(-1)).toMatchObject({ event: 'refused', ending: 'interrupted' });
  });

  it('refuses a connection that is not there, and two ways at once', async () => {
    const unknown = await run('connections', 'renew', 'elsewhere');
    expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('There is no connection')]);
    expect((await run('connections', 'renew', '--device', '--no-browser')).exitCode).toBe(2);
  });
});
