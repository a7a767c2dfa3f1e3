import { type Kysely, sql } from 'kysely';
import { Client, type ClientConfig } from 'pg';
import type { InstanceLock } from './engine-database.ts';
import { toServerKey } from './postgres-keys.ts';
import type { Schema } from './schema.ts';
import { toServerError } from './server-error.ts';
import { StorageError } from './storage-error.ts';

const AGAIN_MS = 1000;

/**
 * The lock of `start` on a server: it belongs to a connection, and the server takes it back when that one ends. After a
 * restart of the server it is taken again; where another process was faster, that is a problem, and nothing is read or
 * written any more.
 */
export class PostgresLock {
  readonly #config: ClientConfig;
  readonly #name: string;
  #held: Client | undefined;
  #isWanted = false;
  #problem: StorageError | undefined;

  constructor(config: ClientConfig, name: string) {
    this.#config = config;
    this.#name = name;
  }

  problem(): StorageError | undefined {
    return this.#problem;
  }

  async take(): Promise<InstanceLock | undefined> {
    if (!(await this.#tryToTake())) return undefined;
    this.#isWanted = true;
    return {
      release: async () => {
        this.#isWanted = false;
        this.#problem = undefined;
        const held = this.#held;
        this.#held = undefined;
        // The server takes it back only when the connection has ended.
        await held?.end().catch(() => {});
      },
    };
  }

  async isTaken(db: Kysely<Schema>): Promise<boolean> {
    const { rows } = await sql`
      select 1 from pg_locks where locktype = 'advisory' and granted and objsubid = 2
        and database = (select oid from pg_database where datname = current_database())
        and (classid, objid) = (${sql.raw(toServerKey('start'))})`.execute(db);
    return rows.length > 0;
  }

  async #tryToTake(): Promise<boolean> {
    const client = new Client(this.#config);
    client.on('error', () => {});
    client.on('end', () => this.#lost(client));
    try {
      await client.connect();
      const { rows } = await client.query(`select pg_try_advisory_lock(${toServerKey('start')}) as taken`);
      if (rows[0]?.taken === true) {
        this.#held = client;
        return true;
      }
    } catch (error) {
      await client.end().catch(() => {});
      throw toServerError(error, this.#name);
    }
    await client.end();
    return false;
  }

  #lost(client: Client): void {
    if (this.#held !== client) return;
    this.#held = undefined;
    this.#takeAgain();
  }

  #takeAgain(): void {
    if (!this.#isWanted || this.#held) return;
    this.#tryToTake().then(
      (taken) => {
        if (taken && !this.#isWanted) return;
        this.#problem = taken
          ? undefined
          : new StorageError('in-use', this.#name, { detail: 'it took over while the connection was lost' });
        if (!taken) this.#later();
      },
      () => this.#later(),
    );
  }

  #later(): void {
    setTimeout(() => this.#takeAgain(), AGAIN_MS).unref();
  }
}
