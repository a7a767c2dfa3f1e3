import table from './aadsts.json' with { type: 'json' };
import type { CauseId } from './cause.ts';
import type { Owner } from './owner.ts';

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

/** The codes that mean a cause by themselves. */
const EXACT: Partial<Record<CauseId, readonly number[]>> = {
  'credential.secret-invalid': [7000215, 70002, 7000218, 7000216],
  'credential.secret-expired': [7000222],
  'credential.certificate-invalid': [700027, 700024, 700021, 700030, 700211, 700212, 700213],
  'credential.malformed': [9002313, 900144, 90013, 90014],
  'credential.wrong-client': [700007],
  'token.expired': [700082, 70008, 700084, 700081],
  'token.revoked': [50173, 50133, 700003, 135010, 135011],
  'token.sign-in-frequency': [70043, 70044, 50078, 70046],
  'mfa.required': [50076, 50074],
  'mfa.not-registered': [50079, 50072],
  'mfa.third-party': [50158, 50177],
  'access.conditional-access': [
    53000, 53001, 53002, 53003, 530002, 530003, 530032, 530036, 50131, 50178, 530004, 53009, 50005,
  ],
  'access.security-defaults': [530035],
  'access.risk-blocked': [53011, 53004, 530034],
  'access.cross-tenant-policy': [500212, 500213],
  'access.not-assigned': [50105, 501051],
  'account.disabled': [50057, 500571],
  'account.locked': [50053],
  'account.not-found': [50034, 500341],
  'account.password': [50126, 50055, 50144],
  'account.no-path': [50020, 90072],
  'app.not-in-tenant': [700016, 7000229],
  'app.disabled': [7000112, 70001],
  'app.misconfigured': [50194, 50011, 700025, 650057, 65002, 70011, 700022, 65005, 650059, 650053, 28002],
  'consent.missing': [65001, 65004, 90094, 650056, 90095],
  'consent.not-authorized-for-partner': [90099],
  'resource.not-in-tenant': [500011, 650052],
  'resource.disabled': [500014],
  'tenant.not-found': [90002, 900023],
  'tenant.wrong-cloud': [90038, 900382, 900432],
  'throttle.entra': [90055],
  'throttle.loop': [50196],
  'network.tls-outdated': [1002016],
  'service.unavailable': [90033, 90006],
};

/** Codes whose nearest cause is this one, without being certain. */
const LIKELY: Partial<Record<CauseId, readonly number[]>> = {
  'credential.certificate-invalid': [50012, 50013, 500133, 50048, 70021, 900384, 50027],
  'credential.malformed': [90004, 90023, 90100, 90117, 90121, 50192],
  'token.expired': [50089],
  'token.revoked': [70000, 50132],
  'mfa.required': [700020],
  'access.conditional-access': [50097, 50129, 50127, 50142, 50155, 50187, 53010],
  'access.risk-blocked': [50135],
  'access.cross-tenant-policy': [1000104, 50002, 500021, 500022],
  'account.not-found': [51004],
  'account.password': [50054, 50056, 50064, 50137],
  'account.no-path': [16000, 16003, 50014],
  'app.not-in-tenant': [700011],
  'app.disabled': [1000031],
  'app.misconfigured': [
    700023, 28003, 500113, 900971, 70003, 70004, 70005, 700054, 70007, 901002, 90009, 90124, 90130, 9001023, 9002325,
    9002326, 9002327, 9002331, 9002332, 90102, 90112, 7000114, 7000113, 650054, 90056, 900561,
  ],
  'consent.missing': [90008, 650051, 50150, 9002341],
  'permission.insufficient': [90093],
  'resource.not-in-tenant': [50001],
  'resource.disabled': [51000],
  'tenant.not-found': [50059, 90019, 50128],
  'tenant.deleted': [5000224, 5000225],
  'tenant.wrong-cloud': [90043, 90051, 50049],
  'service.unavailable': [
    50000, 50033, 50086, 50087, 50162, 90012, 90024, 90025, 90036, 90090, 90091, 90092, 70012, 40010, 501621,
  ],
};

/** Which side a cross-tenant policy stands on is said by the code, not by where it was met. */
const OWNERS: Readonly<Record<number, Owner>> = { 500212: 'partner', 500213: 'customer', 1000104: 'partner' };

/** Old umbrella codes: a more particular one beside them says what is really meant. */
const GENERIC = new Set([70000, 70001, 70002, 50000, 90023, 90014, 65005]);

const VERDICTS = new Map<number, AadstsVerdict>();
for (const [confidence, causes] of [['likely', LIKELY] as const, ['exact', EXACT] as const]) {
  for (const [cause, codes] of Object.entries(causes) as [CauseId, readonly number[]][]) {
    for (const code of codes) {
      const owner = OWNERS[code];
      VERDICTS.set(code, {
        cause,
        confidence,
        ...(owner === undefined ? {} : { owner }),
        ...(GENERIC.has(code) ? { generic: true } : {}),
      });
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
