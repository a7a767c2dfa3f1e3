import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Nothing in the developer's own environment may reach a test.
    env: { SAM_APPLICATION_ID: '', SAM_APPLICATION_SECRET: '', SAM_REFRESH_TOKEN: '', SAM_TENANT_ID: '' },
    pool: 'forks',
  },
});
