import { z } from 'zod';
import { type NeededLists, neededBy } from './may-match.ts';
import file from './secret-rules.json' with { type: 'json' };

export const SECRET_KINDS = [
  'access token',
  'refresh token',
  'client secret',
  'private key',
  'password',
  'access key',
  'authorization header',
  'sign-in code',
  'bot token',
  'webhook address',
  'session cookie',
  'recovery key',
  'token-like value',
] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** A secret that is known by its form. Where the pattern has a group, what the group matches stays. */
interface SecretShape {
  kind: SecretKind;
  pattern: RegExp;
  needed: NeededLists;
}

const kind = z.enum(SECRET_KINDS);
const pattern = z.string().min(3);
/** Words parted by bars, a row for what belongs together. */
const rows = z.array(pattern).transform((all) => all.flatMap((row) => row.split('|')));
const words = z.partialRecord(kind, rows);
const flags = z
  .string()
  .regex(/^[-/][^|]*(?:\|[-/][^|]*)*$/)
  .optional();
const RULES = z
  .strictObject({
    /** What people call a secret, in many languages. A blank stands for any mark that joins words, and for none. */
    labels: words,
    /** Words that name a secret only where what follows looks random. */
    weak: words,
    /** What makes of a label the name of something that is no secret: `secret id`, `password policy`. */
    notSecret: pattern,
    is: z.array(z.string()),
    /** What may stand between the verb and the value. */
    filled: rows,
    /** How people say which account it is for. */
    of: rows,
    /** Verbs before a label that has its value behind `to`, and how that is said. */
    sets: rows,
    to: rows,
    /** What people write before a password that they don't call one. */
    cues: z.array(pattern),
    /** What they write behind one. */
    told: pattern,
    /** What they write behind a password, or behind another thing that they use. */
    serves: pattern,
    /** What stands before a name that ends with a number, and behind that of a company. */
    called: pattern,
    legal: pattern,
    /** What is said on the line of a password that is no more than a word and a number. */
    near: rows,
    /** What stands where a value was left out. */
    blanks: z.array(z.string()),
    /** What names of programs, classes and products are made of, as three words of a pass phrase are not. */
    terms: rows,
    /** What people sign in as on devices and servers. */
    accounts: rows,
    /** What has letters and digits and is a name: of versions, files, products, units. */
    names: rows,
    /** How a sentence begins or goes on, where it is no value. */
    sentence: pattern,
    /** Words before a run that looks random and only names something. */
    ids: pattern,
    /** Which argument of a call is a secret. */
    calls: z.array(z.strictObject({ names: pattern, nth: z.number().int().min(1).max(4) })),
    /** Which switches take a secret, by tool. `joined`: those that the value follows without a blank. */
    switches: z.array(z.strictObject({ tools: pattern, spaced: flags, joined: flags })),
    /** Every quantifier has an end, or a class that can't match what follows it, so that no text makes it slow. */
    shapes: z.array(z.strictObject({ kind, case: z.boolean().optional(), patterns: z.array(pattern) })),
  })
  .parse(file);

const ARGUMENT = `(?:[^,()"'\`\\n]{1,80}|"[^"\\n]{0,160}"|'[^'\\n]{0,160}'|[\\w.]{1,40}\\([^()\\n]{0,80}\\))\\s{0,20},\\s{0,20}`;

export const SHAPES: readonly SecretShape[] = [
  ...RULES.shapes.flatMap((group) =>
    group.patterns.map((source) => ({ kind: group.kind, ...toNeeding(source, group.case ? 'g' : 'gi') })),
  ),
  ...RULES.calls.map(({ names, nth }) => ({
    kind: 'password' as const,
    ...toNeeding(
      `((?<!\\w)(?:${names})\\s?\\(\\s{0,20}(?:${ARGUMENT}){${nth - 1}}(?:[@bru]?["'\`]))(?![$%{<#])[^"'\`\\n]{4,400}(?=["'\`])`,
      'gi',
    ),
  })),
];

function toNeeding(source: string, flag: 'g' | 'gi'): Pick<SecretShape, 'pattern' | 'needed'> {
  const made = new RegExp(source, flag);
  return { pattern: made, needed: neededBy(made) };
}

/** Takes the marks out that may join the words of a label. */
const squeeze = (word: string): string => word.toLowerCase().replace(/[\s_.'’-]+/g, '');

export const SWITCHES = RULES.switches.map(({ tools, spaced, joined }) => ({
  ...toNeeding(`(?<![\\w.-])(?:${tools.replaceAll(' ', '\\s{1,3}')})(?:64)?(?:\\.exe|\\.py|\\.bat)?["']?(?=\\s)`, 'gi'),
  flags: new RegExp(
    [
      ...(spaced ? [`(?<=\\s)(?:${spaced})(?:\\s{1,4}|[:=])(?:pass:)?`] : []),
      ...(joined ? [`(?<=\\s)(?:${joined})(?=[^\\s=:-])`] : []),
    ].join('|'),
    'g',
  ),
}));

const LABELS = new Map<string, { kind: SecretKind; weak: boolean }>();
for (const [list, weak] of [
  [RULES.weak, true],
  [RULES.labels, false],
] as const) {
  for (const [name, all] of Object.entries(list)) {
    for (const word of all ?? []) LABELS.set(squeeze(word), { kind: kind.parse(name), weak });
  }
}

/** Any label. The longer ones first: `secret key` is no `secret`. */
export const LABEL = new RegExp(
  toTree(
    [...new Set([RULES.labels, RULES.weak].flatMap((list) => Object.values(list).flat()))].sort(
      (a, b) => b.length - a.length,
    ),
  ),
  'gi',
);

/** Matches what `one|other` does, in the same order, but doesn't try hundreds of words at every place of a text. */
function toTree(words: readonly string[], depth = 3): string {
  const heads = Map.groupBy(words, (word) => word.charAt(0).toUpperCase());
  // What a blank stands for may be nothing: then the order of all counts.
  if (depth === 0 || heads.has(' ')) return words.map((word) => word.replaceAll(' ', "[\\s_.'’-]{0,2}")).join('|');
  return [...heads.values()]
    .map(([first = '', ...others]) =>
      first === ''
        ? ''
        : `${first.charAt(0)}(?:${toTree(
            [first, ...others].map((word) => word.slice(1)),
            depth - 1,
          )})`,
    )
    .join('|');
}

/** What a label found in a text stands for. */
export function labelOf(found: string): { kind: SecretKind; weak: boolean } | undefined {
  return LABELS.get(squeeze(found));
}

export const NOT_SECRET = new RegExp(RULES.notSecret, 'iu');
export const SENTENCE = new RegExp(RULES.sentence, 'iu');
export const IS = new RegExp(`(?<=\\s)(?:${RULES.is.join('|')})(?=\\s)`, 'gi');
export const TO = new RegExp(`(?<=\\s)(?<!\\sto\\s)(?:${RULES.to.join('|')})(?=\\s)`, 'gi');
export const SETS = new RegExp(`(?<![\\w-])(?:${RULES.sets.join('|')})\\s(?:\\S{1,30}\\s){0,5}\\S{0,30}$`, 'i');
export const FILLED = new RegExp(`^\\s*(?:(?:${RULES.filled.join('|')}):?\\s{1,2}){0,2}`, 'i');
/** `for the portal`, or one word more, with the value behind it as the last word of the line. */
export const WHOSE = new RegExp(
  `^\\s(?:(?:\\p{L}[\\p{L}-]{1,15}\\s){0,2}[\\p{L}-]{2,15}|(?:${RULES.of.join('|')})(?:\\s[\\p{L}\\w.@\\\\'"-]{1,40}){1,2})\\s(?=\\S{6,40}\\s*$)`,
  'u',
);
/** Between a label and its verb: what kind of password, and whose. */
export const DIRECT = new RegExp(
  `^(?:\\s{1,2}\\p{L}[\\p{L}\\p{M}]{1,15}){0,2}(?:\\s\\([^()\\n]{1,30}\\))?(?:\\s(?:${RULES.of.join('|')})(?:\\s[\\p{L}\\w.@\\\\'"-]{1,64}){1,3})?\\s*$`,
  'u',
);
export const CUE = new RegExp(`(?<![\\w-])(?:${RULES.cues.join('|')})\\s{1,3}["'\`“„]?$`, 'i');
export const CUES = new RegExp(`(?<![\\w-])(?:${RULES.cues.join('|')})\\s{1,3}["'\`“„]?`, 'gi');
export const TOLD = new RegExp(`^["'\`”)]?\\s{1,3}(?:${RULES.told})`, 'iu');
export const SERVES = new RegExp(`^["'\`”)]?\\s{1,3}${RULES.serves}`, 'i');
export const NEAR = new RegExp(`(?<![\\p{L}\\w-])(?:${RULES.near.join('|')})(?![\\p{L}\\w])`, 'iu');
export const NAMED = new RegExp(`(?<![\\p{L}\\w-])${RULES.called}`, 'iu');
export const LEGAL = new RegExp(`^(?:${RULES.legal})`, 'u');
export const BLANK = new RegExp(`^(?:${RULES.blanks.join('|')})$`, 'i');
export const ACCOUNTS = RULES.accounts.join('|');
export const NAMES = RULES.names.join('|');
export const TERM = new RegExp(`${RULES.terms.join('|')}`);
export const PLAIN_TERM = new RegExp(`^(?:${RULES.terms.join('|')})`, 'i');
/** A word that names ids, and what joins it with one: as many signs as a label and its secret may have between them. */
export const ID_BEFORE = new RegExp(
  `(?<![a-z])(?:[\\w-]{0,30}[ _-])?${RULES.ids}(?:[ _-]?ids?|#s\\d{3})?["'\`\\\\)*\\]]{0,4}(?:[\\s:：=#,([/"'\`“«<|>→*_\\\\–-]{1,12}|\\s(?:is|of|was(?: set to)?)\\s["'\`“«<([*_\\\\]{0,6})(?:W/\\\\{0,3}["'])?(?:sha\\d{3}:)?$|(?:(?<!\\d)(?:19|28|29)|channel:a):$|(?<!\\w)b!$`,
  'i',
);
