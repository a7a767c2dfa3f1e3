import { z } from 'zod';
import type { CauseId, Owner } from '../../model/causes/cause.ts';
import words from './customer-words.json' with { type: 'json' };

/** By how a cause begins: what its customer is told of it. */
const WORDS = z.record(z.string().regex(/^(?:[a-z]+\.)?$/), z.string().min(1)).parse(words);

/** A cause as a customer understands it, with nothing of how we work. */
export function customerWords(cause: CauseId): string {
  return WORDS[`${cause.split('.', 1)[0]}.`] ?? WORDS[''] ?? cause;
}

const WHOSE: Readonly<Record<Owner, string>> = {
  partner: 'on our side',
  customer: 'on your side',
  microsoft: 'at Microsoft',
  network: 'on the way to Microsoft',
  unknown: 'not known on whose side',
};

export function customerSide(owner: Owner): string {
  return WHOSE[owner];
}
