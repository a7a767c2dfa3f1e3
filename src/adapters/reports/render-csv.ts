import { stringify } from 'csv-stringify/sync';
import type { Report } from '../../core/diagnosis/report/report.ts';
import { connectionTitle } from '../../core/diagnosis/report/situation-of.ts';
import type { Check, TenantResult } from '../../core/model/checks/check.ts';
import { type CheckFacts, createFactFinder } from './check-facts.ts';
import { toCsvCell } from './csv-cell.ts';

const COLUMNS = [
  'tenantId',
  'displayName',
  'defaultDomainName',
  'tenantStatus',
  'accepted',
  'check',
  'checkStatus',
  'cause',
  'confidence',
  'owner',
  'title',
  'reason',
  'code',
  'error',
  'suberror',
  'httpStatus',
  'message',
  'traceId',
  'correlationId',
  'requestId',
  'timestamp',
  'claims',
  'article',
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/**
 * A report as comma-separated values (RFC 4180): the partner's checks first, then one row per tenant and check. A
 * tenant without any check keeps a row. Starts with a byte order mark: without it Excel reads UTF-8 as the system's
 * old code page and garbles every name beyond ASCII, while CSV readers skip it or have a setting for it.
 */
export function renderCsv(report: Report): string {
  const findFacts = createFactFinder(report);
  const { partner } = report;
  const partnerCells: Row = {
    tenantId: partner.tenantId,
    displayName: connectionTitle(report),
    tenantStatus: partner.status,
    accepted: 'false',
  };
  const rows: Row[] = partner.checks.map((check) => ({ ...partnerCells, ...checkCells(check, findFacts(check)) }));
  for (const tenant of report.tenants) {
    const cells = tenantCells(tenant);
    if (tenant.checks.length === 0) rows.push(cells);
    for (const check of tenant.checks) rows.push({ ...cells, ...checkCells(check, findFacts(check, tenant.tenantId)) });
  }
  return stringify(rows, {
    bom: true,
    header: true,
    columns: [...COLUMNS],
    record_delimiter: 'windows',
    cast: { string: toCsvCell },
  });
}

function tenantCells({ tenantId, displayName, defaultDomainName, status, accepted }: TenantResult): Row {
  return {
    tenantId,
    displayName: displayName ?? '',
    defaultDomainName: defaultDomainName ?? '',
    tenantStatus: status,
    accepted: String(accepted ?? false),
  };
}

function checkCells(
  { id, status, cause, confidence, reason, evidence }: Check,
  { title, owner, article }: CheckFacts,
): Row {
  const { httpStatus, ...texts } = evidence ?? {};
  return {
    ...texts,
    ...(httpStatus === undefined ? {} : { httpStatus: String(httpStatus) }),
    check: id,
    checkStatus: status,
    cause: cause ?? '',
    confidence: confidence ?? '',
    owner: owner ?? '',
    title: title ?? '',
    reason: reason ?? '',
    article: article ?? '',
  };
}
