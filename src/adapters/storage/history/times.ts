/** From `since` up to `until`, which is not in it any more. */
export interface Time {
  since: number;
  until: number;
}

/** The same time in order, each moment once. */
export function mergeTimes(times: readonly Time[]): Time[] {
  const merged: Time[] = [];
  for (const { since, until } of times.toSorted((one, other) => one.since - other.since)) {
    const last = merged.at(-1);
    if (last && since <= last.until) last.until = Math.max(last.until, until);
    else if (until > since) merged.push({ since, until });
  }
  return merged;
}

/** What is in the first and not in the second. Both are merged times. */
export function subtractTimes(times: readonly Time[], taken: readonly Time[]): Time[] {
  const left: Time[] = [];
  let next = 0;
  for (const { since, until } of times) {
    let from = since;
    while ((taken[next]?.until ?? Number.POSITIVE_INFINITY) <= from) next += 1;
    for (let at = next; (taken[at]?.since ?? Number.POSITIVE_INFINITY) < until; at += 1) {
      const one = taken[at];
      if (!one) break;
      if (one.since > from) left.push({ since: from, until: one.since });
      from = Math.max(from, one.until);
    }
    if (from < until) left.push({ since: from, until });
  }
  return left;
}
