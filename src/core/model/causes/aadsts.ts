import table from './aadsts.json' with { type: 'json' };
import lists from './aadsts-causes.json' with { type: 'json' };
import type { CauseId, Owner } from './cause.ts';

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

/** What `aadsts-causes.json` holds. A test holds the file to it. */
export interface AadstsCauses {
  /** Codes whose nearest cause this is, without being certain. */
  likely: Readonly<Partial<Record<CauseId, readonly number[]>>>;
  /** Codes that mean a cause by themselves. */
  exact: Readonly<Partial<Record<CauseId, readonly number[]>>>;
  /** Which side a cross-tenant policy stands on is said by the code, not by where it was met. */
  owners: Readonly<Record<string, 'partner' | 'customer'>>;
  /** Old umbrella codes; a more particular one beside them says what is really meant. */
  generic: readonly number[];
}

const { owners, generic, ...causes } = lists as Omit<typeof lists, 'owners'> & Pick<AadstsCauses, 'owners'>;

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
