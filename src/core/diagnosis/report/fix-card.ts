import { encodeAction } from '../../cards/action-id.ts';
import { type Action, type Block, CARD_LIMITS, type Card, type Choice } from '../../cards/card.ts';
import { evidenceLine } from '../../cards/evidence.ts';
import { type Line, line, plain, strong, time } from '../../cards/inline.ts';
import { tenantLine } from '../../cards/names.ts';
import type { Article, ArticleLibrary } from '../../guidance/articles/article.ts';
import { judgeCase } from '../../guidance/articles/judge-case.ts';
import { toArticleLine } from '../../guidance/articles/markdown.ts';
import type { Check } from '../../model/checks/check.ts';
import type { TenantResult } from '../../model/checks/results.ts';
import { toTenantRef } from '../../model/tenants/tenant-ref.ts';
import { formatNumber } from '../../model/text/format.ts';
import type { CauseSummary, Report } from './report.ts';
import { type CardContext, subjectOf, TONE_WORDS } from './report-card.ts';
import { situationOf } from './situation-of.ts';
import { checksOfCause } from './summarize-causes.ts';
import { toArticleSubject } from './view.ts';

export interface FixCardSubject {
  report: Report;
  /** The cause's place in the report. */
  index: number;
  /** The tenants it is about: one, or all of the cause. Empty for the partner connection itself. */
  tenants: readonly TenantResult[];
  /** Since when it has been failing, where that was recorded. */
  failingSince?: number | undefined;
}

const MOST_STEPS = 12;

/** How to mend one cause, for one tenant or several: who acts, the steps, the evidence, and the way to test again. */
export function toFixCard(subject: FixCardSubject, context: CardContext): Card {
  const { report, index, tenants } = subject;
  const cause = causeAt(report, index);
  const { whose, article } = judgeCase(cause.id, situationOf(report, cause, tenants, 'button'), context.library);
  const fill = toArticleSubject(report, tenants, { ...context, formatTime: String });
  const refs = tenants.map(toTenantRef);
  const title = tenants.length === 0 ? cause.title : `${cause.title} · ${subjectOf(refs.map((one) => one.label))}`;
  const tone = toneOfChecks(checksHere(subject));
  const [only] = refs;
  const blocks: Block[] = [
    ...(tenants.length === 1 && only ? [{ kind: 'text', line: tenantLine(only) } as const] : []),
    { kind: 'text', line: line(strong('Who acts:'), ' ', ...toArticleLine(article.whoActs, fill)) },
    {
      kind: 'text',
      line: line(strong('What it means:'), ' ', ...toArticleLine(firstParagraph(article.meaning), fill)),
    },
    { kind: 'list', numbered: true, items: stepsOf(article, fill) },
    ...factBlocks(subject),
  ];
  return {
    tone,
    status: TONE_WORDS[tone],
    title: plain(title),
    aside: plain(cause.confidence === 'likely' ? `${whose} · likely` : whose),
    blocks,
    actions: fixActions(subject, article, context.library),
    summary: `How to fix: ${title}`,
  };
}

export function causeAt(report: Report, index: number): CauseSummary {
  const cause = report.causes[index];
  if (!cause) throw new RangeError('the report has no such cause');
  return cause;
}

/** The message as the article has it; undefined where not the customer has to act, or where it isn't about one tenant. */
export function customerMessageOf(
  { report, index, tenants }: FixCardSubject,
  library: ArticleLibrary,
): string | undefined {
  const cause = causeAt(report, index);
  return cause.owner === 'customer' && tenants.length === 1 ? library.forCause(cause.id).customerMessage : undefined;
}

/** The checks of this cause in the tenants that the card is about. */
export function checksHere({ report, index, tenants }: FixCardSubject): Check[] {
  const cause = causeAt(report, index);
  const ids = tenants.map((tenant) => tenant.tenantId);
  return checksOfCause({ ...cause, tenantIds: ids }, report);
}

export function toneOfChecks(checks: readonly Check[]): 'bad' | 'unknown' | 'warn' {
  if (checks.some((check) => check.status === 'fail')) return 'bad';
  return checks.some((check) => check.status === 'unknown') ? 'unknown' : 'warn';
}

function stepsOf(article: Article, fill: Parameters<typeof toArticleLine>[1]): Line[] {
  const steps = article.steps.slice(0, MOST_STEPS).map((step) => toArticleLine(step, fill));
  return article.steps.length > MOST_STEPS ? [...steps, plain('The rest is under “More about this”.')] : steps;
}

function factBlocks(subject: FixCardSubject): Block[] {
  const { tenants, failingSince } = subject;
  const checks = checksHere(subject);
  const shown = checks.find((check) => check.evidence);
  const evidence = evidenceLine(shown?.evidence);
  const facts: { label: string; value: Line }[] = [];
  if (tenants.length > 1) facts.push({ label: 'Tenants', value: countAndNames(tenants) });
  if (failingSince !== undefined) facts.push({ label: 'Failing since', value: [time(failingSince)] });
  if (checks.length > 0 && tenants.length <= 1) {
    facts.push({ label: 'Broken', value: plain([...new Set(checks.map((check) => check.id))].join(', ')) });
  }
  // Of several it is one tenant's: a support case needs to know which.
  const whose = tenants.length > 1 ? tenants.find((tenant) => shown && tenant.checks.includes(shown)) : undefined;
  const label = whose ? `Evidence, ${toTenantRef(whose).label}` : 'Evidence';
  if (evidence.length > 0) facts.push({ label, value: evidence });
  return facts.length > 0 ? [{ kind: 'facts', facts }] : [];
}

function countAndNames(tenants: readonly TenantResult[]): Line {
  const names = tenants.slice(0, CARD_LIMITS.names).map((tenant) => toTenantRef(tenant).label);
  const more = tenants.length - names.length;
  return plain(names.join(', ') + (more > 0 ? ` and ${formatNumber(more)} more` : ''));
}

function fixActions(subject: FixCardSubject, article: Article, library: ArticleLibrary): Action[] {
  const { report, index, tenants } = subject;
  const { id } = report.run;
  const [tenant] = tenants;
  const one = tenants.length === 1 && tenant ? report.tenants.indexOf(tenant) : -1;
  const where = one >= 0 ? [one] : [];
  const button = (label: string, action: string, look?: 'primary'): Action => ({
    kind: 'button',
    label,
    id: action,
    ...(look ? { look } : {}),
  });
  return [
    ...(tenants.length > 1 ? [tenantChoice(report, index, tenants)] : []),
    button('Test again', encodeAction('retest', id, index, ...where), 'primary'),
    ...(customerMessageOf(subject, library) !== undefined
      ? [button('Message to the customer', encodeAction('message', id, index, one))]
      : []),
    ...(tenants.length > CARD_LIMITS.choices ? [button('Show tenants', encodeAction('tenants', id, index, 0))] : []),
    button('More about this', encodeAction('article', article.id, 0, id, index, ...where)),
    button('Back', encodeAction('report', id, Math.floor(index / CARD_LIMITS.causes))),
  ];
}

/** Picks one of several tenants, whose deep links then carry its id. */
export function tenantChoice(report: Report, index: number, tenants: readonly TenantResult[]): Action {
  const shown = tenants.slice(0, CARD_LIMITS.choices);
  const options = shown.map((tenant): Choice => {
    const { label, domain, tenantId } = toTenantRef(tenant);
    return { label, value: String(report.tenants.indexOf(tenant)), description: domain || tenantId };
  });
  return {
    kind: 'choice',
    id: encodeAction('pick', report.run.id, index),
    placeholder: tenants.length > shown.length ? `Steps for one of the first ${shown.length}` : 'Steps for one tenant',
    options,
  };
}

function firstParagraph(text: string): string {
  return text.split(/\n\s*\n/, 1)[0] ?? text;
}
