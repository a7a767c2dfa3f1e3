import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { LastTrouble } from '../../../../src/adapters/storage/engine/last-trouble.ts';
import { StorageError, toStorageError } from '../../../../src/adapters/storage/engine/storage-error.ts';

function create() {
  const clock = { ms: 0 };
  const trouble = new LastTrouble(() => clock.ms);
  return { clock, trouble, code: () => trouble.problem()?.code };
}

describe('what a database met last', () => {
  it('is over at the first statement that shows it: any for a connection, one that writes for the rest', () => {
    const { trouble, code } = create();
    trouble.met(new StorageError('unreachable', 'x', {}));
    expect(code()).toBe('unreachable');
    trouble.worked(false);
    expect(code()).toBeUndefined();
    trouble.met(new StorageError('read-only', 'x', {}));
    trouble.worked(false);
    expect(code()).toBe('read-only');
    trouble.worked(true);
    expect(code()).toBeUndefined();
  });

  it('stands for two minutes where some statements still work beside it', () => {
    const { clock, trouble, code } = create();
    trouble.met(toStorageError(new Database.SqliteError('no', 'SQLITE_IOERR_WRITE'), 'x'));
    trouble.worked(true);
    expect(code()).toBe('failed');
    trouble.met(new StorageError('disk-full', 'x', {}));
    clock.ms = 119_999;
    trouble.worked(true);
    expect(code()).toBe('disk-full');
    clock.ms = 120_000;
    expect(code()).toBeUndefined();
  });

  it.each([
    ['a constraint', toStorageError(new Database.SqliteError('no', 'SQLITE_CONSTRAINT_UNIQUE'), 'x')],
    ['a damaged row', new StorageError('damaged-row', 'x', {})],
  ])('is not %s, which concerns one statement alone', (_, error) => {
    const { trouble, code } = create();
    expect(trouble.met(error)).toBe(error);
    expect(code()).toBeUndefined();
  });
});
