/** Enough to tell often from seldom. */
const MOST_COUNTED = 500;

/** Fragments by what tells most of them apart: a number made of their first four characters, or of all they have. */
export type Fragments = ReadonlyMap<number, readonly string[]>;

const MOST_KEYED = 4;

export function indexFragments(fragments: readonly string[]): Fragments {
  return Map.groupBy(new Set(fragments), (one) => {
    let key = 0;
    for (let at = 0; at < Math.min(one.length, MOST_KEYED); at += 1) key = addKey(key, one, at);
    return key;
  });
}

/** Where each fragment begins a word, the first 500 places that don't overlap: one walk, however many there are. */
export function findFragments(text: string, fragments: Fragments): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (let place = 0; place < text.length - 1; place += 1) {
    if (goesOn(text, place)) continue;
    let key = addKey(0, text, place);
    for (let at = place + 1; at < Math.min(text.length, place + MOST_KEYED); at += 1) {
      key = addKey(key, text, at);
      for (const fragment of fragments.get(key) ?? []) {
        // Fragments of several lengths may share a number.
        if (fragment.length > at - place + 1 && at - place + 1 < MOST_KEYED) continue;
        if (!text.startsWith(fragment, place) || isCutShort(text, place, fragment)) continue;
        const places = found.get(fragment);
        if (!places) found.set(fragment, [place]);
        else if (places.length < MOST_COUNTED && place >= (places.at(-1) ?? 0) + fragment.length) places.push(place);
      }
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

const addKey = (key: number, text: string, place: number): number => (Math.imul(key, 31) + text.charCodeAt(place)) | 0;

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
