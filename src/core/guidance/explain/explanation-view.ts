import type { Tone } from '../../cards/card.ts';
import type { Owner } from '../../model/causes/cause.ts';
import type { Confidence } from '../../model/causes/evidence.ts';
import { andMore } from '../../model/text/format.ts';
import type { SecretKind } from '../../model/text/secret-rules.ts';
import { listNames } from './describe-facts.ts';
import type { Alternative, Explanation, ExplanationIds } from './explanation.ts';

/** An explanation as every surface shows it. Texts are harmless lines; steps are Markdown. */
export interface ExplanationView {
  tone: Tone;
  title: string;
  /** `certain · AADSTS700082` */
  certainty: string;
  /** What has to be done about secrets in the text, before anything else. */
  warning?: string;
  meaning: string;
  steps: readonly string[];
  /** Cases of others than the answer's own, in the same text. */
  cases: string[];
  /** Further causes in the text. */
  alternatives: string[];
  /** Articles that may fit instead, where the steps do not name them. */
  instead: readonly Choice[];
  /** What is opened by a button: all that may fit, or the answer's own article first. */
  articles: readonly { id: string; label: string }[];
  found: string[];
}

const CERTAINTY: Record<Confidence, string> = { exact: 'certain', likely: 'likely', none: 'not known' };

const TO_MEND: Record<Owner, string> = {
  partner: 'Ours to mend.',
  customer: 'Theirs to mend.',
  microsoft: 'Microsoft’s to mend.',
  network: 'A matter of the network in between.',
  unknown: '',
};

const DEPENDS = 'Ours to mend where nearly all tenants show it, the customer’s where one does.';

const SHOWN_CODES = 3;

/** An article that may be the one, and what tells it from the others. */
interface Choice {
  title: string;
  article: string;
  thisIf: string;
}

/** Turns an explanation into what is shown. Pure; all wording of explanations is here. */
export function toExplanationView(explanation: Explanation): ExplanationView {
  const { confidence, meaning, owner, ownerDepends, steps, recognized, where } = explanation;
  const choices = explanation.alternatives.flatMap(({ title, article, thisIf }) =>
    article === undefined || thisIf === undefined ? [] : [{ title, article, thisIf }],
  );
  const opened = explanation.alternatives.flatMap(({ title, article }) =>
    article === undefined ? [] : [{ id: article, label: title }],
  );
  const isOpen = explanation.cause === 'unknown';
  // Those of other cases stand with them.
  const codes = where ? explanation.codes.slice(0, 1) : explanation.codes;
  const more = codes.length - SHOWN_CODES;
  const shown = [...codes.slice(0, SHOWN_CODES), ...(more > 0 ? [`${more} more`] : [])];
  return {
    tone: recognized ? 'bad' : 'unknown',
    title: explanation.title,
    certainty: [CERTAINTY[confidence], ...(shown.length > 0 ? [shown.join(', ')] : [])].join(' · '),
    ...(explanation.secretsFound ? { warning: warnOf(explanation.secrets) } : {}),
    meaning: [meaning, metFor(where), ownerDepends ? DEPENDS : TO_MEND[owner]].filter((part) => part !== '').join(' '),
    steps,
    cases: explanation.alternatives.filter(isCase).map(toLine),
    alternatives: explanation.alternatives.filter((one) => one.thisIf === undefined && !isCase(one)).map(toLine),
    instead: isOpen ? [] : choices,
    articles: isOpen ? opened : [{ id: explanation.article, label: 'More about this' }, ...opened],
    found: listFound(explanation),
  };
}

const isCase = ({ where }: Alternative): boolean => where !== undefined;

/** A further cause, what it was known by, for whom, and whether it may only follow. */
function toLine({ title, cause, matched, where, follows }: Alternative): string {
  const known = matched === undefined ? '' : `: “${matched}”`;
  return `${title} (${cause})${known}${follows ? ', may only follow from it' : ''}${metFor(where, '. ')}`;
}

const SHOWN_NAMES = 3;

function metFor(where: readonly string[] = [], before = ''): string {
  if (where.length === 0) return '';
  return `${before}Met for ${where.slice(0, SHOWN_NAMES).join(', ')}${andMore(where.length - SHOWN_NAMES)}.`;
}

/** What to do about secrets that stood in a text. */
export function warnOf(kinds: readonly SecretKind[]): string {
  const list = kinds.map((kind) => `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`);
  const last = list.pop() ?? 'a secret';
  const named = list.length > 0 ? `${list.join(', ')} and ${last}` : last;
  return `There was ${named} in this text. It was cut and is kept nowhere here, but whoever saw the text has it: revoke it and issue a new one.`;
}

const ID_LABELS: readonly [keyof ExplanationIds, string][] = [
  ['traceId', 'trace'],
  ['correlationId', 'correlation'],
  ['requestId', 'request'],
  ['timestamp', 'timestamp'],
];

function listFound({ ids, facts, recognized, read }: Explanation): string[] {
  const found = ID_LABELS.flatMap(([name, label]) => (ids[name] === undefined ? [] : [`${label} ${ids[name]}`]));
  return [...(recognized ? [] : read), ...found, ...listNames(recognized ? facts : withoutStatus(facts))];
}

function withoutStatus({ httpStatus: _status, ...facts }: Explanation['facts']): Explanation['facts'] {
  return facts;
}
