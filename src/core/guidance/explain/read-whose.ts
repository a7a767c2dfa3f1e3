import { causeDefinition } from '../../model/causes/cause.ts';
import { onceEach } from '../../model/text/once-each.ts';
import type { Article } from '../articles/article.ts';
import type { Situation } from '../articles/condition.ts';
import type { Explanation } from './explanation.ts';
import type { Knowledge } from './knowledge.ts';
import { translate } from './plain-english.ts';

/** A complaint says it at its beginning. */
const READ = 1200;

/** Whether a text has any of the words of a list. */
export type Saying = (list: keyof Knowledge['whose']) => boolean;

/**
 * Who has to act by the words of a text, where its cause may be either side's: `our own policy`, `one client`.
 * `ownerDepends` where it says nothing of it, or both; neither where the cause tells by itself.
 */
export function readWhose(
  says: Saying,
  { causes: [cause], ours, theirs, when = {} }: Article,
): Pick<Explanation, 'ownerDepends'> & { owner?: 'partner' | 'customer' } {
  const isEither = ours ?? theirs ?? Object.values(when).some((condition) => condition.ours !== undefined);
  if (!isEither) return {};
  const isOurs = says('ours') || says('everywhere');
  const isTheirs = says('theirs') || says('single');
  if (isOurs !== isTheirs) return { owner: isOurs ? 'partner' : 'customer' };
  return cause && causeDefinition(cause).owner === 'either' ? { ownerDepends: true } : {};
}

/** Whether a text says that it is met in all tenants, or in one; undefined where it says neither. */
export function readSpread(says: Saying): Situation['spread'] {
  if (says('single')) return 'one';
  return says('everywhere') && !says('theirs') ? 'all' : undefined;
}

/** Reads a text in lower case, and the English of it, for the words of every list. Once a text: it is translated for it. */
export function readSaying(lower: string, { whose, translations }: Pick<Knowledge, 'whose' | 'translations'>): Saying {
  const beginning = lower.slice(0, READ).replace(/’/g, "'");
  const text = ` ${`${beginning} ${translate(beginning, translations) ?? ''}`.replace(/[^\p{L}\d']+/gu, ' ')} `;
  const searched = whole(whose);
  return (list) => searched[list].some((word) => text.includes(word));
}

/** The words with the blanks that part them from others. */
const whole = onceEach((whose: Knowledge['whose']): Knowledge['whose'] => {
  const among = (words: readonly string[]) => words.map((word) => ` ${word} `);
  const { ours, theirs, single, everywhere } = whose;
  return { ours: among(ours), theirs: among(theirs), single: among(single), everywhere: among(everywhere) };
});
