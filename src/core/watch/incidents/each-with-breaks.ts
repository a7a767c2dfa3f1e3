/** Lets the event loop turn. Resolves when everything else had its chance. */
export type Breathe = () => Promise<void>;

/** Small enough that one chunk takes a few milliseconds, whatever is done with each. */
const CHUNK = 200;

/** Does something with each, and lets others have their turn in between. */
export async function eachWithBreaks<T>(items: Iterable<T>, breathe: Breathe, each: (item: T) => void): Promise<void> {
  let count = 0;
  for (const item of items) {
    each(item);
    count += 1;
    if (count % CHUNK === 0) await breathe();
  }
}
