import { threadId } from 'node:worker_threads';
import { Client, types } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { openDatabase } from '../../../../src/adapters/storage/engine/engines.ts';
import { parseServerAddress, ServerAddress } from '../../../../src/adapters/storage/engine/server-address.ts';
import type { Engine } from '../fixtures.ts';

/** Tables that stay as they are between tests. */
const KEPT = ['kysely_migration', 'kysely_migration_lock', 'watch_state'];

let made: Promise<ServerAddress> | undefined;

/** An empty database with Samaritan's tables, one a worker, for the tests of a `describe`. Without a server they are skipped. */
export function useEngine(): Engine {
  const client = { current: undefined as Client | undefined, name: undefined as ServerAddress | undefined };
  const connected = (): Client => {
    if (!client.current) throw new Error('the database is there while tests run');
    return client.current;
  };
  const server = inject('postgres');
  if ('missing' in server) beforeEach((context) => context.skip(server.missing));
  beforeAll(async () => {
    if ('missing' in server) return;
    made ??= makeDatabase();
    client.name = await made;
    client.current = await connect(client.name);
  });
  afterEach(async () => {
    if (client.current) await client.current.query(await emptying(client.current));
  });
  afterAll(() => client.current?.end());
  return {
    get name(): ServerAddress {
      if (!client.name) throw new Error('the database is there while tests run');
      return client.name;
    },
    rows: async (sql: string): Promise<unknown[]> => (await connected().query(sql)).rows,
    exec: async (sql: string): Promise<void> => void (await connected().query(sql)),
  };
}

/** The address of a database of this run, made from that of the server. */
export function addressOf(database: string): ServerAddress {
  const server = inject('postgres');
  const parsed = parseServerAddress('address' in server ? server.address : '');
  if ('problem' in parsed) throw new Error(`SAMARITAN_TEST_POSTGRES ${parsed.problem}`);
  return new ServerAddress({ ...parsed.parts, database });
}

async function makeDatabase(): Promise<ServerAddress> {
  const server = inject('postgres');
  const database = `${inject('databases')}_${threadId}`;
  const admin = new Client('address' in server ? server.address : '');
  await admin.connect();
  await admin.query(`create database ${database}`);
  await admin.end();
  const address = addressOf(database);
  await (await openDatabase(address, 5000, () => {})).db.destroy();
  return address;
}

/** A connection beside Samaritan's, as another program would have one. */
export async function connect({ parts }: ServerAddress): Promise<Client> {
  const { host, port, user, database, password } = parts;
  const { INT8, NUMERIC } = types.builtins;
  const getTypeParser = (oid: number) => (oid === INT8 || oid === NUMERIC ? Number : types.getTypeParser(oid));
  const own = { host, port, user, database, types: { getTypeParser } };
  const client = new Client({ ...own, ...(password ? { password: password.reveal() } : {}) });
  await client.connect();
  return client;
}

let statements: string | undefined;

/** Takes a few milliseconds where `truncate` takes a hundred. Numbers begin anew. */
async function emptying(client: Client): Promise<string> {
  if (statements !== undefined) return statements;
  const { rows } = await client.query<{ name: string; counter: string | null }>(`
    select tables.table_name as name, pg_get_serial_sequence(tables.table_name, column_name) as counter
    from information_schema.tables left join information_schema.columns
      on columns.table_name = tables.table_name and columns.table_schema = tables.table_schema and is_identity = 'YES'
    where tables.table_schema = 'public'`);
  const own = rows.filter(({ name }) => !KEPT.includes(name));
  statements = [
    "set session_replication_role = 'replica'",
    ...own.map(({ name }) => `delete from "${name}"`),
    'update watch_state set revision = 0, next_number = 0, given_up = 0',
    ...own.flatMap(({ counter }) => (counter === null ? [] : [`alter sequence ${counter} restart`])),
    "set session_replication_role = 'origin'",
  ].join(';');
  return statements;
}
