import { onceEach } from '../../model/text/once-each.ts';
import type { Knowledge } from './knowledge.ts';
import type { ReadableText } from './normalize-text.ts';
import type { Observation } from './observation.ts';
import { A_SENTENCE } from './weigh.ts';

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
  if (!begin && !(CAPITAL.test(text) && says.test(lower))) return [];
  // How it begins may name what it mends.
  const [at, end] = begin ? [begin.index, begin.index + begin[0].length] : [0, 0];
  if (unless.test(`${lower.slice(0, at)} ${lower.slice(end)}`)) return [];
  // As particular as a sentence: a wording of fewer words that happens to stand in it says less.
  const hint = { article: 'portal-reports-setting' };
  return [{ cause: 'unknown', confidence: 'likely', strength: 'hint', at, rank: -A_SENTENCE, hint }];
}

const toPatterns = onceEach(({ begins, says, unless }: Knowledge['reports']) => ({
  begins: new RegExp(
    `${CLAUSE}(?:${begins
      .toSorted((one, other) => other.length - one.length)
      .map(capitalize)
      .join('|')})(?![a-z])`,
  ),
  says: new RegExp(`(?<![a-z])(?:${says.map(toPattern).join('|')})(?![a-z])`),
  unless: new RegExp(String.raw`(?<![\w'])(?:${unless.map(toPattern).join('|')})(?![\w'])`),
}));

const capitalize = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const toPattern = (words: string): string => words.replaceAll('*', String.raw`\w*`);
