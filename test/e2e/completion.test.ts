import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runSamaritan } from '../processes/run-samaritan.ts';

describe('samaritan completion, started as a process', () => {
  it('prints a script that bash can read', async () => {
    const { exitCode, stdout, stderr } = await runSamaritan(['completion', 'bash']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    execFileSync('bash', ['-n'], { input: stdout });
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
    const { exitCode, stderr } = await runSamaritan(['completion', 'tcsh']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('“tcsh”, which is none of: bash, zsh, fish, powershell.');
  });
});
