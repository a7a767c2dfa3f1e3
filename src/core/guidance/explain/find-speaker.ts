import { GUID } from '../../model/text/guid.ts';
import { onceEach } from '../../model/text/once-each.ts';
import { findFragments, indexFragments } from './find-fragments.ts';
import { namesMicrosoft } from './find-statuses.ts';
import type { Hint, Knowledge, KnownApp, Speaker } from './knowledge.ts';
import type { ReadableText } from './normalize-text.ts';
import type { Observation, Strength } from './observation.ts';
import { wholeWords } from './word-choices.ts';

/** What only Microsoft's sign-in and its services write. Another product's name beside it is merely who passed it on. */
const MICROSOFT =
  /aad?d?sts ?\d|login\.(?:microsoftonline|windows)\.|graph\.microsoft\.(?:com|us)|outlook\.office365\.|api\.partnercenter\.|vault\.azure\.net|authorization_requestdenied|invalidauthenticationtoken/;
/** Unless it is about what joins the two. */
const JOINT = /integration|extension|ticket|webhook|\bsync|\bapi\b/;
/** What stands beside a product's name where the product itself is meant to have answered. */
const ASKED_AFTER =
  /^(?:'s)? ?(?:web|rest|psa|rmm)? ?(?:api|webapi|web ?service|endpoint|integration|sync|credentials?|module|commands?|cmdlets?|wrapper|returned|answered|responded|rejected|refused)\b/;
/** A text that begins with a name and a colon is what that one said, unless it names Microsoft. */
const SAYS = /^[\w .&-]{0,25}: /;
/** What a program says before it passes on a mere status, or a field that says no more: whoever is named there answered it. */
const ANSWERED =
  /^[^:]{0,100}?(?:: | - |, error:? )(?:error:? ?)?(?:response status code does not|the remote server returned an error|request failed with status|\(?[45]\d\d\b|http|unauthori[sz]ed|forbidden|bad request|not found|access denied|internal server error|\{"error": ?"[a-z_]+"|invalid[ _](?:client|grant|credentials|token|api key))/;
/** A code of its own that Graph or Exchange answered: a number of mail beside it is only how that was passed on. */
const SERVICE_CODE = /\berror[a-z]{4,}(?:denied|notfound|invalid|expired|exceeded)\b/;
const MOST_BEFORE_NAME = 3;
const ASKED_BEFORE =
  /(?:connect(?:ing|ed|ion)? (?:to|with)(?: the)?|import-module|sync(?:ing|hronizing)?(?: to| with| between)?|log(?:ging)? ?in ?to|from) ['"]?$/;
const FAILURE =
  /error|fail|denied|refus|invalid|unauthori[sz]ed|forbidden|\b[45]\d\d\b|not work|could ?n[o']t|can ?not|can't|unable|wrong|incorrect|reject|missing|no longer|(?:do|does|did|is|are) ?n[o']t (?:sync|show|appear|connect|import|update)/;

/** Who a text's refusal comes from, where that is neither Microsoft's sign-in nor one of its services. */
export interface SpeakerFound {
  speaker: Speaker;
  observation: Observation;
}

/** Words that only our side has, or every sign-in service. */
export const toFamiliarPatterns = onceEach(({ ours, signIn }: Knowledge['familiar']) => ({
  ours: wholeWords(ours),
  signIn: wholeWords(signIn),
}));

const indexSpeakers = onceEach((speakers: readonly Speaker[]) => ({
  marks: indexFragments(speakers.flatMap(({ marks }) => marks)),
  beforeCodes: indexFragments(speakers.flatMap(({ marks, beforeCodes }) => (beforeCodes ? marks : []))),
  names: indexFragments(speakers.flatMap(({ names }) => names)),
}));

/**
 * Looked at before any cause of ours: a mark of another product decides unless Microsoft speaks in the text; a mere
 * name counts less than any wording.
 */
export function findSpeaker(
  { lower }: ReadableText,
  { speakers, familiar, contexts }: Pick<Knowledge, 'speakers' | 'familiar' | 'contexts'>,
): SpeakerFound | undefined {
  const microsoft = MICROSOFT.test(lower);
  const searched = indexSpeakers(speakers);
  const isPassedOn = SERVICE_CODE.test(lower);
  const marksAt = findFragments(lower, microsoft ? searched.beforeCodes : searched.marks);
  let best: { speaker: Speaker; mark: string; at: number } | undefined;
  for (const speaker of speakers) {
    if (microsoft && !speaker.beforeCodes) continue;
    for (const mark of speaker.marks) {
      const [at = -1] = (isPassedOn && /^\d/.test(mark) ? undefined : marksAt.get(mark)) ?? [];
      const better =
        !best ||
        Number(speaker.beforeCodes) * 1000 + mark.length > Number(best.speaker.beforeCodes) * 1000 + best.mark.length;
      if (at >= 0 && better) best = { speaker, mark, at };
    }
  }
  if (best) return toFound(best.speaker, 'speaker', best.at);
  if (microsoft || !FAILURE.test(lower)) return undefined;
  const means = toFamiliarPatterns(familiar);
  const onlyOurs = means.ours.test(lower);
  const ours = onlyOurs || means.signIn.test(lower);
  const isFamiliar = namesMicrosoft(lower, contexts);
  const isJoint = !ours || JOINT.test(lower);
  const isOfAny = !onlyOurs && !isFamiliar;
  const namesAt = findFragments(lower, searched.names);
  for (const speaker of speakers) {
    for (const name of speaker.names) {
      // A name is the whole word: “bot” is none in “both”.
      const at = namesAt.get(name)?.find((one) => !/[a-z]/.test(lower.charAt(one + name.length)));
      if (at === undefined) continue;
      if (speaker.signsIn && isOfAny) return toFound(speaker, 'speaker', at);
      if (isJoint)
        return toFound(speaker, isAsked(lower, at, name.length, { ours, isFamiliar }) ? 'speaker' : 'subject', at);
    }
  }
  return isJoint ? findStranger(lower, familiar, isFamiliar) : undefined;
}

function isAsked(
  lower: string,
  at: number,
  length: number,
  { ours, isFamiliar }: { ours: boolean; isFamiliar: boolean },
): boolean {
  if (!isFamiliar && ANSWERED.test(lower.slice(at + length, at + length + 200))) return true;
  if (ours) return false;
  const after = lower.slice(at + length, at + length + 30);
  if (at <= MOST_BEFORE_NAME && SAYS.test(after) && !isFamiliar) return true;
  return ASKED_AFTER.test(after) || ASKED_BEFORE.test(lower.slice(Math.max(0, at - 30), at));
}

const ADDRESS = /https?:\/\/(?:[^/@\s]{1,80}@)?((?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24})(?![\w.-])/g;
const MODULE_PATH = /[\\/]modules[\\/]{1,2}([a-z0-9][a-z0-9_.-]{1,60})[\\/]/g;

/** A host or module that nobody here knows: whose refusal it is can be said, though not more. */
function findStranger(
  lower: string,
  { hosts, modules, tenants }: Knowledge['familiar'],
  isFamiliar: boolean,
): SpeakerFound | undefined {
  const strangers = [
    ...[...lower.matchAll(ADDRESS)].filter(
      ([, host = '']) => ![...hosts, ...tenants].some((end) => host === end || host.endsWith(`.${end}`)),
    ),
    ...[...lower.matchAll(MODULE_PATH)].filter(([, name = '']) => !modules.some((start) => name.startsWith(start))),
  ];
  const [first] = strangers;
  if (!first) return undefined;
  // Nobody of Microsoft's is named beside it: a mere status or “access denied” is the stranger's as well.
  const speaker: Speaker = {
    name: first[1] ?? '',
    cause: 'foreign.service',
    marks: [],
    names: [],
    beforeCodes: false,
    signsIn: false,
  };
  return toFound(speaker, isFamiliar ? 'subject' : 'speaker', first.index);
}

function toFound(speaker: Speaker, strength: Strength, at: number): SpeakerFound {
  const { name, cause, article } = speaker;
  const general =
    cause === 'foreign.service' && article === undefined
      ? `Look at the connection to ${name}: its address, its key or account, and what that account may do. Renew the key there if it was refused.`
      : undefined;
  const hint: Hint = { article, first: speaker.first ?? general };
  return { speaker, observation: { cause, confidence: 'likely', strength, at, rank: 0, matched: name, hint } };
}

const APP_ID = new RegExp(GUID, 'g');
/** An error names its app within so many characters. */
const NEAR = 2000;

/** The app that the error at `at` names, where it is known and not the partner's own. */
export function findApp(
  { lower }: ReadableText,
  at: number,
  apps: ReadonlyMap<string, KnownApp>,
): KnownApp | undefined {
  for (const [id] of lower.slice(Math.max(0, at - NEAR), at + NEAR).matchAll(APP_ID)) {
    const app = apps.get(id);
    if (app) return app;
  }
  return undefined;
}

/** That a retired app is named beside a failure, which says enough where nothing else in the text does. */
export function findRetiredApp(readable: ReadableText, apps: Knowledge['apps']): Observation[] {
  if (!findApp(readable, 0, apps)?.retired || !FAILURE.test(readable.lower)) return [];
  return [{ cause: 'app.foreign', confidence: 'likely', strength: 'hint', at: 0, rank: 0 }];
}

/** Microsoft's public client for Exchange remote PowerShell, switched off in March 2024 (techcommunity, January 2024). */
const RETIRED_CLIENT = 'a0c73c16-a7e3-4564-9a95-2bdf47383716';

/** A failed sign-in with the retired client: its id decides and not the code, since any code may come. */
export function findRetiredClient({ lower }: ReadableText): Observation[] {
  const at = lower.indexOf(RETIRED_CLIENT);
  const around = lower.slice(Math.max(0, at - NEAR), at + NEAR);
  if (at < 0 || !(FAILURE.test(around) || around.includes('aadsts'))) return [];
  return [{ cause: 'exchange.legacy-client-retired', confidence: 'likely', strength: 'speaker', at, rank: 0 }];
}
