import type { ExpiryFinding, ExpiryJudgement } from '../../diagnosis/expiry/expiry-finding.ts';
import type { Finding, FindingReading } from './finding.ts';
import type { Severity } from './severity.ts';

const RANKS: Readonly<Record<string, number>> = { 30: 1, 14: 2, 7: 3, 3: 4, 1: 5, overdue: 6 };
/** What is over is worse than any stage of what still works. */
const OVER = 10;

/** What the judging of end dates gave, as a reading of the watch. */
export function toExpiryReading(
  connection: string,
  at: number,
  { findings, problems }: Pick<ExpiryJudgement, 'findings' | 'problems'>,
): FindingReading {
  return {
    connection,
    source: 'expiry',
    at,
    findings: findings.map(toFinding),
    unjudged: problems.flatMap((problem) => problem.unjudged),
  };
}

function toFinding({ key, cause, owner, severity, tenantId, tenantName, stage, reason }: ExpiryFinding): Finding {
  const tenant = tenantId === undefined ? undefined : { tenantId, displayName: tenantName ?? null };
  return {
    key,
    cause,
    owner,
    severity: severityOf(severity, tenantId),
    ...(tenant ? { tenant: { ...tenant, defaultDomainName: null } } : {}),
    stage: stage === null ? null : String(stage),
    rank: (stage === null ? 0 : (RANKS[String(stage)] ?? 0)) + (severity === 'fail' ? OVER : 0),
    reason,
  };
}

/** What is over for one tenant is that tenant's failure; for the partner connection it is everybody's. */
function severityOf(severity: ExpiryFinding['severity'], tenantId: string | undefined): Severity {
  if (severity === 'warn') return 'warning';
  return tenantId === undefined ? 'critical' : 'failure';
}
