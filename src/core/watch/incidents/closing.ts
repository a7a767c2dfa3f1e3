import type { CheckId } from '../../model/checks/check.ts';
import type { Expected } from './expected.ts';
import type { Incident, MendedBy } from './incident.ts';
import type { Ledger } from './ledger.ts';
import { BEST_FIRST } from './recovery.ts';

/** Ends the part that accepted failures have in incidents, whether or not they were tested. */
export function dropAccepted(ledger: Ledger, expected: Expected): void {
  for (const track of expected.anyAccepted ? ledger.tracks.all() : []) {
    const ids = Object.keys(track.checks) as CheckId[];
    if (ids.every((id) => expected.isAccepted(track.subject, id))) ledger.drop(track, 'accepted');
  }
}

export interface MendingHints {
  /** Who had it tested, where it was a person. Unsafe text. */
  testedBy?: string | undefined;
  /** When a credential of the connection was last replaced. */
  credentialReplacedAt?: number | undefined;
}

/** Causes that a new credential can mend. */
const OF_CREDENTIALS = /^(?:credential|token|mfa|account)\./;
/** So many tenants that work again in one run were not mended one by one. */
const MANY = 3;

/** Closes the incidents of sweeps that nothing holds any more, as its last tenants left it. */
export function closeEmpty(ledger: Ledger, hints: MendingHints): void {
  for (const incident of ledger.openIncidents()) {
    const { reference, finding } = incident;
    if (finding !== null || ledger.tracks.isHeld(reference)) continue;
    const leaving = ledger.leavingOf(reference);
    const outcomes = new Set(leaving.map((one) => one.outcome));
    const outcome = BEST_FIRST.find((one) => outcomes.has(one));
    // Without anybody leaving there is no reason to believe that it ended.
    if (!outcome) continue;
    ledger.close(reference, outcome, outcome === 'mended' ? mendedBy(incident, leaving.length, hints) : null);
  }
}

function mendedBy(
  { openedAt, everMembers, owner, cause }: Incident,
  leaving: number,
  { credentialReplacedAt, testedBy }: MendingHints,
): MendedBy | null {
  const replaced = credentialReplacedAt !== undefined && credentialReplacedAt > openedAt;
  if (replaced && owner === 'partner' && OF_CREDENTIALS.test(cause)) return { kind: 'credential-replaced' };
  if (everMembers >= MANY && leaving === everMembers) return { kind: 'all-at-once' };
  return testedBy === undefined ? null : { kind: 'tested-again', by: testedBy };
}
