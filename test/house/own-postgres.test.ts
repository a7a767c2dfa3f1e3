import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const MODULE = new URL('../../bench/own-postgres.ts', import.meta.url).href;

/** The code with which a process ends that sets it, then starts a server of its own, stops it, and has nothing left to do. */
function endWith(code: number): Promise<number | string | null | undefined> {
  const script = `
    import { startOwnServer } from ${JSON.stringify(MODULE)};
    process.exitCode = ${code};
    const server = await startOwnServer();
    if ('stop' in server) await server.stop();`;
  return new Promise((resolve) => {
    execFile(process.execPath, ['--input-type=module', '-e', script], (error) => resolve(error ? error.code : 0));
  });
}

describe('a PostgreSQL server of the tests', () => {
  it('leaves the process the code that it ends with: a test that failed is told to CI', async () => {
    expect(await endWith(3)).toBe(3);
  });
});
