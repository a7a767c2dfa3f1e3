import { type AcceptedFailure, type MaintenanceWindow, SIGN_IN } from '../../diagnosis/report/accepted-store.ts';
import { PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import type { CheckId } from '../../model/checks/check.ts';

export interface Expected {
  /** Whether any failure is accepted now. */
  anyAccepted: boolean;
  isAccepted(tenantId: string, checkId: CheckId): boolean;
  /** In a maintenance window. `PARTNER_STATE_KEY` for the partner connection. */
  isMuted(subject: string): boolean;
}

/** Looks up what administrators accepted and planned. Whole connections are muted, never accepted. */
export function toExpected(
  accepted: readonly AcceptedFailure[],
  windows: readonly MaintenanceWindow[],
  at: number,
): Expected {
  const lasting = accepted.filter(({ until }) => until === null || at < until);
  const keys = new Set(
    lasting.map(({ tenantId, checkId }) => `${tenantId} ${checkId === SIGN_IN ? '*' : (checkId ?? '*')}`),
  );
  const now = windows.filter(({ from, to }) => from <= at && at < to);
  const everything = now.some(({ tenantId }) => tenantId === null);
  const tenants = new Set(now.map(({ tenantId }) => tenantId));
  return {
    anyAccepted: keys.size > 0,
    isAccepted: (tenantId, checkId) =>
      tenantId !== PARTNER_STATE_KEY && (keys.has(`${tenantId} ${checkId}`) || keys.has(`${tenantId} *`)),
    isMuted: (subject) => everything || tenants.has(subject),
  };
}
