import { formatAadsts } from '../../model/causes/aadsts.ts';
import type { ArticleLibrary } from '../articles/article.ts';
import type { Explanation } from './explanation.ts';

/** What a text means, without what else was read in it. */
export type Judgement = Pick<
  Explanation,
  | 'recognized'
  | 'cause'
  | 'title'
  | 'meaning'
  | 'codes'
  | 'owner'
  | 'ownerDepends'
  | 'steps'
  | 'article'
  | 'confidence'
  | 'speaker'
>;

const TEST =
  'Run `samaritan testtokens`: it says whether our own connection works and which tenants fail, each with its evidence.';
/** What helps wherever a piece of a text is not enough. */
export const PASTE_MORE =
  'Explain the complete error, from its first line on, rather than its last line: the number and the ids are often in the middle.';

/** What every judgement has in common that names no cause. */
export const nobodyKnows = (library: Pick<ArticleLibrary, 'forCause'>) =>
  ({
    recognized: false,
    cause: 'unknown',
    owner: 'unknown',
    article: library.forCause('unknown').id,
    confidence: 'none',
  }) as const;

/** What is said when nobody knows: that it is so, and the two best next steps. Never a guess. */
export function explainUnknown(codes: readonly number[], library: Pick<ArticleLibrary, 'forCause'>): Judgement {
  const [code] = codes;
  const common = nobodyKnows(library);
  if (code === undefined) {
    return {
      ...common,
      title: 'Nothing in this text is known',
      meaning: 'The text names no code that Microsoft documents, no error field and no wording that Samaritan knows.',
      codes: [],
      steps: [PASTE_MORE, TEST],
    };
  }
  const name = formatAadsts(code);
  return {
    ...common,
    title: `${name} is not a documented code`,
    meaning: `Neither Microsoft’s published table nor Samaritan knows ${name}. It may be new, cut short or mistyped.`,
    codes: codes.slice(0, 10).map(formatAadsts),
    steps: [lookUpStep(code), TEST],
  };
}

const AT_HOME =
  'Run `samaritan testtokens` first: what begins in all tenants at once is nearly always our own secret, token or account. It tests these before any tenant, and names the fault.';

/** What is met everywhere begins with our own connection, where nothing clear was found. */
export function beginAtHome(judgement: Judgement): Judgement {
  if (judgement.cause !== 'unknown') return judgement;
  return { ...judgement, steps: [AT_HOME, ...judgement.steps.filter((step) => step !== TEST)] };
}

/** Where a number is looked up that no table here has. */
export function lookUpStep(code: number): string {
  return `Look the number up with [Microsoft](https://login.microsoftonline.com/error?code=${code}): the page there is newer than any table.`;
}
