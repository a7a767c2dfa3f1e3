import { SETTING_NAMES } from './setting-names.ts';
import type { Environment } from './settings-reader.ts';

const OURS = /^(?:SAMARITAN|SAM|DISCORD|TEAMS|MICROSOFT_APP)_/i;
const MOST_SLIPS = 2;
const KNOWN: ReadonlySet<string> = new Set(SETTING_NAMES);

/** A sentence for every variable that is set, is not ours, and is at most two slips of the pen from one that is. */
export function findMisspellings(env: Environment): string[] {
  const unknown = Object.keys(env).filter((name) => OURS.test(name) && !KNOWN.has(name) && env[name]?.trim());
  return unknown.flatMap((name) => {
    const meant = SETTING_NAMES.map((one) => ({ one, slips: countSlips(name.toUpperCase(), one) }))
      .filter(({ slips }) => slips <= MOST_SLIPS)
      .sort((a, b) => a.slips - b.slips)[0];
    return meant ? [`${name} is no setting of Samaritan and was not read. Is ${meant.one} meant?`] : [];
  });
}

/** Levenshtein's distance: letters added, left out or changed. */
function countSlips(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > MOST_SLIPS) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [y, letter] of [...one].entries()) {
    const next = [y + 1];
    for (const [x, opposite] of [...other].entries()) {
      const changed = (row[x] ?? 0) + (letter === opposite ? 0 : 1);
      next.push(Math.min(changed, (row[x + 1] ?? 0) + 1, (next[x] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
