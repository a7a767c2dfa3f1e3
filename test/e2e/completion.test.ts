import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../processes/run-command-line.ts';
import { runSamaritan } from '../processes/run-samaritan.ts';

describe('samaritan completion, started as a process', () => {
  /** What the first of them prints. */
  let script = '';

  it('prints a script that bash can read', async () => {
    const { exitCode, stdout, stderr } = await runSamaritan(['completion', 'bash']);
    script = stdout;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    execFileSync('bash', ['-n'], { input: stdout });
  });

  it('completes in a bash that has nothing but itself', () => {
    const press = `COMP_WORDS=(samaritan testto) COMP_CWORD=1; __samaritan_complete; echo "\${COMPREPLY[@]}"`;
    const answering = `samaritan() { [[ "$*" == 'complete -- testto' ]] && printf 'testtokens\\tTest.\\n:4\\n'; }`;
    const input = [script, answering, 'compopt() { :; }', press].join('\n');
    expect(execFileSync('bash', ['--norc', '--noprofile'], { input, encoding: 'utf8' }).trim()).toBe('testtokens');
  });

  it('answers what the script asks, with nothing configured', async () => {
    const { exitCode, stdout } = await runSamaritan(['complete', '--', 'troubleshoot', 'token-exp']);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'token-expired\tThe refresh token has expired\n:4\n',
    });
  });

  it('offers commands to help, and refuses a shell it has no script for', async () => {
    const { stdout: help } = await runSamaritan(['complete', '--', 'help', 'testt']);
    expect(help).toMatch(/^testtokens\t/);
    const { exitCode, stderr } = await runCommandLine(['completion', 'tcsh']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('“tcsh”, which is none of: bash, zsh, fish, powershell.');
  });
});
