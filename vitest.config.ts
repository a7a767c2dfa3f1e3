import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './.ci/closing-line.ts';
import { memoryFolder } from './.ci/memory-folder.ts';
import { SlowFirst } from './.ci/slow-first.ts';
import { SETTING_NAMES } from './src/bot/config/setting-names.ts';

/** Tests that start the product or another program and wait for it, or that run Discord's client, in a process of their own. */
const BESIDE = [
  'test/e2e/*.test.ts',
  'test/foreign/*.test.ts',
  'test/e2e/{discord,renewal,teams}/**/*.test.ts',
  'test/e2e/watch/**/*.test.ts',
  'test/adapters/discord/gateway/**/*.test.ts',
  'test/playground/**/*.test.ts',
  'test/bot/explain.test.ts',
  'test/canary.test.ts',
];

/** Tests of the stores that run once more on every other engine; what is left out is of a file, or of a process that has one. */
const ON_ENGINES = [
  'test/adapters/storage/{access,connections,messages,reports,secrets,state,watch}/*.test.ts',
  'test/adapters/storage/{history/incident-history,history/history-store,runs/latest-runs,prune,damaged-rows}.test.ts',
];
const ON_FILE = ['test/adapters/storage/watch/killed.test.ts'];

const STORAGE = new URL('test/adapters/storage/', import.meta.url);
/** Each has a file of its own there, and a folder for what only it has; `serve-<name>.ts` starts what it needs. */
const ENGINES = readdirSync(new URL('engines/', STORAGE))
  .filter((file) => !file.startsWith('serve-'))
  .map((file) => file.replace('.ts', ''));
const ownTests = (engine: string): string => `test/adapters/storage/${engine}/*.test.ts`;

/** What hangs is found all the same; what is slow because the machine is busy is not at fault. */
const PATIENCE_MS = 300_000;

// What a test reads of times is the same on every machine.
process.env.TZ = 'UTC';
// Workers find their code compiled, where the product keeps it.
process.env.NODE_COMPILE_CACHE ||= join(tmpdir(), 'node-compile-cache');
// The folders that tests make, unless somebody says where.
const memory = memoryFolder();
if (memory) process.env.TMPDIR ||= memory;

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
    // Nothing in the developer's own environment may reach a test.
    env: Object.fromEntries(SETTING_NAMES.map((name) => [name, ''])),
    // Many tests wait for a process of their own: with one worker fewer than cores, two cores would mostly stand idle.
    maxWorkers: 3,
    sequence: { sequencer: SlowFirst },
    setupFiles: ['test/node-client-first.ts'],
    // Node itself loads the modules, as in the product: no second reading by Vite in each of the workers.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    runner: './.ci/quick-loads.ts',
    projects: [
      // A worker loads each module once, whatever the number of files.
      { extends: true, test: { name: 'beside', include: BESIDE, pool: 'forks', isolate: false } },
      ...ENGINES.map((name) => {
        const server = `engines/serve-${name}.ts`;
        const globalSetup = existsSync(new URL(server, STORAGE)) ? [`test/adapters/storage/${server}`] : [];
        return {
          extends: true as const,
          test: {
            ...{ name, globalSetup, provide: { engine: name } },
            ...{ include: [...ON_ENGINES, ownTests(name)], exclude: ON_FILE, pool: 'threads' as const, isolate: false },
          },
        };
      }),
      // Last, since its many small files wait for nothing: no worker is left alone with a long one.
      {
        extends: true,
        test: {
          name: 'inside',
          include: ['test/**/*.test.ts'],
          exclude: [...BESIDE, ...ENGINES.map(ownTests)],
          pool: 'threads',
          isolate: false,
        },
      },
    ],
  },
});
