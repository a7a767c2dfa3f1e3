import file from './needed-words.json' with { type: 'json' };

/** Lists of words in lower case; where a pattern matches, one of each list at least stands in the text. */
export type NeededWords = readonly (readonly string[])[];

const NEEDED = new Map<string, NeededWords>(Object.entries(file));
/** A shorter text is searched for word after word. */
const SHORT = 4000;
/** By so many letters that a word begins with it is looked for in a longer one. */
const HEAD = 3;
/** What a letter is moved by: those of the alphabet differ in so many bits. */
const BITS = 5;
const HEADS = 1 << (BITS * HEAD);

/** What a pattern needs, as `npm run docs` read it from the pattern. One that was changed since may match in any text. */
export const neededBy = ({ source }: RegExp): NeededWords => NEEDED.get(source) ?? [];

/** Tells of what patterns need whether a text has it: over another text they need not be run, and most are over none. */
export function searchWords(text: string): (needed: NeededWords) => boolean {
  const lower = text.toLowerCase();
  const has = lower.length > SHORT ? searchOnce(lower) : (word: string) => lower.includes(word);
  return (needed) => needed.every((words) => words.some(has));
}

let listed: { words: ReadonlySet<string>; byHead: readonly (readonly string[] | undefined)[] } | undefined;

/** The same as a search for each word, in one pass for all that patterns need. */
function searchOnce(text: string): (word: string) => boolean {
  listed ??= listWords();
  const { words, byHead } = listed;
  const found = new Set<string>();
  let head = 0;
  for (let at = 0; at < text.length; at += 1) {
    head = moveOn(head, text.charCodeAt(at));
    const beginning = byHead[head];
    if (beginning) for (const word of beginning) if (text.startsWith(word, at - HEAD + 1)) found.add(word);
  }
  return (word) => (words.has(word) ? found.has(word) : text.includes(word));
}

function listWords(): NonNullable<typeof listed> {
  const words = new Set([...NEEDED.values()].flat(2).filter(({ length }) => length >= HEAD));
  const byHead: (string[] | undefined)[] = Array.from({ length: HEADS });
  for (const word of words) {
    let head = 0;
    for (let at = 0; at < HEAD; at += 1) head = moveOn(head, word.charCodeAt(at));
    byHead[head] = [...(byHead[head] ?? []), word];
  }
  return { words, byHead };
}

/** Nothing is left then of the letter before the head. */
const moveOn = (head: number, code: number): number => ((head << BITS) ^ code) & (HEADS - 1);
