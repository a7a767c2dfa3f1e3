import { defineConfig } from 'vitest/config';
import { SETTING_NAMES } from './src/bot/config/setting-names.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Nothing in the developer's own environment may reach a test.
    env: Object.fromEntries(SETTING_NAMES.map((name) => [name, ''])),
    pool: 'forks',
    // Many tests wait for a process of their own: with one worker fewer than cores, two cores would mostly stand idle.
    maxWorkers: 3,
  },
});
