import { matchAt } from '../../src/core/model/text/read-value.ts';

/** Lists of words in lower case, one of each of which at least stands where a pattern matches. */
type NeededWords = readonly (readonly string[])[];

/** What is known of a part of a pattern: what it must have in it, and all that it can be where that are few words. */
interface Part {
  needed: NeededWords;
  words?: readonly string[] | undefined;
  /** It stands beside what is matched, and takes no letter of it. */
  aside?: boolean;
}

interface Read extends Part {
  /** Where the next part begins. */
  end: number;
}

/** When parts are joined, they make so many words at most. */
const MOST_WORDS = 64;
const OPENS = /\((?:\?(?:[a-z]*(?:-[a-z]+)?:|<?([=!])|<\w+>))?/y;
const CLASS = /\[((?:\\.|[^\]\\])+)\]/y;
/** A class that is only these letters. */
const FEW = /^[^^\\-][^\\-]{0,7}$/;
const ESCAPE = /\\(?:u[\da-f]{4}|x[\da-f]{2}|c[a-z]|\d+|k<\w+>|[\s\S])/iy;
/** Escapes that may be several letters, or one that doesn't stand there itself. */
const NO_LETTER = /^\\[\ddswbuxckfnrtv]/i;
const EDGE = /^(?:\\b|[$^]$)/i;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(?:,(\d*))?\})\??/y;

/**
 * What stands, in whatever case, in every text in which a pattern matches. Read from the pattern's source; nothing
 * where that doesn't tell, or where letters have more cases than two (the flags `u` and `v`).
 */
export function findNeededWords({ source, unicode, unicodeSets }: RegExp): NeededWords {
  if (unicode || unicodeSets) return [];
  const needed = needsOf(readChoice(source, 0)).map((words) => words.filter((one) => isShortest(one, words)));
  const sorted = [...new Set(needed.map((words) => JSON.stringify([...new Set(words)])))].map((words): string[] =>
    JSON.parse(words),
  );
  // What a longer word has in it is needed no less.
  const tells = (one: readonly string[], other: readonly string[]): boolean =>
    one.every((word) => other.some((shorter) => word.includes(shorter)));
  return sorted.filter((words) => !sorted.some((other) => other !== words && tells(other, words)));
}

/** What bars part, up to where its group ends. */
function readChoice(source: string, from: number): Read {
  const first = readSequence(source, from);
  const all = [first];
  let { end } = first;
  while (source.charAt(end) === '|') {
    const next = readSequence(source, end + 1);
    all.push(next);
    end = next.end;
  }
  if (all.length === 1) return first;
  if (all.every(({ words }) => words)) return { needed: [], words: all.flatMap(({ words = [] }) => words), end };
  const longest = all.map((one) => needsOf(one).toSorted((a, b) => lengthOf(b) - lengthOf(a))[0] ?? []);
  return { needed: longest.every(({ length }) => length > 0) ? [longest.flat()] : [], end };
}

function readSequence(source: string, from: number): Read {
  const needed: (readonly string[])[] = [];
  /** What stands before the next part without a gap between them; and whether there was one before. */
  let run: readonly string[] = [''];
  let parted = false;
  const begin = (next: readonly string[]): void => {
    needed.push(...needsOf({ needed: [], words: run }));
    run = next;
    parted = true;
  };
  let at = from;
  while (at < source.length && !'|)'.includes(source.charAt(at))) {
    const part = readPart(source, at);
    const { least, most, end } = readQuantifier(source, part.end);
    at = end;
    if (least > 0) needed.push(...part.needed);
    if (part.aside) continue;
    if (!part.words || (least === 0 && most > 1)) {
      begin(['']);
      continue;
    }
    const words = least === 0 ? ['', ...part.words] : part.words;
    if (run.length * words.length > MOST_WORDS) begin(words);
    else run = run.flatMap((one) => words.map((other) => one + other));
    if (most > 1) begin(words);
  }
  if (!parted) return { needed, words: run, end: at };
  begin(['']);
  return { needed, end: at };
}

function readQuantifier(source: string, at: number): { least: number; most: number; end: number } {
  const [whole = '', sign, count = '1', limit = count] = matchAt(QUANTIFIER, source, at) ?? [];
  const end = at + whole.length;
  if (sign === undefined)
    return { least: Number(count), most: limit === '' ? Number.POSITIVE_INFINITY : Number(limit), end };
  return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Number.POSITIVE_INFINITY, end };
}

/** A letter, a class or a group, without the quantifier behind it. */
function readPart(source: string, at: number): Read {
  const [opens, look] = matchAt(OPENS, source, at) ?? [];
  if (opens !== undefined) {
    const { end, ...inner } = readChoice(source, at + opens.length);
    if (look === undefined) return { ...inner, end: end + 1 };
    return { needed: look === '=' ? needsOf(inner) : [], aside: true, end: end + 1 };
  }
  const [whole, letters = ''] = matchAt(CLASS, source, at) ?? [];
  if (whole !== undefined) return readLetters(FEW.test(letters) ? letters : '', at + whole.length);
  const sign = matchAt(ESCAPE, source, at)?.[0] ?? source.charAt(at);
  const end = at + sign.length;
  if (EDGE.test(sign)) return { needed: [], aside: true, end };
  return readLetters(NO_LETTER.test(sign) || sign === '.' ? '' : sign.slice(-1), end);
}

/** One of these letters; of others than those of ASCII there may be more cases than two. */
function readLetters(letters: string, end: number): Read {
  const words = [...new Set(letters.toLowerCase())];
  return { needed: [], words: words.length > 0 && words.every((one) => one <= '~') ? words : undefined, end };
}

const lengthOf = (words: readonly string[]): number => Math.min(...words.map(({ length }) => length));

function needsOf({ needed, words }: Part): NeededWords {
  return words && lengthOf(words) > 0 ? [...needed, words] : needed;
}

/** Whether no other word stands in this one. */
function isShortest(word: string, words: readonly string[]): boolean {
  return !words.some((other) => other !== word && word.includes(other));
}
