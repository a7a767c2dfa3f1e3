import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../simulators/microsoft/command-line.ts';
import { send } from './client.ts';

const MAIN = fileURLToPath(new URL('../../../simulators/microsoft/main.ts', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const start = (...args: string[]) => {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (output.out += chunk));
  child.stderr.on('data', (chunk) => (output.err += chunk));
  return { child, output, ended: once(child, 'close').then(([code]) => code as number | null) };
};

describe('the command line', () => {
  it('reads every option', () => {
    const line =
      '--tenants 500 --latency 80 --budget 100 --mix healthy --port 4100 --page-size 7 --seed 3 --gdap extra --host ::1';
    const command = parseCommandLine([
      ...line.split(' '),
      '--scenario',
      'ca-block=3',
      '--scenario',
      'graph-503',
      '--partner',
      'risk',
    ]);
    expect(command.options).toEqual({
      tenants: 500,
      latencyMs: 80,
      requestsPerSecond: 100,
      mix: 'healthy',
      port: 4100,
      pageSize: 7,
      seed: 3,
      gdapCustomers: 'extra',
      host: '::1',
    });
    expect(command.scenarios).toEqual(['ca-block', 'ca-block', 'ca-block', 'graph-503']);
    expect(command.partner).toBe('risk');
  });

  it.each([
    [['--tenants', 'many'], '--tenants must be a whole number from 0 to 100000, not "many".'],
    [['--tenants=-5'], '--tenants must be a whole number from 0 to 100000, not "-5".'],
    [['--port', '70000'], '--port must be a whole number from 0 to 65535, not "70000".'],
    [['--budget', '0'], '--budget must be a whole number from 1 to 1000000, not "0".'],
    [['--mix', 'sad'], '--mix must be one of healthy, demo, everything, not "sad".'],
    [['--gdap', 'x'], '--gdap must be one of same, extra, denied, not "x".'],
    [['--scenario', 'ca-block=lots'], '--scenario must look like ca-block or ca-block=3, not "ca-block=lots".'],
    [['--nonsense'], "Unknown option '--nonsense'."],
    [['leftover'], "Unexpected argument 'leftover'."],
  ])('refuses %j in one sentence', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(new Error(message));
  });
});

describe('the program', () => {
  it('prints an environment to paste, serves with it and stops on SIGTERM', async () => {
    const { child, output, ended } = start(
      '--tenants',
      '5',
      '--mix',
      'healthy',
      '--scenario',
      'ca-block=2',
      '--partner',
      'risk',
    );
    await expect.poll(() => output.out, { timeout: 5000 }).toContain('npm run samaritan -- testtokens');
    const [, origin = ''] = /^export SAMARITAN_SANDBOX_URL='(.+)'$/m.exec(output.out) ?? [];
    expect(output.out.match(/^export \w+='[^']+'$/gm)).toHaveLength(7);
    const { json } = await send(`${origin}/sandbox/tenants`);
    expect(json.filter((tenant: { scenario: string }) => tenant.scenario === 'ca-block')).toHaveLength(2);
    expect((await send(`${origin}/sandbox/partner`)).json.scenario).toBe('risk');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(output.err).toBe('');
  });

  it('lists every scenario', async () => {
    const { output, ended } = start('--list');
    expect(await ended).toBe(0);
    for (const name of ['secret-expired', 'ca-block', 'customers-empty-page']) expect(output.out).toContain(name);
  });

  it.each([
    [['--tenants', 'x'], '--tenants must be'],
    [['--scenario', 'nonsense'], 'There is no tenant scenario "nonsense".'],
    [['--partner', 'nonsense'], 'There is no partner scenario "nonsense".'],
    [['--host', '0.0.0.0'], 'loopback only'],
  ])('ends with 2 and a sentence for %j', async (args, message) => {
    const { output, ended } = start(...args);
    expect(await ended).toBe(2);
    expect(output.err).toContain(message);
    expect(output.err).not.toMatch(/\n {4}at /);
    expect(output.out).toBe('');
  });
});
