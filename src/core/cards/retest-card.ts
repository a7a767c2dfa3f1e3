import type { CauseId } from '../causes/cause.ts';
import { causeDefinition } from '../causes/cause.ts';
import { isBad } from '../checks/check.ts';
import type { Report, TenantResult } from '../report/report.ts';
import { toTenantRef } from '../report/view.ts';
import { countOf, formatDuration, formatNumber, inSentence } from '../text/format.ts';
import { encodeAction } from './action-id.ts';
import { type Action, type Block, CARD_LIMITS, type Card } from './card.ts';
import { type Line, line, plain, strong } from './inline.ts';
import { subjectOf } from './report-card.ts';

export interface RetestCardOptions {
  /** What was found when the tenants were tested again. */
  report: Report;
  /** The cause that was to be mended, and where it stands in the report it came from. */
  cause: CauseId;
  from: { runId: string; index: number; tenant?: number };
  /** Since when each tenant was failing, where that was recorded. Milliseconds since the epoch. */
  failingSince: ReadonlyMap<string, number>;
}

/** What testing again found: mended and after how long, or what is still wrong and whether it is the same thing. */
export function toRetestCard({ report, cause, from, failingSince }: RetestCardOptions): Card {
  const mended = report.tenants.filter((tenant) => tenant.status === 'pass' || tenant.status === 'warn');
  const broken = report.tenants.filter((tenant) => isBad(tenant.status));
  const untested = report.tenants.length - mended.length - broken.length;
  const headline = headlineOf(report.tenants, mended, broken, cause, failingSince, report.run.finishedAt);
  const blocks: Block[] = [];
  if (report.tenants.length > 1) {
    const lines = [
      ...mended.slice(0, CARD_LIMITS.names).map((one) => mendedLine(one, failingSince, report.run.finishedAt)),
      ...broken.slice(0, CARD_LIMITS.names).map((one) => brokenLine(one, cause)),
    ];
    const more = mended.length + broken.length - lines.length;
    if (more > 0) lines.push(plain(`and ${formatNumber(more)} more`));
    blocks.push({ kind: 'list', numbered: false, items: lines });
  }
  if (untested > 0)
    blocks.push({ kind: 'text', line: plain(`${countOf(untested, 'tenant')} not tested: interrupted.`) });
  const fine = broken.length === 0 && untested === 0;
  return {
    tone: fine ? 'good' : 'bad',
    status: fine ? 'mended' : broken.length > 0 ? 'still failing' : 'interrupted',
    title: plain(headline),
    aside: plain(formatDuration(report.run.finishedAt - report.run.startedAt)),
    blocks,
    actions: actionsOf(report, broken, from),
    summary: headline,
  };
}

function headlineOf(
  tenants: readonly TenantResult[],
  mended: readonly TenantResult[],
  broken: readonly TenantResult[],
  cause: CauseId,
  failingSince: ReadonlyMap<string, number>,
  now: number,
): string {
  const [only] = tenants;
  if (tenants.length === 1 && only) {
    const { label } = toTenantRef(only);
    if (mended.length === 1) return `Mended. ${label} works again${afterwards(only, failingSince, now)}.`;
    if (broken.length === 0) return `${label} was not tested: interrupted.`;
    const now2 = causeOf(only);
    if (now2 === cause) return `${label} still fails, for the same cause.`;
    return `${label} still fails, now for another cause: ${now2 ? inSentence(causeDefinition(now2).title) : 'not known'}.`;
  }
  if (broken.length === 0 && mended.length === tenants.length)
    return `Mended. All ${countOf(tenants.length, 'tenant')} work again.`;
  const whole = countOf(tenants.length, 'tenant');
  return `${formatNumber(broken.length)} of ${whole} still ${broken.length === 1 ? 'fails' : 'fail'}, ${formatNumber(mended.length)} mended.`;
}

function afterwards({ tenantId }: TenantResult, failingSince: ReadonlyMap<string, number>, now: number): string {
  const since = failingSince.get(tenantId);
  return since === undefined ? '' : `, after ${formatDuration(now - since)}`;
}

function mendedLine(tenant: TenantResult, failingSince: ReadonlyMap<string, number>, now: number): Line {
  return line(strong(toTenantRef(tenant).label), `: works again${afterwards(tenant, failingSince, now)}`);
}

function brokenLine(tenant: TenantResult, cause: CauseId): Line {
  const found = causeOf(tenant);
  const what =
    found === cause
      ? 'still fails, for the same cause'
      : `still fails, now: ${found ? inSentence(causeDefinition(found).title) : 'not known'}`;
  return line(strong(toTenantRef(tenant).label), `: ${what}`);
}

/** The cause of the first broken link. */
export function causeOf(tenant: TenantResult): CauseId | undefined {
  return tenant.checks.find((check) => isBad(check.status) && check.cause !== undefined)?.cause;
}

function actionsOf(report: Report, broken: readonly TenantResult[], from: RetestCardOptions['from']): Action[] {
  const where = from.tenant === undefined ? [] : [from.tenant];
  const steps = report.causes.length > 0 && broken.length > 0;
  return [
    ...(broken.length > 0
      ? [
          {
            kind: 'button',
            label: 'Test again',
            id: encodeAction('retest', from.runId, from.index, ...where),
            look: 'primary',
          } as const,
        ]
      : []),
    ...(steps
      ? [
          {
            kind: 'button',
            label: broken.length === 1 ? 'How to fix' : `How to fix ${subjectOf(broken.map((one) => one.tenantId))}`,
            id: encodeAction('fix', report.run.id, 0),
          } as const,
        ]
      : []),
    { kind: 'button', label: 'Back', id: encodeAction('report', from.runId, 0) },
  ];
}
