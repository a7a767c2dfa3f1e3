import { looksChosen } from './looks-random.ts';
import { matchAt, type ValuePlace } from './read-value.ts';
import { BLANK, PLAIN_TERM, SENTENCE } from './secret-rules.ts';

const PHRASE = /\p{Ll}{3,12}(?: \p{Ll}{3,12}){2,6}(?=(?:["'`”“)\]][,.;)]?|[.;]?[^\S\n]{0,4}(?:\r?\n|$)))/uy;

export function chosen(
  text: string,
  value: ValuePlace | undefined,
  few: boolean | undefined = false,
): ValuePlace | undefined {
  const found = value && text.slice(value.from, value.to);
  return found !== undefined && looksChosen(found, few) && !BLANK.test(found) ? value : undefined;
}

/** Whether nothing else stands on the value's line. */
export function isAlone(text: string, { from, to }: ValuePlace): boolean {
  return (
    /^["'`”’»“*_)}\]>.,;\\]{0,12}[^\S\n]{0,8}(?:\r?\n|$|\|)/.test(text.slice(to, to + 24)) &&
    /\S/.test(text.slice(from, to))
  );
}

/** Plain words to the end of the line, or of the quotation, as of a pass phrase: not one of them is of a sentence. */
export function phraseAt(text: string, from: number): ValuePlace | undefined {
  const words = matchAt(PHRASE, text, from)?.[0];
  return words?.split(' ').every(isBare) ? { from, to: from + words.length } : undefined;
}

/** A word that neither sentences nor programs have. */
function isBare(word: string): boolean {
  return !SENTENCE.test(word) && !BLANK.test(word) && !PLAIN_TERM.test(word);
}

/** Two to four words of which one is a number: `Blue Kettle 9`. */
export function isNumberedPhrase(found: string): boolean {
  return (
    /^(?=.*\d)\p{L}\S*(?: \S{1,20}){1,3}$/u.test(found) &&
    found.split(' ').every((word) => /\d/.test(word) || isBare(word))
  );
}

/** What is in quotes behind `is` may be a word. */
export function isWordOrMore(text: string, { from, to }: ValuePlace): boolean {
  const found = text.slice(from, to);
  const words = found.split(' ');
  const phrase =
    words.length >= 3 && words.length <= 8 && words.every((word) => /^\p{Ll}{3,}$/u.test(word) && !SENTENCE.test(word));
  return (
    phrase ||
    isNumberedPhrase(found) ||
    (found.length >= 6 && !/\s/.test(found) && !BLANK.test(found) && !SENTENCE.test(found))
  );
}
