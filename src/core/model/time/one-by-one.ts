/** Runs what it is given one after the other, in the order in which it came, whether it succeeds or not. */
export function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    // Only that it is over: what it gave may be large.
    last = turn.then(over, over);
    return turn;
  };
}

const over = (): void => {};
