import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../simulators/microsoft/sandbox.ts';
import { type Finished, temporaryFolder } from '../processes/run-samaritan.ts';
import { runHere } from './watch/process/run-here.ts';

describe('a numbered choice on the terminal', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await createSandbox({ tenants: 1 });
    for (const displayName of ['Twin Harbour North', 'Twin Harbour South']) sandbox.addTenant({ displayName });
  });
  afterEach(() => sandbox.close());

  async function run(args: readonly string[], typed?: string): Promise<Finished> {
    const environment = { ...sandbox.environment(), HOME: temporaryFolder() };
    return await runHere(args, environment, typed === undefined ? {} : { typed });
  }

  it('asks which tenant is meant, and tests that one', async () => {
    const south = sandbox.tenants().find(({ displayName }) => displayName === 'Twin Harbour South');
    const { exitCode, stdout, stderr } = await run(['check', 'twin harbour'], '2\n');
    expect(stderr).toContain('“twin harbour” fits:\n   1  ');
    const line = stderr.split('\n').find((one) => one.startsWith('   2  ')) ?? '';
    expect(line).toContain(south?.tenantId);
    expect(stdout).toContain('Twin Harbour South');
    expect(stdout).not.toContain('Twin Harbour North');
    expect(exitCode).toBe(0);
  });

  it.each(['0\n', '3\n', 'Contoso\n', '\n', ''])('takes %j for no choice, and refuses as ever', async (typed) => {
    const { exitCode, stderr } = await run(['check', 'twin harbour'], typed);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/“twin harbour” fits 2 tenants: .* Name one by its id or domain\.\n$/);
  });

  it('asks nobody where a program reads the answer, or nobody sits there', async () => {
    const asked = /Number: /;
    const json = await run(['check', 'twin harbour', '--json'], '2\n');
    const piped = await run(['check', 'twin harbour']);
    expect(json.stderr).toContain('fits 2 tenants');
    expect(piped.stderr).toContain('fits 2 tenants');
    expect([json.exitCode, piped.exitCode]).toEqual([2, 2]);
    expect(json.stderr).not.toMatch(asked);
    expect(piped.stderr).not.toMatch(asked);
  });

  it('asks nobody where another name leads nowhere at all', async () => {
    const { exitCode, stderr } = await run(['testtokens', '--tenant', 'twin harbour', '--tenant', 'nobody'], '1\n');
    expect(exitCode).toBe(2);
    expect(stderr).not.toContain('Number: ');
    expect(stderr).toContain('There is no tenant “nobody”');
  });

  it('asks for a required choice that was left out', async () => {
    const { exitCode, stdout, stderr } = await run(['access', 'grant', 'discord:user:80351110224678912'], '2\n');
    expect(stderr).toMatch(/^role: .*\n {3}1 {2}viewer\n {3}2 {2}technician\n {3}3 {2}admin\nNumber: /);
    expect(stdout).toContain('technician');
    expect(exitCode).toBe(0);
  });

  it('asks for the one text that was left out, and refuses as ever where none is typed', async () => {
    const { exitCode, stdout, stderr } = await run(['check'], 'twin harbour south\n');
    expect(stderr).toMatch(/^tenant: .*\n> /);
    expect(stdout).toContain('Twin Harbour South');
    expect(exitCode).toBe(0);
    const none = await run(['check'], '\n');
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toMatch(/“tenant” is missing\./);
  });

  it('asks for no choice where more than that is missing', async () => {
    const { exitCode, stderr } = await run(['access', 'grant'], '2\n');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^“\w+” is missing\./);
  });
});
