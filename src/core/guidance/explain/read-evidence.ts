import { type CodesFound, findCodes } from './find-codes.ts';
import { findRefusals } from './find-refusals.ts';
import { findRetiredClient } from './find-retired-client.ts';
import { findStatuses } from './find-statuses.ts';
import { findWordings } from './find-wordings.ts';
import { createTaken } from './message-places.ts';
import type { ReadableText } from './normalize-text.ts';
import { type Weighed, weigh } from './weigh.ts';

export interface TextEvidence {
  codes: CodesFound;
  /** What the text speaks for, undefined when nothing known is in it. */
  weighed: Weighed | undefined;
  httpStatus: number | undefined;
}

/** Reads everything that could tell a cause: codes and fields before words, words before a mere status. */
export function readEvidence(readable: ReadableText): TextEvidence {
  const codes = findCodes(readable);
  const taken = createTaken(codes.places);
  const retired = findRetiredClient(readable);
  const { observations: statuses, httpStatus } = findStatuses(readable.lower);
  const weighed = weigh([
    // The retired client's id outvotes every code that came with it.
    ...(retired ? [{ ...retired, count: retired.count + codes.places.length }] : []),
    ...codes.observations,
    ...findRefusals(readable, taken),
    ...findWordings(readable.lower, taken),
    ...(codes.places.length === 0 ? statuses : []),
  ]);
  return { codes, weighed, httpStatus };
}
