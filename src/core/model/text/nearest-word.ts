/** The candidate that a misspelt word most likely means: `most` letters are wrong, otherwise at most every third. */
export function nearestWord(word: string, candidates: readonly string[], most?: number): string | undefined {
  const typed = word.toLowerCase().slice(0, 40);
  const allowed = most ?? Math.max(1, Math.floor(typed.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    if (allowed === 1 && !isOneAtMost(typed, candidate)) continue;
    const distance = countSlips(typed, candidate);
    if (distance <= allowed && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** How many letters have to be put in, left out, changed, or swapped with their neighbour. */
export function countSlips(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const change = (last[column - 1] ?? 0) + (same ? 0 : 1);
      let least = Math.min(change, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) least = Math.min(least, (before[column - 2] ?? 0) + 1);
      current.push(least);
    }
    before = last;
    last = current;
  }
  return last[other.length] ?? 0;
}

/** Whether at most one slip may lie between them, by how far they are the same from both ends. */
function isOneAtMost(one: string, other: string): boolean {
  const longer = Math.max(one.length, other.length);
  let same = 0;
  while (same < longer && one[same] === other[same]) same += 1;
  let end = 1;
  while (end <= longer - same && one[one.length - end] === other[other.length - end]) end += 1;
  // Two where neighbours were swapped.
  return longer - same - (end - 1) <= 2;
}
