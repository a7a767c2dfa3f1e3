/** `unknown` is a result: what nobody understands is never green. `skipped` says why in `reason`. */
export const CHECK_STATUSES = ['pass', 'warn', 'fail', 'unknown', 'skipped'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

const RANK: Record<CheckStatus, number> = { skipped: 0, pass: 1, warn: 2, unknown: 3, fail: 4 };

/** The worst status: fail, unknown, warn, pass. `skipped` only when nothing else is there. */
export function worstStatus(statuses: Iterable<CheckStatus>): CheckStatus {
  let worst: CheckStatus = 'skipped';
  for (const status of statuses) if (RANK[status] > RANK[worst]) worst = status;
  return worst;
}

export function isBad(status: CheckStatus): boolean {
  return status === 'fail' || status === 'unknown';
}
