import { causeDefinition } from '../../model/causes/cause.ts';
import type { Article } from '../articles/article.ts';
import type { Explanation } from './explanation.ts';
import type { Knowledge } from './knowledge.ts';

/** A complaint says it at its beginning. */
const READ = 1200;

/**
 * Who has to act by the words of a text in lower case, where its cause may be either side's: `our own policy`, `one client`.
 * `ownerDepends` where it says nothing of it, or both; neither where the cause tells by itself.
 */
export function readWhose(
  lower: string,
  { causes: [cause], ours, theirs, when = {} }: Article,
  { whose }: Pick<Knowledge, 'whose'>,
): Pick<Explanation, 'ownerDepends'> & { owner?: 'partner' | 'customer' } {
  const isEither = ours ?? theirs ?? Object.values(when).some((condition) => condition.ours !== undefined);
  if (!isEither) return {};
  const isOurs = says(lower, whose.ours) || says(lower, whose.everywhere);
  const isTheirs = says(lower, whose.theirs);
  if (isOurs !== isTheirs) return { owner: isOurs ? 'partner' : 'customer' };
  return cause && causeDefinition(cause).owner === 'either' ? { ownerDepends: true } : {};
}

/** Whether a text in lower case says that it is met in all tenants at once. */
export function isEverywhere(lower: string, { whose }: Pick<Knowledge, 'whose'>): boolean {
  return says(lower, whose.everywhere) && !says(lower, whose.theirs);
}

function says(lower: string, words: readonly string[]): boolean {
  const beginning = lower.slice(0, READ).replace(/’/g, "'");
  const text = ` ${beginning.replace(/[^\p{L}\d']+/gu, ' ')} `;
  return words.some((word) => text.includes(` ${word} `));
}
