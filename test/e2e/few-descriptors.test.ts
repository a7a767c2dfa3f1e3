import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../simulators/microsoft/sandbox.ts';
import { finished, temporaryFolder } from './run-samaritan.ts';

const SAMARITAN = fileURLToPath(new URL('../../src/bot/samaritan.mjs', import.meta.url));

describe.skipIf(process.platform === 'win32')('a machine that lets a program open few files', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await createSandbox({ tenants: 150 });
  });
  afterAll(() => sandbox.close());

  it.each([64, 45])('calls no tenant broken that is not, with %d descriptors', async (limit) => {
    const line = `ulimit -n ${limit}; exec "$0" "$1" testtokens --json --concurrency 128`;
    const folder = temporaryFolder();
    const child = spawn('/bin/sh', ['-c', line, process.execPath, SAMARITAN], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', HOME: folder, ...sandbox.environment() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr, exitCode } = await finished(child);
    const report = JSON.parse(stdout || `{"stderr":${JSON.stringify(stderr)}}`);
    expect({ exitCode, totals: report.totals, causes: report.causes }).toMatchObject({
      exitCode: 0,
      totals: { tenants: 150, pass: 150, fail: 0, unknown: 0 },
      causes: [],
    });
  });
});
