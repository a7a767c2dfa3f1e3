import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { startOwnServer } from '../../../../bench/own-postgres.ts';

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
  const server = await startOwnServer();
  if ('missing' in server) {
    process.stderr.write(`The stores are not tested on PostgreSQL: ${server.missing}\n`);
    project.provide('postgres', server);
    return async () => {};
  }
  project.provide('postgres', { address: server.address });
  return server.stop;
}

async function dropAll(address: string, databases: string): Promise<void> {
  const client = new Client(address);
  await client.connect();
  const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [databases]);
  for (const { datname } of rows) await client.query(`drop database "${datname}" with (force)`);
  await client.end();
}
