import { nextTurn } from '../../model/time/next-turn.ts';

/** Small enough that one chunk takes a few milliseconds, whatever is done with each. */
const CHUNK = 200;

/** Does something with each, and lets others have their turn in between. */
export async function eachWithBreaks<T>(items: Iterable<T>, each: (item: T) => void): Promise<void> {
  let count = 0;
  for (const item of items) {
    each(item);
    count += 1;
    if (count % CHUNK === 0) await nextTurn();
  }
}
