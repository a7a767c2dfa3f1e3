/** Enough to tell often from seldom. */
const MOST_COUNTED = 500;

/** Fragments by their first two characters. */
export type Fragments = ReadonlyMap<number, readonly string[]>;

export function indexFragments(fragments: readonly string[]): Fragments {
  return Map.groupBy(new Set(fragments), (one) => keyAt(one, 0));
}

/** Where each fragment begins a word, the first 500 places that don't overlap: one walk, however many there are. */
export function findFragments(text: string, fragments: Fragments): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (let place = 0; place < text.length - 1; place += 1) {
    if (goesOn(text, place)) continue;
    for (const fragment of fragments.get(keyAt(text, place)) ?? []) {
      if (!text.startsWith(fragment, place) || isCutShort(text, place, fragment)) continue;
      const places = found.get(fragment);
      if (!places) found.set(fragment, [place]);
      else if (places.length < MOST_COUNTED && place >= (places.at(-1) ?? 0) + fragment.length) places.push(place);
    }
  }
  return found;
}

/**
 * Where a fragment begins a word: “ENOTFOUND” is no part of “ResourceNotFound”, and 400 none of 4003. A word may go on
 * after it, so that a stem finds its forms.
 */
export function indexOfWord(text: string, fragment: string): number {
  for (let place = text.indexOf(fragment); place >= 0; place = text.indexOf(fragment, place + 1)) {
    if (!goesOn(text, place) && !isCutShort(text, place, fragment)) return place;
  }
  return -1;
}

const keyAt = (text: string, place: number): number => text.charCodeAt(place) * 0x10000 + text.charCodeAt(place + 1);

const isLetter = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Whether a word or a number that began before goes on here. */
function goesOn(text: string, place: number): boolean {
  if (place === 0) return false;
  const before = text.charCodeAt(place - 1);
  const here = text.charCodeAt(place);
  return (isLetter(here) && isLetter(before)) || (isDigit(here) && isDigit(before));
}

/** Whether a fragment that ends in a digit is the beginning of a longer number. */
function isCutShort(text: string, place: number, fragment: string): boolean {
  const end = place + fragment.length;
  return isDigit(text.charCodeAt(end - 1)) && isDigit(text.charCodeAt(end));
}
