import type { Article } from '../articles/article.ts';
import type { Knowledge } from './knowledge.ts';

/** A complaint says it at its beginning. */
const READ = 1200;

/**
 * Who has to act by the words of a text in lower case, where its cause may be either side's: `our own policy`, `one client`.
 * Undefined where it says nothing of it, or both.
 */
export function readWhose(
  lower: string,
  { ours, theirs, when = {} }: Article,
  { whose }: Pick<Knowledge, 'whose'>,
): 'partner' | 'customer' | undefined {
  const isEither = ours ?? theirs ?? Object.values(when).some((condition) => condition.ours !== undefined);
  if (!isEither) return undefined;
  const text = ` ${lower
    .slice(0, READ)
    .replace(/’/g, "'")
    .replace(/[^\p{L}\d']+/gu, ' ')} `;
  const says = (words: readonly string[]): boolean => words.some((word) => text.includes(` ${word} `));
  const [isOurs, isTheirs] = [says(whose.ours), says(whose.theirs)];
  if (isOurs === isTheirs) return undefined;
  return isOurs ? 'partner' : 'customer';
}
