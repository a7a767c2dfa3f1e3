import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../../simulators/microsoft/sandbox.ts';
import { runSamaritan } from '../../../processes/run-samaritan.ts';
import { runHere } from './run-here.ts';

const CHANNEL = 'discord:channel:1300000000000000200';

let sandbox: Sandbox;
let folder: string;
let environment: Record<string, string> & { HOME: string };
let tenant: string;

beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 12, mix: 'healthy' });
  folder = mkdtempSync(join(tmpdir(), 'samaritan-terminal-'));
  environment = {
    ...sandbox.environment(),
    SAMARITAN_DATABASE: join(folder, 'samaritan.db'),
    PATH: process.env.PATH ?? '',
    HOME: folder,
  };
  tenant = sandbox.tenants()[0]?.defaultDomainName ?? '';
  sandbox.setTenant(tenant, 'ca-block');
});
afterAll(async () => {
  expect(sandbox.stats().violations).toEqual([]);
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => runHere(args, environment);

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { exitCode, stdout } = await run(...args, '--json');
  expect(exitCode, stdout).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('samaritan schedule', () => {
  it('adds, shows, pauses, resumes and runs a schedule, and removes it', async () => {
    const added = await run('schedule', 'add', 'hourly', '0 * * * *', '--zone', 'Europe/Berlin', '--jitter', '5');
    expect(added).toMatchObject({ exitCode: 0, stderr: '' });
    expect(added.stdout.match(/Next: /g)).toHaveLength(3);
    expect(await json('schedule', 'list')).toMatchObject({
      schema: 'samaritan.schedule/1',
      schedules: [{ name: 'hourly', cron: '0 * * * *', timeZone: 'Europe/Berlin', paused: false, jitterMs: 300_000 }],
    });
    expect((await run('schedule', 'pause', 'hourly')).stdout).toContain('rests now');
    expect((await run('schedule', 'list')).stdout).toContain('paused');
    expect((await run('schedule', 'resume', 'HOURLY')).stdout).toContain('runs again');
  });

  it('runs one as a process of its own: the report, its exit code, and the watch learns of it', async () => {
    const { exitCode, stdout } = await runSamaritan(['schedule', 'run', 'hourly', '--json'], {
      env: environment,
      cwd: folder,
    });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'samaritan.report/1', totals: { tenants: 12, fail: 1 } });
    const { tenants } = (await json('history')) as { tenants?: unknown };
    expect(tenants).toBeUndefined();
    expect((await run('status')).stdout).toContain('12');
  });

  it.each([
    [['add', 'x', '* * * * *'], /“\* \* \* \* \*” runs every 1 min: leave at least 5 min .*Examples/s],
    [['add', 'x', 'every hour'], /“every hour” is no schedule.*Examples/s],
    [['add', 'x', '0 6 30 2 *'], /“0 6 30 2 \*” (never comes|is no schedule)/],
    [['add', 'x', '0 6 * * *', '--zone', 'Berlin'], /“Berlin” is not known.*Europe\/Berlin/s],
    [['add', 'x/y', '0 6 * * *'], /1 to 40 letters/],
    [['add', 'x', '0 6 * * *', '--tenant', 'nobody.example'], /nobody\.example/],
    [['add', 'x', '0 6 * * *', '--connection', 'second'], /There are: default/],
    [['add', 'x', '0 * * * *', '--jitter', '100'], /jitter of 1 h 40 min is too much.*at most half/s],
    [['pause', 'nightly'], /no schedule “nightly”\. There are: hourly/],
    [['run', 'nightly'], /no schedule “nightly”\. There are: hourly/],
    [['remove', 'nightly'], /no schedule “nightly”/],
  ])('refuses %j with 2 and the way out', async (args, said) => {
    const { exitCode, stdout, stderr } = await run('schedule', ...args);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).toMatch(said);
  });
});

describe('samaritan alerts', () => {
  it('says of a channel that nothing reaches that it is told nothing, and sends it no test', async () => {
    const unconfigured = /nothing\s+tells\s+it\s+anything.*Discord\s+is\s+not\s+configured\.\s+Set\s+DISCORD_TOKEN/s;
    expect((await run('alerts', 'subscribe', CHANNEL)).stdout).toMatch(unconfigured);
    expect((await run('alerts', 'list')).stdout).toMatch(/Discord\s+is\s+not\s+configured/);
    const refused = await run('alerts', 'test', CHANNEL);
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stdout + refused.stderr).toMatch(/was\s+not\s+sent\.\s+Discord\s+is\s+not\s+configured/);
    const configured = { ...environment, DISCORD_TOKEN: 'a-token' };
    const stopped = await runHere(['alerts', 'test', CHANNEL, '--json'], configured);
    expect(stopped.exitCode).toBe(2);
    expect(JSON.parse(stopped.stdout)).toMatchObject({
      problems: [expect.stringMatching(/samaritan start runs/)],
    });
  });

  it('subscribes a channel, lists it, and unsubscribes it', async () => {
    const wish = ['--severity', 'failure', '--quiet', '22:00-06:00', '--zone', 'Europe/Berlin', '--remind', '4h'];
    const done = await run('alerts', 'subscribe', CHANNEL, ...wish, '--causes', 'gdap', '--owners', 'customer');
    expect(done).toMatchObject({ exitCode: 0 });
    expect(done.stdout).toMatch(/reminders\s+every\s+4 h/);
    expect(await json('alerts', 'list')).toMatchObject({
      subscriptions: [{ place: CHANNEL, causes: ['gdap.'], owners: ['customer'], minimumSeverity: 'failure' }],
    });
    expect((await run('alerts', 'unsubscribe', CHANNEL)).stdout).toContain('told nothing any more');
    expect((await run('alerts', 'unsubscribe', CHANNEL)).stdout).toContain('was not subscribed');
  });

  it.each([
    [['subscribe', 'alerts'], /discord:channel:ID, teams:channel:ID or route:NAME/],
    [['subscribe', CHANNEL, '--quiet', 'nights'], /“nights”.*22:00-06:00/s],
    [['subscribe', CHANNEL, '--quiet', '22:00-22:00'], /would never end/],
    [['subscribe', CHANNEL, '--quiet', '22:00-06:00', '--zone', 'Mars'], /Europe\/Berlin/],
    [['subscribe', CHANNEL, '--remind', '10s'], /“10s” is no time for reminders/],
    [['subscribe', CHANNEL, '--owners', 'me'], /“me” is no owner.*microsoft/s],
    [['subscribe', CHANNEL, '--causes', 'coffee'], /“coffee”/],
    [['subscribe', CHANNEL, '--connections', 'second'], /“second”.*default/s],
    [['test', CHANNEL], /not subscribed.*alerts subscribe/s],
  ])('refuses %j with 2 and the way out', async (args, said) => {
    const { exitCode, stdout, stderr } = await run('alerts', ...args);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).toMatch(said);
  });
});

describe('samaritan accept and maintenance', () => {
  it('accepts a failure, shows it, and withdraws it', async () => {
    const accepted = await run(
      'accept',
      'add',
      tenant,
      'no Exchange bought',
      '--check',
      'exchange.read',
      '--until',
      '30d',
    );
    expect(accepted).toMatchObject({ exitCode: 0 });
    expect(accepted.stdout).toContain('accepted from now on');
    expect(await json('accept', 'list')).toMatchObject({
      schema: 'samaritan.accept/1',
      accepted: [{ checkId: 'exchange.read', reason: 'no Exchange bought' }],
    });
    expect((await run('accept', 'remove', tenant)).stdout).toContain('was not accepted');
    expect((await run('accept', 'remove', tenant, '--check', 'exchange.read')).stdout).toContain('counts again');
  });

  it('announces maintenance, shows it, and ends it', async () => {
    const { window } = (await json('maintenance', 'add', tenant, '4h', '--reason', 'moving')) as {
      window: { id: string };
    };
    expect((await run('maintenance', 'list')).stdout).toContain('moving');
    expect((await run('maintenance', 'remove', window.id)).exitCode).toBe(0);
    expect(await json('maintenance', 'list')).toMatchObject({ windows: [] });
  });

  it.each([
    [['accept', 'add', 'nobody.example', 'why'], /nobody\.example/],
    [['accept', 'add', 'TENANT', 'why', '--until', 'soon'], /“soon” is no time for “until”.*2d/s],
    [['accept', 'add', 'TENANT', 'why', '--until', '2020-01-01'], /“until” is over already/],
    [['accept', 'add', 'TENANT', ' '], /“reason” is missing. Why it is expected/],
    [['accept', 'remove', 'nobody.example'], /nobody\.example/],
    [['audit', '--since', 'yesterday'], /“yesterday” is no time for “since”. Use how long ago, such as 4h/],
    [['maintenance', 'add', 'TENANT', 'later'], /“later” is no time for “to”.*4h/s],
    [['maintenance', 'add', 'TENANT', '2020-01-01 10:00'], /ends before it begins, or is over/],
    [['maintenance', 'remove', '01ABC'], /no maintenance window “01ABC”.*maintenance list/s],
  ])('refuses %j with 2 and the way out', async (args, said) => {
    const { exitCode, stdout, stderr } = await run(...args.map((arg) => (arg === 'TENANT' ? tenant : arg)));
    expect(exitCode).toBe(2);
    expect(stdout + stderr).toMatch(said);
  });
});

describe('samaritan history', () => {
  it('tells of all tenants and of one, and writes the picture', async () => {
    const file = join(folder, 'history.png');
    expect(await run('history', '--days', '7', '--output', file)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
    expect(await json('history', tenant)).toMatchObject({ schema: 'samaritan.history/1', connection: 'default' });
  });

  it.each([
    [['nobody.example'], /nobody\.example/],
    [['--connection', 'second'], /There are: default/],
    [['--days', '9999'], /9999/],
    [['--output', '/dev/null/folder/history.png'], /dev\/null/],
  ])('refuses %j with 2 and the way out', async (args, said) => {
    const { exitCode, stdout, stderr } = await run('history', ...args);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).toMatch(said);
    expect(existsSync('/dev/null/folder')).toBe(false);
  });
});
