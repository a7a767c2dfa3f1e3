import { GUID } from '../../model/text/guid.ts';

/** How many places there are for features; a power of two. Two features that share one are told apart by the others. */
export const BUCKETS = 65_536;
/** How many bytes tell, a bit each, which features were ever met. */
export const SEEN_BYTES = 131_072;
const PIECE = 4;

const IDS = new RegExp(GUID, 'g');
// A longer number says which: codes are read as such.
const WORDS = /\p{L}[\p{L}\p{N}_']*|(?<!\d)\d{3,4}(?!\d)/gu;

/** What a text is judged by, as a vector of length 1: places in ascending order, and how much of each. */
export interface Features {
  places: Uint16Array;
  amounts: Float64Array;
}

/** What was met in the texts that weights were learnt from. */
export interface Met {
  /** How rare a place is among them, in sixteenths: what stands in every text tells none from another. */
  rarities: Uint8Array;
  /** Which features there were at all, a bit each. */
  seen: Uint8Array;
}

const RARITY = 16;
/** What no text had counts as what one of thousands had. */
const RAREST = 9;

/**
 * The features of a text in lower case: its words, each two that follow one another, and the pieces of words, which
 * forgive endings and slips of the keys. Ids are none. Often counts more than once, and not as much more as its number;
 * rare counts more than common. What was never met is left out, though it makes the rest a smaller part of the text.
 */
export function weighFeatures(counted: ReadonlyMap<number, number>, { rarities, seen }: Met): Features {
  const counts = new Map<number, number>();
  let unseen = 0;
  for (const [hash, count] of counted) {
    const amount = 1 + Math.log(count);
    if (isMarked(seen, hash)) counts.set(placeOf(hash), (counts.get(placeOf(hash)) ?? 0) + amount);
    else unseen += (amount * RAREST) ** 2;
  }
  const places = Uint16Array.from(counts.keys()).sort();
  const amounts = Float64Array.from(places, (place) => ((counts.get(place) ?? 0) * (rarities[place] ?? 0)) / RARITY);
  const length = Math.sqrt(amounts.reduce((sum, amount) => sum + amount ** 2, unseen));
  return { places, amounts: amounts.map((amount) => amount / length) };
}

/** What stands in texts, and how rare each of it is among them. */
export function meetTexts(texts: readonly ReadonlyMap<number, number>[]): Met {
  const seen = new Uint8Array(SEEN_BYTES);
  const met = new Float64Array(BUCKETS);
  for (const text of texts) {
    const hashes = [...text.keys()];
    for (const hash of hashes) seen[byteOf(hash)] = (seen[byteOf(hash)] ?? 0) | bitOf(hash);
    for (const place of new Set(hashes.map(placeOf))) met[place] = (met[place] ?? 0) + 1;
  }
  const rarities = Uint8Array.from(met, (count) =>
    Math.round(RARITY * (1 + Math.log((texts.length + 1) / (count + 1)))),
  );
  return { rarities, seen };
}

/** The words of a text in lower case, as they stand there. */
export const listWords = (lower: string): string[] => withoutIds(lower).match(WORDS) ?? [];

/** An id says which, and never what. */
export const withoutIds = (lower: string): string => lower.replace(IDS, ' ');

/** Whether a word is one that was met, or like one: most of its pieces are known. */
export function isLikeKnown(word: string, seen: Uint8Array): boolean {
  const pieces = piecesOf(word);
  return pieces.filter((piece) => isMarked(seen, hashOf(piece))).length * 2 > pieces.length;
}

/** The places of a word alone: itself and its pieces. */
export function placesOf(word: string): number[] {
  return [`=${word}`, ...piecesOf(word)].map((feature) => placeOf(hashOf(feature)));
}

/** How often each feature stands in a text in lower case, by its hash. */
export function countFeatures(lower: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  let before: string | undefined;
  for (const word of listWords(lower)) {
    const pair = before === undefined ? [] : [`${before} ${word}`];
    for (const feature of [`=${word}`, ...pair, ...piecesOf(word)]) {
      const hash = hashOf(feature);
      counts.set(hash, (counts.get(hash) ?? 0) + 1);
    }
    before = word;
  }
  return counts;
}

const placeOf = (hash: number): number => hash & (BUCKETS - 1);

function piecesOf(word: string): string[] {
  const framed = ` ${word} `;
  return Array.from({ length: Math.max(1, framed.length - PIECE + 1) }, (_, at) => `#${framed.slice(at, at + PIECE)}`);
}

/** FNV-1a over the letters' codes, its halves mixed. */
function hashOf(feature: string): number {
  let hash = 2166136261;
  for (let at = 0; at < feature.length; at += 1) hash = Math.imul(hash ^ feature.charCodeAt(at), 16777619);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The upper bits choose a byte and a bit in it; places are made of the lower ones. */
const byteOf = (hash: number): number => (hash >>> 12) >>> 3;
const bitOf = (hash: number): number => 1 << ((hash >>> 12) & 7);
const isMarked = (seen: Uint8Array, hash: number): boolean => ((seen[byteOf(hash)] ?? 0) & bitOf(hash)) !== 0;
