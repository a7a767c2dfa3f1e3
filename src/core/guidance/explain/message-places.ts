import type { Taken } from './find-wordings.ts';

/** Around a code its own message is written: so far before and after it nothing else is evidence. */
const MESSAGE_BEFORE = 120;
const MESSAGE_AFTER = 900;

/** Whether a place lies in the message of a code. `places` ascend, so each question is a binary search. */
export function createTaken(places: readonly number[]): Taken {
  return (at) => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle] ?? 0) <= at + MESSAGE_BEFORE) low = middle + 1;
      else high = middle;
    }
    const last = places[low - 1];
    return last !== undefined && at - last <= MESSAGE_AFTER;
  };
}
