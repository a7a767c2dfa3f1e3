import { z } from 'zod';
import table from './aadsts.json' with { type: 'json' };
import lists from './aadsts-causes.json' with { type: 'json' };
import { CAUSE_IDS, type CauseId, type Owner } from './cause.ts';

/** One AADSTS code as Microsoft's table (learn.microsoft.com, reference-error-codes, 2025-02-03) or the field has it. */
export interface AadstsEntry {
  code: string;
  name?: string;
  meaning: string;
  oauthError?: string;
  source: string;
}

/** What a code means for a verdict. `exact` only where the code by itself admits no other cause. */
export interface AadstsVerdict {
  cause: CauseId;
  confidence: 'exact' | 'likely';
  /** Where the code says more about who acts than its cause does. */
  owner?: Owner;
  /** Says little when another code stands beside it. */
  generic?: boolean;
}

const ENTRIES = new Map((table as AadstsEntry[]).map((entry) => [Number(entry.code.slice('AADSTS'.length)), entry]));

const codes = z.array(z.int().positive());
const byCause = z.partialRecord(z.enum(CAUSE_IDS), codes);
/**
 * What `aadsts-causes.json` holds. `exact`: codes that mean a cause by themselves. `likely`: codes whose nearest cause this
 * is, without being certain. `owners`: which side a cross-tenant policy stands on is said by the code, not by where it was
 * met. `generic`: old umbrella codes; a more particular one beside them says what is really meant.
 */
const { owners, generic, ...causes } = z
  .strictObject({
    likely: byCause,
    exact: byCause,
    owners: z.record(z.string(), z.enum(['partner', 'customer'])),
    generic: codes,
  })
  .parse(lists);

const VERDICTS = new Map<number, AadstsVerdict>();
for (const confidence of ['likely', 'exact'] as const) {
  for (const [cause, codes] of Object.entries(causes[confidence]) as [CauseId, number[]][]) {
    for (const code of codes) {
      const owner = owners[code];
      const ofOwner = owner === undefined ? {} : { owner };
      VERDICTS.set(code, { cause, confidence, ...ofOwner, ...(generic.includes(code) ? { generic: true } : {}) });
    }
  }
}

export function aadstsEntry(code: number): AadstsEntry | undefined {
  return ENTRIES.get(code);
}

/** What a code means. Documented codes without a cause of their own are `unknown.documented`; others undefined. */
export function aadstsVerdict(code: number): AadstsVerdict | undefined {
  const verdict = VERDICTS.get(code);
  if (verdict) return verdict;
  return ENTRIES.has(code) ? { cause: 'unknown.documented', confidence: 'likely', generic: true } : undefined;
}

/**
 * The code that says most among those of one answer: a particular one before an umbrella, a known one before an
 * unknown, otherwise the first.
 */
export function leadingCode(codes: readonly number[]): number | undefined {
  const weight = (code: number): number => {
    const verdict = aadstsVerdict(code);
    if (!verdict) return 0;
    if (verdict.cause === 'unknown.documented') return 1;
    return verdict.generic ? 2 : 3;
  };
  let best: number | undefined;
  for (const code of codes) if (best === undefined || weight(code) > weight(best)) best = code;
  return best;
}

export function formatAadsts(code: number): string {
  return `AADSTS${code}`;
}
