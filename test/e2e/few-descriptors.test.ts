import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../simulators/microsoft/sandbox.ts';
import { runSamaritan } from '../processes/run-samaritan.ts';

describe.skipIf(process.platform === 'win32')('a machine that lets a program open few files', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await createSandbox({ tenants: 150 });
  });
  afterAll(() => sandbox.close());

  it.each([64, 45])('calls no tenant broken that is not, with %d descriptors', async (limit) => {
    const { stdout, stderr, exitCode } = await runSamaritan(['testtokens', '--json', '--concurrency', '128'], {
      env: sandbox.environment(),
      mostFiles: limit,
    });
    const report = JSON.parse(stdout || `{"stderr":${JSON.stringify(stderr)}}`);
    expect({ exitCode, totals: report.totals, causes: report.causes }).toMatchObject({
      exitCode: 0,
      totals: { tenants: 150, pass: 150, fail: 0, unknown: 0 },
      causes: [],
    });
  });
});
