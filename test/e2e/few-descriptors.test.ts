import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../simulators/microsoft/sandbox.ts';
import { runSamaritan, startSamaritan, temporaryFolder } from '../processes/run-samaritan.ts';
import { createDiscordWorld } from './discord/discord-setup.ts';
import { readable, sweep } from './discord/drive.ts';

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

  it('answers in chat that every tenant works', async () => {
    const world = await createDiscordWorld({ sandbox: { tenants: 60, latencyMs: 30 } });
    const service = startSamaritan(['start'], { env: world.environment, cwd: temporaryFolder(), mostFiles: 50 });
    try {
      await service.says(/Samaritan runs/);
      expect(readable(await sweep(world))).toMatch(/^### All 60 tenants work/);
    } finally {
      await service.stop('SIGKILL');
      await world.close();
    }
  });
});
