import { type CauseId, causeDefinition, type Owner, ownerOf, ownerWord } from '../../model/causes/cause.ts';
import { countOf, formatNumber } from '../../model/text/format.ts';
import type { Article, ArticleLibrary } from './article.ts';
import { isCrowd, type Situation } from './condition.ts';
import { fitArticle } from './fit-article.ts';

/** What is said of a cause where it stands. Every surface shows this, so that no two of them disagree. */
export interface CaseJudgement {
  owner: Owner;
  whose: string;
  meaning: string;
  /** What of ours is most likely at the root of what many customers show: `one policy of ours`. */
  suspect?: string;
  /** Meaning, who acts and steps as they fit. */
  article: Article;
}

/** The one place that decides owner, meaning and next steps of a cause in its situation. */
export function judgeCase(
  cause: CauseId,
  situation: Situation,
  library: Pick<ArticleLibrary, 'forCause' | 'forApp'>,
): CaseJudgement {
  const { owner = ownerOf(cause, 'unknown'), hit = 0, tested = 0 } = situation;
  const alone = situation.kind === 'app-only' ? library.forApp?.(cause) : undefined;
  if (alone) return { owner, whose: ownerWord(owner), meaning: alone.meaning, article: fitArticle(alone, situation) };
  const general = library.forCause(cause);
  const { ours = {} } = general;
  const article = fitArticle(general, situation);
  const own = { owner, whose: ownerWord(owner) };
  const suspect = suspectIn(cause, situation);
  if (suspect === undefined) return { ...own, meaning: causeDefinition(cause).meaning, article };
  const meaning =
    ours.meaning ??
    `${formatNumber(hit)} of ${countOf(tested, 'tenant')} show it at once. So many customers rarely change the same thing together: it is most likely ${suspect}.`;
  const whoActs =
    ours.who ?? `We do: look for what changed on our side, most likely ${suspect}, before a customer is asked.`;
  return { ...own, meaning, suspect, article: { ...article, meaning, whoActs } };
}

/** Policies of customers refuse a token for how we got it: that is ours, in one tenant or in many. */
const OF_BIRTH = 'AADSTS530036';

const SUSPECTS: Readonly<Record<string, string>> = {
  access: 'one policy of ours',
  account: 'our service account',
  mfa: 'the MFA of our service account',
  token: 'our refresh token',
};

/** What of ours is most likely at the root of it, where many customers show at once what is a customer's seen alone. */
export function suspectIn(cause: CauseId, { owner, hit = 0, tested = 0, codes }: Situation): string | undefined {
  if (codes?.includes(OF_BIRTH)) return undefined;
  const inCrowd = owner === 'partner' && ownerOf(cause, 'customer') === 'customer' && isCrowd(hit, tested);
  return inCrowd ? (SUSPECTS[cause.slice(0, cause.indexOf('.'))] ?? 'our app or our service account') : undefined;
}
