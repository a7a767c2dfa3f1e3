import { defineConfig } from 'vitest/config';
import { ClosingLine } from './.ci/closing-line.ts';
import { SETTING_NAMES } from './src/bot/config/setting-names.ts';

/** Tests that start the product or another program and wait for it, and those of Discord's client, which shares state. */
const APART = [
  'test/e2e/**/*.test.ts',
  'test/playground/**/*.test.ts',
  'test/canary.test.ts',
  'test/adapters/discord/gateway/**/*.test.ts',
];

/** What hangs is found all the same; what is slow because the machine is busy is not at fault. */
const PATIENCE_MS = 300_000;

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
    // Nothing in the developer's own environment may reach a test.
    env: Object.fromEntries(SETTING_NAMES.map((name) => [name, ''])),
    // Many tests wait for a process of their own: with one worker fewer than cores, two cores would mostly stand idle.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        // A thread loads each module once, whatever the number of files.
        test: { name: 'inside', include: ['test/**/*.test.ts'], exclude: APART, pool: 'threads', isolate: false },
      },
      { extends: true, test: { name: 'apart', include: APART, pool: 'forks' } },
    ],
  },
});
