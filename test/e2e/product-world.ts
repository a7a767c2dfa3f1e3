import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../simulators/microsoft/sandbox.ts';
import { cron } from '../../src/adapters/cron/create-cron.ts';
import { openStorage, type Storage } from '../../src/adapters/storage/open-storage.ts';
import { systemClock } from '../../src/bot/system-clock.ts';
import { layTables } from '../adapters/storage/lay-tables.ts';
import { runCommandLine, type Service, startServiceHere } from '../processes/run-command-line.ts';
import { type Finished, startService } from '../processes/run-samaritan.ts';
import type { Program } from '../processes/start-program.ts';

/** An installation of the product in a folder of its own, over a simulated Microsoft. Each chat adds its own to it. */
export interface ProductWorld {
  sandbox: Sandbox;
  /** What the product is configured with. A test may change it for what is started later. */
  environment: Record<string, string>;
  database: string;
  /** The services that were started, in order. */
  started: readonly Service[];
  /** Everything that processes of the product wrote so far. */
  written: () => string;
  /** Starts the product as a service does, and waits until it says that it runs. */
  start: (settings?: Record<string, string>) => Promise<Program>;
  /** The same without a process of its own, for tests of what it answers. */
  startHere: (settings?: Record<string, string>) => Promise<Service>;
  /** Runs another command of the product beside it; what is left out of the settings is unset by ''. */
  run: (args: readonly string[], settings?: Record<string, string>) => Promise<Finished>;
  /** Reads or changes the database beside it. */
  withStorage: <T>(work: (storage: Storage) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

export interface WorldOptions {
  sandbox?: SandboxOptions;
  settings?: Record<string, string>;
}

/** `chat`: what starts beside it, with the settings that lead the product there, and how that ends. */
export async function createProductWorld(
  { sandbox: options, settings }: WorldOptions,
  chat: { settings: Record<string, string>; close: () => Promise<unknown> },
): Promise<ProductWorld> {
  const sandbox = await createSandbox(options);
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-world-'));
  const database = join(folder, 'samaritan.db');
  await layTables(database);
  const environment: Record<string, string> = {
    ...sandbox.environment(),
    SAMARITAN_DATABASE: database,
    SAMARITAN_MASTER_KEY_FILE: join(folder, 'key/master.key'),
    SAMARITAN_PORT: '0',
    // The limit has a test of its own; the others press buttons faster than any person.
    SAMARITAN_COMMANDS_PER_MINUTE: '1000',
    ...chat.settings,
    ...settings,
  };
  const started: Service[] = [];
  const outputs: string[] = [];
  const begin = async <T extends Service>(
    start: (env: Record<string, string>, cwd: string) => Promise<T>,
    more?: Record<string, string>,
  ): Promise<T> => {
    const service = await start({ ...environment, ...more }, folder);
    started.push(service);
    return service;
  };
  return {
    sandbox,
    environment,
    database,
    started,
    written: () => [...outputs, ...started.map((service) => service.output())].join('\n'),
    start: (more) => begin(startService, more),
    startHere: (more) => begin(startServiceHere, more),
    run: async (args, more) => {
      const finished = await runCommandLine(args, { env: { ...environment, ...more }, cwd: folder });
      outputs.push(finished.stdout, finished.stderr);
      return finished;
    },
    withStorage: async (work) => {
      const storage = await openStorage({ file: database, clock: systemClock, cron });
      return work(storage).finally(() => storage.close());
    },
    close: async () => {
      await Promise.all(started.map((service) => service.stop('SIGKILL')));
      await Promise.all([chat.close(), sandbox.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where a service says that it listens. */
export function originOf(service: Service | undefined): string {
  const origin = /HTTP on (http:\/\/[\d.]+:\d+)/.exec(service?.output() ?? '')?.[1];
  if (!origin) throw new Error('no process of Samaritan has said where it listens');
  return origin;
}
