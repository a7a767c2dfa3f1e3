/** How many places there are for features; a power of two. Two features that share one are told apart by the others. */
export const BUCKETS = 8192;
/** How many bytes tell, a bit each, which features were ever met. */
export const SEEN_BYTES = 131_072;
const PIECE = 4;

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const WORDS = /\p{L}[\p{L}\p{N}_']*|\d{3,8}/gu;

/** What a text is judged by, as a vector of length 1: places in ascending order, and how much of each. */
export interface Features {
  places: Uint16Array;
  amounts: Float64Array;
}

/**
 * The features of a text in lower case: its words, each two that follow one another, and the pieces of words, which
 * forgive endings and slips of the keys. Ids are none. Often counts more than once, and not as much more as its number.
 * What was never met is left out, though it makes the rest a smaller part of the text; `meet` marks it as met instead.
 */
export function readFeatures(lower: string, seen: Uint8Array, meet = false): Features {
  const counts = new Map<number, number>();
  const unseen = new Map<number, number>();
  let before: string | undefined;
  for (const word of listWords(lower)) {
    const pair = before === undefined ? [] : [`${before} ${word}`];
    for (const feature of [`=${word}`, ...pair, ...piecesOf(word)]) {
      const hash = hashOf(feature);
      if (meet) mark(seen, hash);
      const place = hash & (BUCKETS - 1);
      const where = isMarked(seen, hash) ? counts : unseen;
      where.set(place, (where.get(place) ?? 0) + 1);
    }
    before = word;
  }
  const places = Uint16Array.from([...counts.keys()].sort((one, other) => one - other));
  const amounts = Float64Array.from(places, (place) => dampen(counts.get(place) ?? 1));
  const squares = [...amounts, ...[...unseen.values()].map(dampen)].reduce((sum, amount) => sum + amount ** 2, 0);
  return { places, amounts: amounts.map((amount) => amount / Math.sqrt(squares)) };
}

/** The words of a text in lower case, as they stand there. */
export function listWords(lower: string): string[] {
  return withoutIds(lower).match(WORDS) ?? [];
}

/** An id says which, and never what. */
export function withoutIds(lower: string): string {
  return lower.replace(IDS, ' ');
}

/** Whether a word is one that was met, or like one: most of its pieces are known. */
export function isLikeKnown(word: string, seen: Uint8Array): boolean {
  const pieces = piecesOf(word);
  return pieces.filter((piece) => isMarked(seen, hashOf(piece))).length * 2 > pieces.length;
}

/** The places of a word alone: itself and its pieces. */
export function placesOf(word: string): number[] {
  return [`=${word}`, ...piecesOf(word)].map((feature) => hashOf(feature) & (BUCKETS - 1));
}

const dampen = (count: number): number => 1 + Math.log(count);

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

function isMarked(seen: Uint8Array, hash: number): boolean {
  return ((seen[byteOf(hash)] ?? 0) & bitOf(hash)) !== 0;
}

function mark(seen: Uint8Array, hash: number): void {
  seen[byteOf(hash)] = (seen[byteOf(hash)] ?? 0) | bitOf(hash);
}
