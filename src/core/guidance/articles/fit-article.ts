import { capitalize } from '../../model/text/format.ts';
import type { Article, WhoseWords } from './article.ts';
import { asWords } from './article-text.ts';
import { holds, isSaid, type Situation } from './condition.ts';

/** Stands in an article for the way to test again that the reader has at hand. */
export const TEST_AGAIN = '{testAgain}';
/** A conditional step begins by saying, in bold, when it applies. */
export const CONDITION_LEAD = /^\*\*[^*]+:\*\*\s+/;

/**
 * The article as it reads in a situation: the step that what was found asks for comes first, steps that don't apply, or
 * ask what is known already, are left out; the
 * condition of one that does apply is not said again; meaning and who acts are those of whoever owns the cause.
 */
export function fitArticle(article: Article, known: Situation): Article {
  const situation = withTextThatTells(article, known);
  const { owner } = situation;
  const wording: WhoseWords =
    (owner === 'partner' ? article.ours : owner === 'customer' ? article.theirs : undefined) ?? {};
  const say = (text: string): string => nameConnection(sayTestAgain(text, situation), situation);
  const all = article.steps.map((text, index) => {
    const condition = article.when?.[index + 1];
    const proves = article.proves?.[index + 1];
    const applies = condition && holds(condition, situation, proves);
    const said = say(applies ? capitalize(text.replace(CONDITION_LEAD, '')) : text);
    // What is for words or numbers that a text has not comes after what is for every text.
    const isUntold = known.text !== undefined && applies === undefined;
    return { said, applies, proves, later: isUntold && (condition?.said ?? condition?.codes) !== undefined };
  });
  const fitting = all
    .filter(({ applies }) => applies !== false)
    .sort((one, other) => Number(one.later) - Number(other.later));
  const next = known.next === undefined ? [] : [{ said: asWords(known.next), proves: undefined }];
  // Where every step was written for another case, all of them are better than none.
  const steps = [...next, ...(fitting.length + next.length > 0 ? fitting : all)];
  return {
    ...article,
    meaning: wording.meaning ?? article.meaning,
    whoActs: wording.who ?? article.whoActs,
    steps: steps.map(({ said }) => said),
    proves: Object.fromEntries(steps.flatMap(({ proves }, index) => (proves ? [[index + 1, proves]] : []))),
    verify: say(article.verify),
    customerMessage: wording.asks === false ? undefined : fitMessage(article, situation),
  };
}

/** The message asks for what applies; where nothing does, there is none. */
function fitMessage({ customerMessage, asked }: Article, situation: Situation): string | undefined {
  if (asked === undefined) return customerMessage;
  let count = 0;
  const text = customerMessage?.replace(/^(\d+)\. (.*)\n/gm, (_, number: string, words: string) => {
    const applies = holds(asked[Number(number)] ?? {}, situation);
    if (applies === false) return '';
    count += 1;
    return `${count}. ${applies ? words.replace(CONDITION_LEAD, '') : words.replaceAll('**', '')}\n`;
  });
  return count > 0 ? text : undefined;
}

/** A text that has the words of no step tells the steps apart no better than none. */
function withTextThatTells({ when = {} }: Article, { text, ...situation }: Situation): Situation {
  const tells = text !== undefined && Object.values(when).some(({ said }) => said !== undefined && isSaid(said, text));
  return tells ? { ...situation, text } : situation;
}

/** Some cards have a button for it; elsewhere it is a command, as `sayInChat` and the terminal word it. */
function sayTestAgain(text: string, { hasButton, hit }: Situation): string {
  const command = hit === 1 ? 'samaritan testtokens --tenant {tenantDomain}' : 'samaritan testtokens';
  const way = hasButton ? 'press *Test again*' : `run \`${command}\``;
  return text
    .replace(/(^|[.!?]\s+|\n\s*)\{testAgain\}/g, (_, before: string) => before + capitalize(way))
    .replaceAll(TEST_AGAIN, way);
}

/** Without its name a command would test another connection's tenants. */
function nameConnection(text: string, { connection }: Situation): string {
  if (connection === undefined) return text;
  return text
    .replace(/`samaritan (?:testtokens|check|permissions)(?: [^`]*)?(?=`)/g, `$& --connection ${connection}`)
    .replaceAll('`samaritan connections renew`', `\`samaritan connections renew ${connection}\``);
}
