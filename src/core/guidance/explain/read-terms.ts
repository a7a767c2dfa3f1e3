/** A word this long is an id or what is left of a token. */
const LONGEST_WORD = 40;
/** From here on a word is also compared in pieces, so that a slip of the keys costs a piece and not the word. */
const LEAST_PIECED = 6;
const PIECE = 5;
const PIECE_WEIGHT = 0.09;
/** What a word also means counts less than the word. */
const MEANT_WEIGHT = 0.4;

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const WORDS = /\p{L}[\p{L}\p{N}']*|\d{3,8}/gu;

export interface TermRules {
  /** Words that say nothing about what a text means. */
  silent: ReadonlySet<string>;
  /** A word, and the words that mean the same. */
  meant: Readonly<Record<string, string>>;
}

/** Told of each term that a text has, as often as it has it: what it is compared by, how much that is, and how it was written. */
type Tell = (term: string, weight: number, written: string) => void;

/** What a text is compared by: its words without their endings, if wished the pieces of long ones, and what they also mean. */
export function readTerms(lower: string, { silent, meant }: TermRules, inPieces: boolean, tell: Tell): void {
  for (const [found] of lower.replace(IDS, ' ').matchAll(WORDS)) {
    const word = found.replace(/'s?$/, '');
    if (word.length > LONGEST_WORD || silent.has(word)) continue;
    const term = stem(word);
    tell(term, 1, found);
    if (inPieces && term.length >= LEAST_PIECED) {
      for (let at = 0; at + PIECE <= term.length; at += 1) tell(`#${term.slice(at, at + PIECE)}`, PIECE_WEIGHT, found);
    }
    if (!Object.hasOwn(meant, word)) continue;
    for (const also of (meant[word] ?? '').split(' ')) tell(stem(also), MEANT_WEIGHT, found);
  }
}

/** One and many, now and then are the same word. Rough: what falls together wrongly is told apart by its neighbours. */
function stem(word: string): string {
  let term = word;
  for (const [ending, least] of ENDINGS) {
    if (term.length >= least && term.endsWith(ending) && !term.endsWith('ss')) {
      term = term.slice(0, -ending.length);
      break;
    }
  }
  if (term.length > 5 && term.endsWith('ly')) term = term.slice(0, -2);
  return term.length > 4 && term.endsWith('e') ? term.slice(0, -1) : term;
}

const ENDINGS = [
  ['ing', 6],
  ['ed', 5],
  ['es', 5],
  ['s', 4],
] as const;
