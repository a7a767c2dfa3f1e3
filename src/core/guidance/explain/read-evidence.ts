import { type CodesFound, findCodes } from './find-codes.ts';
import { isQuestion } from './find-question.ts';
import { findRefusals } from './find-refusals.ts';
import { findRetiredApp, findRetiredClient, findSpeaker, type SpeakerFound } from './find-speaker.ts';
import { findStateReport } from './find-state-report.ts';
import { findStatuses, isWebPage } from './find-statuses.ts';
import { findSubjects } from './find-subjects.ts';
import { createMessages, findBrokenWordings, findWordings } from './find-wordings.ts';
import { isElsewhere } from './is-elsewhere.ts';
import type { Knowledge } from './knowledge.ts';
import type { ReadableText } from './normalize-text.ts';
import { type Observation, WEAK } from './observation.ts';
import { toPlainEnglish } from './plain-english.ts';
import { tellsSettled } from './tells-settled.ts';
import { type Weighed, weigh } from './weigh.ts';

export interface TextEvidence {
  codes: CodesFound;
  /** Who refused, where it is none of Microsoft's services. */
  speaker: SpeakerFound | undefined;
  /** What the text speaks for, undefined when nothing known is in it. */
  weighed: Weighed | undefined;
  httpStatus: number | undefined;
  /** What a text is that tells of no fault of ours: a question, good news, or of another product. */
  form: 'question' | 'settled' | 'elsewhere' | undefined;
}

/** Reads everything that could tell a cause: who speaks, then codes and fields, then words, then a mere status. */
export function readEvidence(readable: ReadableText, knowledge: Knowledge): TextEvidence {
  const speaker = findSpeaker(readable, knowledge);
  const codes = findCodes(readable, speaker?.observation.strength === 'speaker');
  const { observations: statuses, httpStatus } = findStatuses(readable.lower, knowledge);
  const form = readForm(readable, knowledge);
  const codesAt = createMessages(codes.places);
  const beside = [...findRefusals(readable), ...findWordings(readable.lower, knowledge)];
  // A token redeemed with another app's id is the one thing a field says better than a code.
  const isOfCode = ({ at, follows, matched }: Observation): boolean =>
    codesAt(at).length > 0 && !follows && matched !== 'client_mismatch';
  const found: Observation[] = [
    ...(speaker ? [speaker.observation] : []),
    ...findRetiredClient(readable),
    ...codes.observations,
    ...beside.filter((one) => !isOfCode(one)),
    ...(codes.places.length === 0
      ? [...statuses, ...(form === 'question' ? [] : findStateReport(readable, knowledge))]
      : []),
  ];
  const clear = found.filter(({ strength, follows }) => (!follows && strength === 'hint') || !WEAK.has(strength));
  const plain = clear.length > 0 ? undefined : toPlainEnglish(readable.lower, knowledge);
  if (clear.length === 0)
    found.push(...findBrokenWordings(readable.lower, knowledge), ...findRetiredApp(readable, knowledge.apps));
  if (plain !== undefined) found.push(...guessed(findWordings(plain, knowledge)));
  const places = clear.map(({ at }) => at).sort((a, b) => a - b);
  const errors = { first: places[0] ?? 0, last: places.at(-1) ?? 0 };
  const whose = findSubjects(readable, errors, knowledge.familiar);
  // The message of a code ends where the next tenant is named.
  found.push(...beside.filter((one) => isOfCode(one) && codesAt(one.at).every((at) => whose(at) !== whose(one.at))));
  // What a web page says is no answer of Microsoft's.
  const telling = isWebPage(readable.lower, knowledge)
    ? found.filter(({ cause, code }) => code !== undefined || cause === 'foreign.service')
    : found;
  return { codes, speaker, weighed: weigh(telling, whose), httpStatus, form };
}

function readForm(readable: ReadableText, knowledge: Knowledge): TextEvidence['form'] {
  if (isQuestion(readable.lower, knowledge)) return 'question';
  if (tellsSettled(readable.lower, knowledge)) return 'settled';
  return isElsewhere(readable, knowledge) ? 'elsewhere' : undefined;
}

/** Words that were put together by us never say more than a subject. */
function guessed(found: readonly Observation[]): Observation[] {
  return found.map((one) => ({
    ...one,
    confidence: 'likely',
    strength: one.strength === 'status' ? 'status' : 'subject',
    at: 0,
  }));
}
