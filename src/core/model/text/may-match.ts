import file from './needed-words.json' with { type: 'json' };

/** The numbers of lists of words; where a pattern matches, one word of each list at least stands in the text. */
export type NeededLists = readonly number[];

const LISTS: (readonly string[])[] = [];
const NEEDED = new Map<string, NeededLists>(
  Object.entries(file).map(([source, lists]) => [source, lists.map((words) => LISTS.push(words) - 1)]),
);

/** By so many letters that a word begins with it is looked up, or by all that it has. */
const HEAD = 3;
/** What a letter is moved by: those of the alphabet differ in so many bits. */
const BITS = 5;
const HEADS = 1 << (BITS * HEAD);

/** What a pattern needs, as `npm run docs` read it from the pattern. One that was changed since may match in any text. */
export const neededBy = ({ source }: RegExp): NeededLists => NEEDED.get(source) ?? [];

/** Tells of what patterns need whether a text has it: over another text they need not be run, and most are over none. */
export function searchWords(text: string): (needed: NeededLists) => boolean {
  index ??= indexWords();
  const { words, byHead, groups } = index;
  const lower = text.toLowerCase();
  const found = new Uint8Array(words.length);
  const met = new Uint8Array(LISTS.length);
  const lookUp = (head: number, from: number): void => {
    for (const nth of groups[byHead[head] as number] ?? []) {
      const word = words[nth];
      if (found[nth] !== 0 || !word || !lower.startsWith(word.text, from)) continue;
      found[nth] = 1;
      for (const list of word.lists) met[list] = 1;
    }
  };
  let [one, two, three] = [0, 0, 0];
  for (let at = 0; at < lower.length; at += 1) {
    const code = lower.charCodeAt(at);
    // The longer ones go on from what the shorter ones were.
    three = moveOn(two, code);
    two = moveOn(one, code);
    one = moveOn(0, code);
    if (byHead[one] !== 0) lookUp(one, at);
    if (byHead[HEADS + two] !== 0) lookUp(HEADS + two, at - 1);
    if (byHead[2 * HEADS + three] !== 0) lookUp(2 * HEADS + three, at - 2);
  }
  return (needed) => needed.every((list) => met[list] === 1);
}

/** Every word that a pattern needs, with the lists that have it; and by their heads, the group of those that begin so. */
interface Index {
  words: { text: string; lists: number[] }[];
  byHead: Uint16Array;
  groups: number[][];
}

/** Made for the first text. */
let index: Index | undefined;

function indexWords(): Index {
  const lists = new Map<string, number[]>();
  for (const [nth, words] of LISTS.entries())
    for (const text of words) {
      const own = lists.get(text);
      if (own) own.push(nth);
      else lists.set(text, [nth]);
    }
  const words = [...lists].map(([text, own]) => ({ text, lists: own }));
  const byHead = new Uint16Array(HEAD * HEADS);
  // None has the number of what begins no word.
  const groups: number[][] = [[]];
  for (const [nth, { text }] of words.entries()) {
    const length = Math.min(HEAD, text.length);
    let head = 0;
    for (let at = 0; at < length; at += 1) head = moveOn(head, text.charCodeAt(at));
    const place = (length - 1) * HEADS + head;
    if (byHead[place] === 0) byHead[place] = groups.push([]) - 1;
    groups[byHead[place] as number]?.push(nth);
  }
  return { words, byHead, groups };
}

/** Three letters further, nothing is left of one. */
const moveOn = (head: number, code: number): number => ((head << BITS) ^ code) & (HEADS - 1);
