/**
 * How long to wait before Microsoft is asked again for what its replicas may not have learned yet, after so many tries, in
 * milliseconds. Most have within a second or two, and the rest are not asked all the time.
 */
export function spreadPauseMs(tries: number): number {
  return Math.min(5000, 500 * 2 ** tries);
}
