import { onceEach } from '../../model/text/once-each.ts';
import type { Knowledge } from './knowledge.ts';
import { translate } from './plain-english.ts';
import { wholeWords } from './word-choices.ts';

/** Good news is some sentences; a text of another length is a log, or the story of a fault. */
const MOST_OF_NEWS = 300;
const LAST_END = /[.!?;:](?=\s)(?!.*[.!?;:]\s)/s;

/**
 * Whether a person (in lower case) says that it works again, at the end of whatever was told before: the story's words
 * name what is over. What goes on behind it, or is asked or wished, is a fault all the same.
 */
export function tellsSettled(
  lower: string,
  { settled, questions, translations }: Pick<Knowledge, 'settled' | 'questions' | 'translations'>,
): boolean {
  if (lower.length > MOST_OF_NEWS) return false;
  const { says, before, unless, tells } = toPatterns(settled, questions);
  const said = [...lower.matchAll(says)].at(-1);
  if (!said) return false;
  const head = lower.slice(0, said.index);
  const rest = lower.slice(said.index + said[0].length);
  if (before.test(head.slice((LAST_END.exec(head)?.index ?? -1) + 1)) || rest.includes('?')) return false;
  return ![rest, translate(rest, translations) ?? ''].some((one) => unless.test(one) || tells.test(one));
}

const patternsOf = onceEach((settled: Knowledge['settled']) => ({
  says: new RegExp(wholeWords(settled.says), 'gu'),
  before: wholeWords(settled.before),
  unless: wholeWords(settled.unless),
}));
const tellingOf = onceEach(({ unless }: Knowledge['questions']) => wholeWords(unless));

const toPatterns = (settled: Knowledge['settled'], questions: Knowledge['questions']) => ({
  ...patternsOf(settled),
  tells: tellingOf(questions),
});
