import { causeDefinition } from '../../model/causes/cause.ts';
import type { Article } from '../articles/article.ts';
import type { Situation } from '../articles/situation.ts';
import type { Explanation } from './explanation.ts';
import type { Knowledge } from './knowledge.ts';
import { translate } from './plain-english.ts';

/** A complaint says it at its beginning. */
const READ = 1200;

type WordsOfWhose = Pick<Knowledge, 'whose' | 'translations'>;

/**
 * Who has to act by the words of a text in lower case, where its cause may be either side's: `our own policy`, `one client`.
 * `ownerDepends` where it says nothing of it, or both; neither where the cause tells by itself.
 */
export function readWhose(
  lower: string,
  { causes: [cause], ours, theirs, when = {} }: Article,
  knowledge: WordsOfWhose,
): Pick<Explanation, 'ownerDepends'> & { owner?: 'partner' | 'customer' } {
  const isEither = ours ?? theirs ?? Object.values(when).some((condition) => condition.ours !== undefined);
  if (!isEither) return {};
  const says = readWords(lower, knowledge);
  const isOurs = says('ours') || says('everywhere');
  const isTheirs = says('theirs') || says('single');
  if (isOurs !== isTheirs) return { owner: isOurs ? 'partner' : 'customer' };
  return cause && causeDefinition(cause).owner === 'either' ? { ownerDepends: true } : {};
}

/** Whether a text in lower case says that it is met in all tenants, or in one; undefined where it says neither. */
export function readSpread(lower: string, knowledge: WordsOfWhose): Situation['spread'] {
  const says = readWords(lower, knowledge);
  if (says('single')) return 'one';
  return says('everywhere') && !says('theirs') ? 'all' : undefined;
}

/** Whether a text in lower case, or the English of it, has any of the words of a list. */
function readWords(lower: string, { whose, translations }: WordsOfWhose): (list: keyof Knowledge['whose']) => boolean {
  const beginning = lower.slice(0, READ).replace(/’/g, "'");
  const text = ` ${`${beginning} ${translate(beginning, translations) ?? ''}`.replace(/[^\p{L}\d']+/gu, ' ')} `;
  return (list) => whose[list].some((word) => text.includes(` ${word} `));
}
