import { describe, expect, it } from 'vitest';
import type { EngineDatabase } from '../../../../src/adapters/storage/engine/engine-database.ts';
import { openDatabase } from '../../../../src/adapters/storage/engine/engines.ts';
import { inSnapshot } from '../../../../src/adapters/storage/engine/in-snapshot.ts';
import type { Db } from '../../../../src/adapters/storage/engine/schema.ts';
import { laterTurn } from '../../../../src/core/model/time/next-turn.ts';
import { useDatabase } from '../fixtures.ts';

const write = async (db: Db, name: string): Promise<void> =>
  void (await db.insertInto('settings').values({ name, value: '' }).execute());
const names = async (db: Db): Promise<string[]> =>
  (await db.selectFrom('settings').select('name').orderBy('name').execute()).map(({ name }) => name);

/** Runs a test on an open database, and closes it. */
async function withDatabase(file: string, test: (database: EngineDatabase) => Promise<void>): Promise<void> {
  const database = await openDatabase(file, 1000, () => {});
  try {
    await database.db.deleteFrom('settings').execute();
    await test(database);
  } finally {
    await database.db.destroy();
  }
}

describe('a file beside a transaction', () => {
  const database = useDatabase();

  it('is read and written while somebody reads one state of it', () =>
    withDatabase(database.file, async ({ db }) => {
      await inSnapshot(db, async (snapshot) => {
        expect(await names(snapshot)).toEqual([]);
        await write(db, 'one');
        await db.transaction().execute((trx) => write(trx, 'two'));
        expect(await names(db)).toEqual(['one', 'two']);
        expect(await names(snapshot)).toEqual([]);
      });
      expect(await inSnapshot(db, names)).toEqual(['one', 'two']);
    }));

  it('is closed after what is under way, however many turns of the event loop that takes', async () => {
    const { db } = await openDatabase(database.file, 1000, () => {});
    const ended: string[] = [];
    const through = Promise.all([
      inSnapshot(db, async (snapshot) => {
        for (let turn = 0; turn < 3; turn += 1) await laterTurn();
        ended.push(`snapshot of ${(await names(snapshot)).length}`);
      }),
      write(db, 'last').then(() => ended.push('statement')),
    ]);
    await laterTurn();
    await db.destroy();
    await through;
    expect(ended).toEqual(['statement', expect.stringMatching(/^snapshot of /)]);
  });

  it('is read as it was before what is being written, which other writers wait for', () =>
    withDatabase(database.file, async ({ db }) => {
      const order: string[] = [];
      let later: Promise<unknown>[] = [];
      await db.transaction().execute(async (trx) => {
        await write(trx, 'one');
        later = [
          write(db, 'two').then(() => order.push('a statement')),
          db.transaction().execute(async (next) => order.push(`a transaction after ${await names(next)}`)),
        ];
        await laterTurn();
        expect(await names(db)).toEqual([]);
        expect(await inSnapshot(db, names)).toEqual([]);
        order.push('the first');
      });
      await Promise.all(later);
      expect(order[0]).toBe('the first');
      expect(order.toSorted()).toContainEqual(expect.stringContaining('a transaction after one'));
      expect(await names(db)).toEqual(['one', 'two']);
    }));

  it('is not written by who only reads, and neither kept from others by a transaction that failed', () =>
    withDatabase(database.file, async ({ db }) => {
      await expect(inSnapshot(db, (snapshot) => write(snapshot, 'one'))).rejects.toMatchObject({
        name: 'StorageError',
      });
      const failing = db.transaction().execute(async (trx) => {
        await write(trx, 'two');
        throw new Error('given up');
      });
      await expect(failing).rejects.toThrow('given up');
      await Promise.all([write(db, 'three'), inSnapshot(db, names)]);
      expect(await names(db)).toEqual(['three']);
    }));
});

it('keeps others from what is in memory while a transaction is open', () =>
  withDatabase(':memory:', async ({ db }) => {
    let later: Promise<string[]> | undefined;
    await db.transaction().execute(async (trx) => {
      await write(trx, 'one');
      later = names(db);
      await laterTurn();
      await write(trx, 'two');
    });
    expect(await later).toEqual(['one', 'two']);
    await inSnapshot(db, async (snapshot) => {
      later = write(db, 'three').then(() => names(db));
      await laterTurn();
      expect(await names(snapshot)).toEqual(['one', 'two']);
    });
    expect(await later).toEqual(['one', 'three', 'two']);
  }));

describe('in a turn of the event loop that other work has filled', () => {
  const database = useDatabase();

  it('what a first answer waits for is read and kept all the same', async () => {
    const { settings, schedules, access, connections, messages, runs } = await database.open();
    const message = {
      runId: 'call 1',
      address: 'here',
      platform: 'discord',
      asked: null,
      again: '',
      title: '',
      startedAt: 0,
    };
    const urgent = {
      access: () => access.read(),
      connections: () => connections.list(),
      messages: () => messages.keep(message),
      tenants: () => runs.knownTenants('default', { query: 'a', limit: 25 }),
    };
    const usual = { schedules: () => schedules.list() };
    const calls = Object.entries({ ...usual, ...urgent });
    // Whatever is loaded with the first call is there afterwards.
    for (const [, call] of calls) await call();
    await laterTurn();
    await settings.read('name');
    const since = performance.now();
    while (performance.now() - since < 15);
    const order: string[] = [];
    const turn = laterTurn().then(() => order.push('the next turn'));
    await Promise.all([turn, ...calls.map(([name, call]) => call().then(() => order.push(name)))]);
    expect(order.slice(0, 4).toSorted()).toEqual(Object.keys(urgent).toSorted());
    expect(order.slice(4)).toEqual(['the next turn', 'schedules']);
  });
});
