import { onceEach } from '../../model/text/once-each.ts';
import type { Knowledge } from './knowledge.ts';
import type { ReadableText } from './normalize-text.ts';
import type { Observation } from './observation.ts';
import { A_SENTENCE } from './weigh.ts';
import { wordChoices } from './word-choices.ts';

/** A report is a few sentences; a text of another length is a log, or somebody's story. */
const MOST_OF_A_REPORT = 600;
/** Behind what a clause begins: at the start, or where a name, a time or a field ends. */
const CLAUSE = String.raw`(?:^|[:;.!>\])}"] ?"?|[-–—] )`;
/** A program begins with a capital, or with what it names. */
const CAPITAL = new RegExp(`${CLAUSE}['"]?[A-Z0-9]`);

/**
 * A program's sentence that says how something is, or what it does or has done, and in which nothing failed: the reading
 * worked, and nobody refused. Undefined where a single word speaks of a failure, or where a person tells it.
 */
export function findStateReport({ text, lower }: ReadableText, { reports }: Pick<Knowledge, 'reports'>): Observation[] {
  if (lower.length > MOST_OF_A_REPORT) return [];
  const { begins, says, unless } = toPatterns(reports);
  const begin = begins.exec(text);
  const said = begin ?? (CAPITAL.test(text) ? says.exec(lower) : null);
  if (!said) return [];
  // How it begins may name what it mends.
  const rest = begin ? `${lower.slice(0, begin.index)} ${lower.slice(begin.index + begin[0].length)}` : lower;
  if (unless.test(rest)) return [];
  // As particular as a sentence: a wording of fewer words that happens to stand in it says less.
  const hint = { article: 'portal-reports-setting' };
  return [{ cause: 'unknown', confidence: 'likely', strength: 'hint', at: said.index, rank: -A_SENTENCE, hint }];
}

const toPatterns = onceEach(({ begins, says, ends, unless }: Knowledge['reports']) => ({
  begins: new RegExp(`${CLAUSE}(?:${wordChoices(begins.map(capitalize))})(?![a-z])`),
  says: new RegExp(`(?<![a-z])(?:(?:${wordChoices(says)})(?![a-z])|(?:${wordChoices(ends)})[.!]?(?=["'}\\]]|$))`),
  unless: new RegExp(String.raw`(?<![\w'])(?:${wordChoices(unless)})(?![\w'])`),
}));

const capitalize = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
