import type { SecretSpan } from './find-labelled.ts';
import { looksRandom } from './looks-random.ts';
import { ID_BEFORE } from './secret-rules.ts';

const RUN = /(?<![\w+/=-])[A-Za-z0-9+/]{32,}={0,2}(?![\w+/=-])|(?<![\w.~+/=-])[\w~-]{24,}/g;
const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const HEX = /^[0-9a-f]+$/i;
/** How Exchange's item ids begin: long and random, but no secret. */
const ITEM_ID = /^A[AQ]Mk/;
const BEFORE = 48;

/** Finds what nobody labelled, and nobody would write by hand: keys, and what is left of a token whose beginning was cut off. */
export function findRandomRuns(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (GUID.test(run.slice(0, 400)) || ITEM_ID.test(run) || run.split('/').length > run.length / 12) continue;
    const hex = HEX.test(run);
    // A certificate is named by 40 of them in capitals.
    if (hex ? ![32, 48, 56, 64, 96, 128].includes(run.length) || !/\d/.test(run) || !/[a-f]/i.test(run) : !isMixed(run))
      continue;
    if (ID_BEFORE.test(text.slice(Math.max(0, index - BEFORE), index))) continue;
    spans.push({ from: index, to: index + run.length, kind: 'token-like value' });
  }
  return spans;
}

function isMixed(run: string): boolean {
  const part = run.slice(0, 400).replace(/=+$/, '');
  if (/[a-z]/.test(part) && /[A-Z]/.test(part)) return looksRandom(part);
  // After a prefix such as `squ_`.
  return part.split(/[-_~]/).some((piece) => piece.length >= 32 && looksRandom(piece));
}
