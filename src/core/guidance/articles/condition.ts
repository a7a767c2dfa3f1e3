import { z } from 'zod';
import { CAUSE_IDS, type CauseId, type Owner } from '../../model/causes/cause.ts';
import { type CheckId, isCheckId } from '../../model/checks/check.ts';

/** What is known around a cause. A fact that is missing is not known, which is never the same as untrue. */
export interface Situation {
  cause?: CauseId;
  /** Who has to act on it here. */
  owner?: Owner;
  /** Tenants with this cause, and tenants tested in the same run. Both 0 where the partner connection itself fails. */
  hit?: number;
  tested?: number;
  /** Where nobody counted: in all tenants or in one, as a pasted text says. */
  spread?: 'all' | 'one' | undefined;
  /** Whose answers failed, where it is only one service. */
  service?: 'graph' | 'exchange' | undefined;
  /** Whether the partner's token carries an MFA claim. */
  mfa?: boolean | undefined;
  /** The kind of the connection: a signed-in account, or the app alone. */
  kind?: 'sam' | 'app-only' | undefined;
  /** The connection it is about, where commands have to name it. */
  connection?: string;
  exchangeMode?: 'sam' | 'legacy';
  /** AADSTS codes and error words of the evidence. */
  codes?: readonly string[] | undefined;
  /** What was pasted, in lower case. */
  text?: string;
  /** Checks that hold, where it is about one tenant. */
  links?: readonly CheckId[];
  /** Checks that show the cause. */
  broken?: readonly string[];
  /** The policy that refuses is known, for each tenant it is about. */
  policy?: true | undefined;
  /** The step that mends what was found here, better than an article knows it. Words. */
  next?: string | undefined;
  /** It is shown beside a button that tests again; where it isn't, only a command does. */
  hasButton?: true | undefined;
}

/** A cause that hits this many tenants and this share of those tested has one origin, and that is the partner's. */
export const CROWD = { tenants: 3, share: 0.2 } as const;

/** Whether so many tenants point at one origin. */
export function isCrowd(hit: number, tested: number): boolean {
  return hit >= CROWD.tenants && hit >= tested * CROWD.share;
}

/** Facts that a step may ask for, or hang on. */
const FACTS = [
  'ours',
  'most',
  'single',
  'counted',
  'service',
  'mfa',
  'kind',
  'exchangeMode',
  'codes',
  'policy',
  'next',
  'proof',
] as const;
type Fact = (typeof FACTS)[number];

export const kindSchema = z.enum(['sam', 'app-only']);

export const checksSchema = z.array(z.custom<CheckId>((id) => isCheckId(String(id)), 'there is no such check')).min(1);

/** When a step of an article is shown: every fact named has to be so, or not be known. */
export const conditionSchema = z
  .strictObject({
    /** We act, or the customer does. */
    ours: z.boolean(),
    /** So many tenants that one origin is likely; or the partner connection itself. */
    most: z.boolean(),
    single: z.boolean(),
    service: z.enum(['graph', 'exchange']),
    mfa: z.boolean(),
    kind: kindSchema,
    exchangeMode: z.enum(['sam', 'legacy']),
    /** The check that shows it, any of them. */
    broken: checksSchema,
    /** What is found, any of them. */
    causes: z.array(z.enum(CAUSE_IDS)).min(1),
    /** AADSTS numbers or error words, any of them; `ERR_SSL_*`: by how it begins. With `said` beside it either of the two is enough. */
    codes: z.array(z.coerce.string()).min(1),
    /** Words of a pasted text in lower case, any of them. Counts only where some step of the article has its words there. */
    said: z.array(z.string().min(2).toLowerCase()).min(1),
    /**
     * The step finds out a fact, and is left out once any of them is known; `proof`: that the links which prove it hold,
     * `next`: the step that mends what was found.
     */
    asks: z.union([z.enum(FACTS), z.array(z.enum(FACTS)).min(1)]),
  })
  .partial()
  .refine((condition) => Object.keys(condition).length > 0, 'a condition needs at least one fact');
export type StepCondition = z.infer<typeof conditionSchema>;

/** By its code or by its words, whichever of them is known. */
function isNamed(
  codes: StepCondition['codes'],
  said: StepCondition['said'],
  situation: Situation,
): boolean | undefined {
  const answers = [
    ...(codes && situation.codes?.length ? [codes.some((code) => hasCode(situation, code))] : []),
    ...(said && situation.text !== undefined ? [isSaid(said, situation.text)] : []),
  ];
  return answers.length === 0 ? undefined : answers.includes(true);
}

/** Whether a text in lower case has any of the words. A number is no part of a longer one: 401 is none of 4014. */
export function isSaid(words: readonly string[], text: string): boolean {
  return words.some((word) =>
    /^\d+$/.test(word) ? new RegExp(`(?<!\\d)${word}(?!\\d)`).test(text) : text.includes(word),
  );
}

type Known = { [F in Fact]?: boolean | string | readonly string[] | undefined };

/** `true` and `false` where the situation decides it, undefined where it doesn't. `proves`: the links that show the step to be done. */
export function holds(
  { asks, broken, causes, codes, said, ...wanted }: StepCondition,
  situation: Situation,
  proves: readonly CheckId[] = [],
): boolean | undefined {
  const isProved = proves.length > 0 && proves.every((link) => situation.links?.includes(link));
  const known: Known = { ...readFacts(situation), ...(isProved ? { proof: true } : {}) };
  if ([asks ?? []].flat().some((fact) => known[fact] !== undefined)) return false;
  const answers = Object.entries(wanted).map(([fact, value]) => {
    const is = known[fact as Fact];
    return is === undefined ? undefined : is === value;
  });
  if (causes) answers.push(situation.cause && causes.includes(situation.cause));
  if (broken) answers.push(situation.broken && broken.some((id) => situation.broken?.includes(id)));
  if (codes || said) answers.push(isNamed(codes, said, situation));
  if (answers.includes(false)) return false;
  return answers.length === 0 || answers.includes(undefined) ? undefined : true;
}

function readFacts({
  owner,
  hit,
  tested,
  spread,
  codes,
  service,
  mfa,
  kind,
  exchangeMode,
  policy,
  next,
}: Situation): Known {
  const counted = hit !== undefined && tested !== undefined;
  return {
    ours: owner === 'partner' ? true : owner === 'customer' ? false : undefined,
    ...(spread && { most: spread === 'all', single: spread === 'one' }),
    ...(counted ? { counted, most: hit === 0 || isCrowd(hit, tested), single: hit === 1 } : {}),
    ...{ service, mfa, kind, exchangeMode, policy, next, codes: codes?.length ? codes : undefined },
  };
}

function hasCode({ codes = [] }: Situation, wanted: string): boolean {
  const [begin, ...ends] = wanted.toLowerCase().split('*');
  const isIt = (code: string): boolean => (ends.length > 0 ? code.startsWith(begin ?? '') : code === begin);
  return codes.some((code) => isIt(code.toLowerCase()) || code === `AADSTS${wanted}`);
}
