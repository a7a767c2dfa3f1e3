import { fillArticle } from '../../guidance/articles/article.ts';
import { judgeCase } from '../../guidance/articles/judge-case.ts';
import type { Owner } from '../../model/causes/cause.ts';
import type { Check } from '../../model/checks/check.ts';
import type { CauseSummary, Report } from './report.ts';
import { situationOf } from './situation-of.ts';
import { toArticleSubject, type ViewOptions } from './view.ts';

export interface ChainSummary {
  /** Null: every link that could be read holds. */
  firstBroken: Check | null;
  cause: CauseSummary | undefined;
  unread: { id: string; permission: string }[];
  /** One step; null where nothing is to be done. */
  nextStep: string | null;
  /** It is an article's, in its Markdown; else words that may hold names from outside. */
  fromArticle: boolean;
  /** Who takes it. */
  owner: Owner | null;
}

type SummaryOptions = Pick<ViewOptions, 'library' | 'applicationId' | 'hasButton'>;

export function toChainSummary(report: Report, options: SummaryOptions): ChainSummary {
  const { partner, tenants } = report;
  const checks = [...partner.checks, ...tenants.flatMap((tenant) => tenant.checks)];
  const broken = checks.find(({ status }) => status === 'fail');
  const unread = checks.flatMap(({ id, unread: permission }) => (permission === undefined ? [] : [{ id, permission }]));
  const shown = broken ?? checks.find(({ status, cause }) => status === 'unknown' && cause !== undefined);
  const cause = report.causes.find(({ id, owner }) => id === shown?.cause && owner === (shown.owner ?? owner));
  return { firstBroken: broken ?? null, cause, unread, ...nextOf(shown, cause, unread, checks, report, options) };
}

function nextOf(
  shown: Check | undefined,
  cause: CauseSummary | undefined,
  unread: ChainSummary['unread'],
  checks: readonly Check[],
  report: Report,
  options: SummaryOptions,
): Pick<ChainSummary, 'nextStep' | 'owner' | 'fromArticle'> {
  const fromArticle = false;
  if (shown && cause) {
    const tenants = report.tenants.filter(({ tenantId }) => cause.tenantIds.includes(tenantId));
    const judged = judgeCase(cause.id, situationOf(report, cause, tenants, options), options.library);
    const [first = ''] = judged.article.steps;
    const subject = toArticleSubject(report, tenants, { ...options, formatTime: String });
    const { next } = shown;
    return { nextStep: next ?? fillArticle(first, subject), fromArticle: next === undefined, owner: judged.owner };
  }
  if (unread.length > 0) {
    const wanted = [...new Set(unread.map(({ permission }) => permission))].join(', ');
    return { nextStep: `To have the rest read too, grant the connection ${wanted}.`, fromArticle, owner: 'partner' };
  }
  if (checks.some(({ status }) => status === 'unknown'))
    return { nextStep: 'Test again: an answer was missing.', fromArticle, owner: 'unknown' };
  const warned = checks.find(({ status, next }) => status === 'warn' && next !== undefined);
  return { nextStep: warned?.next ?? null, fromArticle, owner: warned?.owner ?? null };
}
