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

/** How often each feature stands in a text: its hashes in the order of their places, and of each 1 + log of its number. */
export interface Counted {
  hashes: Uint32Array;
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
export function weighFeatures(counted: Counted, { rarities, seen }: Met): Features {
  const { hashes } = counted;
  const places = new Uint16Array(hashes.length);
  const amounts = new Float64Array(hashes.length);
  let unseen = 0;
  let kept = 0;
  for (let at = 0; at < hashes.length; at += 1) {
    const hash = hashes[at] as number;
    const amount = counted.amounts[at] as number;
    const place = placeOf(hash);
    if (!isMarked(seen, hash)) unseen += (amount * RAREST) ** 2;
    else if (kept > 0 && places[kept - 1] === place) amounts[kept - 1] = (amounts[kept - 1] as number) + amount;
    else {
      places[kept] = place;
      amounts[kept++] = amount;
    }
  }
  let sum = unseen;
  for (let at = 0; at < kept; at += 1) {
    const amount = ((amounts[at] as number) * (rarities[places[at] as number] as number)) / RARITY;
    amounts[at] = amount;
    sum += amount ** 2;
  }
  const length = Math.sqrt(sum);
  for (let at = 0; at < kept; at += 1) amounts[at] = (amounts[at] as number) / length;
  return { places: places.subarray(0, kept), amounts: amounts.subarray(0, kept) };
}

/** What stands in texts, and how rare each of it is among them. */
export function meetTexts(texts: readonly Counted[]): Met {
  const seen = new Uint8Array(SEEN_BYTES);
  const met = new Float64Array(BUCKETS);
  for (const { hashes } of texts) {
    let before = -1;
    for (const hash of hashes) {
      seen[byteOf(hash)] = (seen[byteOf(hash)] as number) | bitOf(hash);
      const place = placeOf(hash);
      if (place !== before) met[place] = (met[place] as number) + 1;
      before = place;
    }
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
  const pieces: number[] = [];
  hashPieces(word, pieces);
  return pieces.filter((piece) => isMarked(seen, piece)).length * 2 > pieces.length;
}

/** The places of a word alone: itself and its pieces. */
export function placesOf(word: string): number[] {
  const hashes = [hashOf(word, 0, word.length, WHOLE)];
  hashPieces(word, hashes);
  return hashes.map(placeOf);
}

/** How often each feature stands in a text in lower case. */
export function countFeatures(lower: string): Counted {
  const all: number[] = [];
  let before: string | undefined;
  for (const word of listWords(lower)) {
    all.push(hashOf(word, 0, word.length, WHOLE));
    if (before !== undefined) all.push(hashOf(` ${word}`, 0, word.length + 1, mixIn(before, 0, before.length, EMPTY)));
    hashPieces(word, all);
    before = word;
  }
  const sorted = Uint32Array.from(all).sort();
  const counts = new Float64Array(sorted.length);
  let kept = 0;
  for (const hash of sorted) {
    if (kept > 0 && sorted[kept - 1] === hash) counts[kept - 1] = (counts[kept - 1] as number) + 1;
    else {
      sorted[kept] = hash;
      counts[kept++] = 1;
    }
  }
  return { hashes: sorted.slice(0, kept), amounts: counts.slice(0, kept).map((count) => 1 + Math.log(count)) };
}

/** Adds the hashes of a word's pieces, which know where it begins and ends. */
function hashPieces(word: string, hashes: number[]): void {
  const framed = ` ${word} `;
  const last = Math.max(0, framed.length - PIECE);
  for (let at = 0; at <= last; at += 1) hashes.push(hashOf(framed, at, Math.min(framed.length, at + PIECE), PART));
}

/** FNV-1a over the letters' codes, its halves mixed and the lower one first: in their order, hashes are in that of their places. */
function hashOf(text: string, from: number, to: number, start: number): number {
  const hash = mixIn(text, from, to, start);
  const mixed = hash ^ (hash >>> 16);
  return ((mixed << 16) | (mixed >>> 16)) >>> 0;
}

function mixIn(text: string, from: number, to: number, start: number): number {
  let hash = start;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
  return hash;
}

const EMPTY = 2166136261;
/** What a whole word begins with, and a piece of one: they are told apart from each other, and from two words. */
const WHOLE = mixIn('=', 0, 1, EMPTY);
const PART = mixIn('#', 0, 1, EMPTY);

const placeOf = (hash: number): number => hash >>> 16;
/** Other bits than those that are a place choose a byte and a bit in it, but for four. */
const byteOf = (hash: number): number => ((hash & 0xffff) << 1) | (hash >>> 31);
const bitOf = (hash: number): number => 1 << ((hash >>> 28) & 7);
const isMarked = (seen: Uint8Array, hash: number): boolean => ((seen[byteOf(hash)] as number) & bitOf(hash)) !== 0;
