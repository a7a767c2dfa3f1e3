import { existsSync, readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../simulators/microsoft/command-line.ts';
import { type Program, startProgram } from '../../processes/start-program.ts';
import { send } from './client.ts';

const MAIN = new URL('../../../simulators/microsoft/main.ts', import.meta.url);
const programs: Program[] = [];
afterEach(() => {
  for (const program of programs.splice(0)) void program.stop('SIGKILL');
});

const start = (...args: string[]): Program => {
  const program = startProgram([MAIN, ...args]);
  programs.push(program);
  return program;
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
    [
      ['--vault', 'x'],
      '--vault must be one of fine, no-role, no-policy, firewall, private-link, read-only, throttled, foreign-tenant, not-a-vault, hang, not "x".',
    ],
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
    const program = start('--tenants', '5', '--mix', 'healthy', '--scenario', 'ca-block=2', '--partner', 'risk');
    await program.says(/npm run samaritan -- testtokens/);
    const [, origin = ''] = /^export SAMARITAN_SANDBOX_URL='(.+)'$/m.exec(program.stdout()) ?? [];
    expect(program.stdout().match(/^export \w+='[^']+'$/gm)).toHaveLength(7);
    const { json } = await send(`${origin}/sandbox/tenants`);
    expect(json.filter((tenant: { scenario: string }) => tenant.scenario === 'ca-block')).toHaveLength(2);
    expect((await send(`${origin}/sandbox/partner`)).json.scenario).toBe('risk');
    expect(await program.stop()).toBe(0);
    expect(program.stderr()).toBe('');
  });

  it('has a key vault beside it whose certificate a client can trust', async () => {
    const program = start('--tenants', '1', '--vault', 'fine');
    await program.says(/npm run samaritan -- testtokens/);
    const exported = Object.fromEntries(
      [...program.stdout().matchAll(/^export (\w+)='([^']+)'$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
    expect(Object.keys(exported).filter((name) => name.startsWith('SAM_'))).toEqual([]);
    const { SAMARITAN_KEY_VAULT_URL = '', NODE_EXTRA_CA_CERTS: file = '' } = exported;
    const dispatcher = new Agent({ connect: { ca: readFileSync(file) } });
    const { statusCode, headers } = await request(`${SAMARITAN_KEY_VAULT_URL}/secrets/TenantID/`, { dispatcher });
    expect([statusCode, headers['www-authenticate']]).toEqual([401, expect.stringContaining('vault.azure.net')]);
    await dispatcher.destroy();
    expect(await program.stop()).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  it('lists every scenario', async () => {
    const program = start('--list');
    expect(await program.ended).toBe(0);
    for (const name of ['secret-expired', 'ca-block', 'customers-empty-page']) expect(program.stdout()).toContain(name);
  });

  it.each([
    [['--tenants', 'x'], '--tenants must be'],
    [['--scenario', 'nonsense'], 'There is no tenant scenario "nonsense".'],
    [['--partner', 'nonsense'], 'There is no partner scenario "nonsense".'],
    [['--host', '0.0.0.0'], 'loopback only'],
  ])('ends with 2 and a sentence for %j', async (args, message) => {
    const program = start(...args);
    expect(await program.ended).toBe(2);
    expect(program.stderr()).toContain(message);
    expect(program.stderr()).not.toMatch(/\n {4}at /);
    expect(program.stdout()).toBe('');
  });
});
