import { describe, expect, it } from 'vitest';
import { finished, temporaryFolder } from '../processes/run-samaritan.ts';
import { startProgram } from '../processes/start-program.ts';

const DEMO = new URL('../../simulators/demo.ts', import.meta.url);

describe('the demo', () => {
  it('sweeps three times, renews a token between, and says the same of what stays as it was', async () => {
    const { exitCode, stdout } = await finished(startProgram([DEMO], { cwd: temporaryFolder() }));
    expect(exitCode).toBe(0);
    const sweeps = stdout.split(/(?:Second|Third) sweep/);
    expect(sweeps.map((text) => /(\d+) of 40 tenants fail/.exec(text)?.[1])).toEqual(['9', '7', '7']);
    const told = sweeps.map((text) => /MFA is demanded[\s\S]*?\n {2}All steps/.exec(text)?.[0]);
    expect(told[0]).toMatch(/theirs[\s\S]*customer’s policy/);
    expect(told.slice(1)).toEqual([told[0], told[0]]);
    expect(stdout).not.toMatch(/<(?:tenant|application|partner)|undefined|\[object/);
  });
});
