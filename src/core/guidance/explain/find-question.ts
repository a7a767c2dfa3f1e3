import { onceEach } from '../../model/text/once-each.ts';
import type { Knowledge } from './knowledge.ts';
import { translate } from './plain-english.ts';
import { toWhole, wholeWords } from './word-choices.ts';

/** A question is some sentences; a text of another length is a log, or the story of a fault. */
const MOST_OF_A_QUESTION = 900;

/**
 * Whether a text (in lower case) asks how something is done, or wishes for it, and nothing in it failed: whatever words
 * of our field stand in it, they name what is asked about and no cause. A question that quotes an error, or tells what
 * does not work, is a fault all the same.
 */
export function isQuestion(
  lower: string,
  { questions, translations }: Pick<Knowledge, 'questions' | 'translations'>,
): boolean {
  if (lower.length > MOST_OF_A_QUESTION) return false;
  const { begins, asks, unless } = toPatterns(questions);
  if (!asks.test(lower) && !begins.test(lower)) return false;
  return !unless.test(lower) && !unless.test(translate(lower, translations) ?? '');
}

/** Where a sentence begins: at the start, behind another one, or behind a word or two and a comma. */
const START = '(?:^|[.!?;:)"] |, )[¿"(]?(?:(?:and|so|also|but|or|hi|hello) )?';

const toPatterns = onceEach(({ begins, asks, unless }: Knowledge['questions']) => ({
  begins: new RegExp(`${START}${toWhole(begins)}[^.!?]*[?]`, 'u'),
  asks: wholeWords(asks),
  unless: wholeWords(unless),
}));
