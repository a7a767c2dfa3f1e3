import { onceEach } from '../../model/text/once-each.ts';
import { toFamiliarPatterns } from './find-speaker.ts';
import { namesMicrosoft } from './find-statuses.ts';
import type { Knowledge, Speaker } from './knowledge.ts';
import type { ReadableText } from './normalize-text.ts';
import { wholeWords } from './word-choices.ts';

/** A person's words are some sentences of letters; what has brackets and signs is a program's. */
const MOST_OF_WORDS = 400;
const A_PROGRAMS = /[{}<>[\]=\\|_*]|::|\p{L}\.\p{Lu}|(?<!\p{L})\p{Lu}\p{Ll}+-\p{Lu}\p{Ll}+|(?<!\d)[45]\d\d [45]\.\d/u;
const A_LABEL = /(?<!\p{L})(?:[Ee]rror|[Cc]ode|[Mm]essage|I[Dd]|[Ss]tatus|WARNING): /u;
const VERSION = /(?<![\d.])v?\d{1,3}\.\d{1,3}\.\d{1,4}(?![\d.]*\d)|(?<!\p{L})v\d{1,3}\.\d{1,3}(?!\d)/u;
/** A word with a capital that begins no sentence, or with one inside. Of capitals alone it is an abbreviation. */
const NAME =
  /(?<=[\p{Ll}\d,;:)] )\p{Lu}[\p{L}\d]*\p{Ll}[\p{L}\d]*|(?<![\p{L}\d.])(?:\p{Ll}+|\p{Lu}\p{Ll}+)\p{Lu}\p{L}*|(?<!\p{L})\p{Lu}{2,}\p{Ll}{2,}(?!\p{L})/gu;
/** Whom a line is about, before what is told of them. */
const A_HEAD = /^[^:.!?]{1,40}?(?::| [-–—]) /u;

/**
 * Whether a person's text is about another product, whoever's: nobody of Microsoft's and nothing of our field is named in
 * it, and a product is, be it by a name known here, by a capital that begins no sentence, or by its version.
 */
export function isElsewhere(
  { text, lower }: ReadableText,
  { speakers, familiar, contexts, elsewhere }: Pick<Knowledge, 'speakers' | 'familiar' | 'contexts' | 'elsewhere'>,
): boolean {
  if (lower.length > MOST_OF_WORDS || A_PROGRAMS.test(text) || namesMicrosoft(lower, contexts)) return false;
  const { field, shared, capitals, persons, articles, german, places } = patternsOf(elsewhere);
  if (toFamiliarPatterns(familiar).ours.test(lower) || field.test(lower) || !persons.test(lower)) return false;
  if (foreignOf(speakers).test(lower)) return true;
  if (shared.test(lower) || A_LABEL.test(text)) return false;
  if (VERSION.test(text)) return true;
  if (!articles.test(lower) || german.test(lower)) return false;
  const body = text.replace(A_HEAD, '');
  return [...body.matchAll(NAME)].some(
    ({ 0: word, index }) => !capitals.has(word.toLowerCase()) && !isPlace(body.slice(0, index), places),
  );
}

/** Whether a name is where something happens, as in “at Northwind Traders”, and so a customer's. */
function isPlace(before: string, places: ReadonlySet<string>): boolean {
  const words = before.trimEnd().split(' ');
  const last = words.findLast((word) => places.has(word.toLowerCase()) || !/^\p{Lu}/u.test(word));
  return last !== undefined && places.has(last.toLowerCase());
}

const patternsOf = onceEach(
  ({ field, shared, capitals, persons, articles, german, places }: Knowledge['elsewhere']) => ({
    field: wholeWords(field),
    shared: wholeWords(shared),
    capitals: new Set(capitals),
    persons: wholeWords(persons),
    articles: wholeWords(articles),
    german: wholeWords(german),
    places: new Set(places),
  }),
);
/** The names of all other products that are known here. */
const foreignOf = onceEach((speakers: readonly Speaker[]) =>
  wholeWords(speakers.flatMap(({ cause, names }) => (cause === 'foreign.service' ? names : []))),
);
