import type { Knowledge } from './knowledge.ts';

const MOST_OF_A_SENTENCE = 120;

/** A name in a sentence: a domain or an address, what has a figure in it, or what stands in quotes. */
const NAMES = /"[^"]*"|(?<!\p{L})'[^']*'|\S*=\S*|\S+[@.]\p{L}\S*|\S*\d\S*/gu;
/** What may stand behind a sentence, before what it passes on. */
const LAST = /[.,;!]?(?: (?:the )?error(?: is| was)?)?[.,;!]?$/;
/** A program's part that speaks, before what it says. */
const WHO_SAYS = /^\[?[\w.-]{2,40}\]?: /;
const STATUS = /(?<!\d)[1-5]\d\d(?!\d)/;

/** A program's sentence that says what failed for whom, and neither why nor by what refusal. */
export function isReasonless(sentence: string, { reasonless }: Pick<Knowledge, 'reasonless'>): boolean {
  if (sentence.length > MOST_OF_A_SENTENCE || STATUS.test(sentence)) return false;
  const what = saysWhat(sentence, reasonless);
  const isOne = what !== undefined && /^[a-z' ,/-]*[.!;]?$/.test(what.replace(NAMES, ''));
  return isOne && !reasonless.unless.some((word) => what.includes(word));
}

/** What a program says that failed, behind the words by which it is known that it says so; undefined where it says something else. */
export function saysWhat(sentence: string, { begins, ends }: Knowledge['reasonless']): string | undefined {
  const said = sentence.replace(WHO_SAYS, '');
  const begin = begins.find((words) => said.startsWith(`${words} `));
  if (begin !== undefined) return said.slice(begin.length);
  const last = said.replace(NAMES, '').replace(LAST, '').trim();
  const end = ends.find((words) => last.endsWith(` ${words}`));
  return end === undefined ? undefined : last.slice(0, -end.length);
}
