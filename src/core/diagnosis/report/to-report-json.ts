import type { Evidence } from '../../model/causes/evidence.ts';
import type { Check } from '../../model/checks/check.ts';
import { toIso } from '../../model/time/clock.ts';
import type { ChainSummary } from './chain-summary.ts';
import { inChunks } from './in-chunks.ts';
import { CHANGE_LISTS, type Changes, type Report, type Run, type TenantChange, type Totals } from './report.ts';
import { perGroup } from './totals.ts';

export const REPORT_SCHEMA = 'samaritan.report/1';

/** The check as other programs see it: exactly the contract's fields. */
export interface CheckJson {
  id: string;
  status: string;
  durationMs: number;
  attempts: number;
  cause?: string;
  confidence?: string;
  reason?: string;
  evidence?: Evidence;
}

function toRunJson({ id, kind, connection, startedAt, finishedAt, status }: Run): Record<string, unknown> {
  return { id, kind, connection, startedAt: toIso(startedAt), finishedAt: toIso(finishedAt), status };
}

/**
 * A report in the shape `samaritan.report/1`, which docs/report.schema.json describes. Times are ISO 8601 in UTC. `chain`
 * is what a proof comes to.
 */
export function toReportJson(report: Report, chain?: ChainSummary): Record<string, unknown> {
  const { run, partner, totals, tenants, causes, changes, notTested, partnerFailingSince } = report;
  return {
    schema: REPORT_SCHEMA,
    run: toRunJson(run),
    partner: {
      tenantId: partner.tenantId,
      status: partner.status,
      ...(partnerFailingSince === undefined ? {} : { failingSince: toIso(partnerFailingSince) }),
      checks: partner.checks.map(toCheckJson),
    },
    totals: toTotalsJson(totals),
    tenants: tenants.map(toTenantJson),
    causes,
    ...(chain === undefined ? {} : { chain: toChainJson(chain) }),
    ...(changes === undefined ? {} : { changes: toChangesJson(changes) }),
    ...(notTested === undefined
      ? {}
      : { notTested: notTested.map((one) => ({ ...one, testedAt: toIso(one.testedAt) })) }),
  };
}

const TENANTS_A_PIECE = 500;

/** The text of it in pieces: with 50,000 tenants the value, its text and its bytes take more memory than the sweep did. */
export function* toReportText(report: Report, chain?: ChainSummary): Generator<string> {
  const frame = JSON.stringify(toReportJson({ ...report, tenants: [] }, chain), null, 2);
  // Nothing else stands at this depth under this name, and no text in JSON holds a line break.
  const [before = '', after = ''] = frame.split('\n  "tenants": []');
  yield `${before}\n  "tenants": [`;
  let end = '';
  for (const chunk of inChunks(report.tenants, TENANTS_A_PIECE)) {
    // As deep as they stand in the whole.
    const rows = JSON.stringify([chunk.map(toTenantJson)], null, 2).slice('[\n  ['.length, -'\n  ]\n]'.length);
    yield `${end === '' ? '' : ','}${rows}`;
    end = '\n  ';
  }
  yield `${end}]${after}\n`;
}

function toTenantJson(tenant: Report['tenants'][number]): Record<string, unknown> {
  const { tenantId, displayName, defaultDomainName, status, accepted, unlisted, checks } = tenant;
  return {
    ...{ tenantId, displayName, defaultDomainName, status },
    ...(accepted ? { accepted } : {}),
    ...(unlisted ? { unlisted } : {}),
    checks: checks.map(toCheckJson),
  };
}

function toChainJson({ firstBroken, unread, nextStep, owner }: ChainSummary): Record<string, unknown> {
  return { firstBroken: firstBroken?.id ?? null, unread, nextStep, owner };
}

function toTotalsJson(totals: Totals): Totals {
  const { tenants, pass, warn, fail, unknown, skipped, accepted } = totals;
  return { tenants, pass, warn, fail, unknown, skipped, accepted, ...perGroup((group) => totals[group]) };
}

function toCheckJson({ id, status, durationMs, attempts, cause, confidence, reason, evidence }: Check): CheckJson {
  return {
    id,
    status,
    durationMs,
    attempts,
    ...(cause === undefined ? {} : { cause }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(reason === undefined ? {} : { reason }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function toChangesJson({ since, sinceRunId, ...lists }: Changes): Record<string, unknown> {
  const toJson = ({ tenantId, displayName, failingSince }: TenantChange): Record<string, unknown> => ({
    tenantId,
    displayName,
    failingSince: failingSince === null ? null : toIso(failingSince),
  });
  return {
    since: toIso(since),
    sinceRunId,
    ...Object.fromEntries(CHANGE_LISTS.map((list) => [list, lists[list].map(toJson)])),
  };
}
