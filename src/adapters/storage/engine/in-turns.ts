import { setImmediate } from 'node:timers/promises';
import { inChunks } from '../../../core/diagnosis/report/in-chunks.ts';

// A row of the widest table takes some 20 µs: a turn stays below 10 ms.
const ROWS_A_TURN = 250;

/**
 * Writes rows some at a time and lets the event loop turn after each part. Within a transaction it stays one: others of
 * this process wait for the connection, other processes for the lock.
 */
export async function inTurns<T>(rows: readonly T[], write: (chunk: T[]) => Promise<unknown>): Promise<void> {
  for (const chunk of inChunks(rows, ROWS_A_TURN)) {
    await write(chunk);
    await setImmediate();
  }
}

const ROWS_A_PAGE = 2000;

/** Reads everything, a page at a time. `readPage` gives at most `limit` rows, in order, that come after `last`. */
export async function inPages<Row>(readPage: (limit: number, last: Row | undefined) => Promise<Row[]>): Promise<Row[]> {
  const all: Row[] = [];
  for (;;) {
    const page = await readPage(ROWS_A_PAGE, all.at(-1));
    for (const row of page) all.push(row);
    if (page.length < ROWS_A_PAGE) return all;
    await setImmediate();
  }
}
