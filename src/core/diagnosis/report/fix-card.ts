import { encodeAction } from '../../cards/action-id.ts';
import { type Action, button, CARD_LIMITS, type Card, type Choice } from '../../cards/card.ts';
import type { ArticleLibrary, ArticleSubject } from '../../guidance/articles/article.ts';
import { toHowToFixCard } from '../../guidance/articles/how-to-fix-card.ts';
import { type CaseJudgement, judgeCase } from '../../guidance/articles/judge-case.ts';
import { customerMessageOf, type Messages, permissionsIn, policiesOf } from '../../guidance/articles/message-card.ts';
import type { ActingPolicy } from '../../model/causes/evidence.ts';
import type { Check, TenantResult } from '../../model/checks/check.ts';
import { tenantOfId } from '../../model/tenants/select-tenants.ts';
import { type Tenant, toTenantRef } from '../../model/tenants/tenant.ts';
import { toSafeText } from '../../model/text/format.ts';
import { mendingActions } from './mending-actions.ts';
import { type CauseSummary, causeIn, placeOfTenant, type Report } from './report.ts';
import type { CardContext } from './report-card.ts';
import { isOfApp, kindOf, situationOf } from './situation-of.ts';
import { checksOfCause } from './summarize-causes.ts';
import { definitionOf, errorWordsOf, type Found, foundIn, toArticleSubject } from './view.ts';

export interface FixCardSubject {
  report: Report;
  /** The cause's place in the kept report. */
  index: number;
  /** The tenants it is about: one, or all of the cause. Empty for the partner connection itself. */
  tenants: readonly TenantResult[];
  /** Since when it has been failing, where that was recorded. */
  failingSince?: number | undefined;
}

export function toFixCard(subject: FixCardSubject, context: CardContext): Card {
  const { report, index, tenants, failingSince } = subject;
  const { title, confidence } = causeAt(report, index);
  const judged = judgeHere(subject, context.library);
  const checks = checksHere(subject);
  const found = foundIn(checks, tenants.length, kindOf(report.partner.checks));
  return toHowToFixCard({
    headline: title,
    tone: toneOfChecks(checks),
    judged,
    isLikely: confidence === 'likely',
    tenants: tenants.slice(0, CARD_LIMITS.names).map(toTenantRef),
    count: tenants.length,
    subject: subjectHere(report, tenants, context),
    since: failingSince,
    broken: brokenLinks(checks, tenants.length > 1 || found !== undefined),
    found,
    errors: errorWordsOf(checks),
    policies: policiesHere(subject),
    library: context.library,
    actions: fixActions(subject, judged),
  });
}

/** The messages to the customers who have a cause; undefined where none of them has to act. */
export function causeMessages(subject: FixCardSubject, context: CardContext): Messages | undefined {
  const { report, index } = subject;
  const tenants = askedTenants(subject);
  const template = customerMessageOf(judgeHere(subject, context.library));
  if (template === undefined || tenants.length === 0) return undefined;
  const place = placeOf(subject);
  const { id: cause, title: headline } = causeAt(report, index);
  return {
    connection: report.run.connection,
    cause,
    headline,
    template,
    subject: { ...subjectHere(report, [], context), ...permissionsIn(checksHere(subject)) },
    tenants: tenants.map(toTenantRef),
    policies: policiesHere(subject),
    library: context.library,
    turn: (to) => encodeAction('message', report.run.id, index, place[0] ?? 'all', to),
    file: encodeAction('download', report.run.id, index, ...place),
    mailed: encodeAction('mailed', report.run.id, index, ...place),
    back: encodeAction('fix', report.run.id, index, ...place),
  };
}

/** The one tenant of an app by itself is asked for what keeps the app out at its door, too. */
function askedTenants({ report, tenants }: FixCardSubject): readonly Tenant[] {
  return tenants.length > 0 || !isOfApp(report) ? tenants : [tenantOfId(report.partner.tenantId)];
}

export function causeAt(report: Report, index: number): CauseSummary {
  const cause = causeIn(report, index);
  if (!cause) throw new RangeError('the report has no such cause');
  return cause;
}

/** The checks that fail; where nothing else tells it with what was proved of them, each thing said once. A policy is told by itself. */
export function brokenLinks(checks: readonly (Found & { id: string; next?: string })[], isTold: boolean): string[] {
  const idsBy = new Map<string, Set<string>>();
  for (const check of checks) {
    const proved = isTold ? '' : provedOf(check);
    idsBy.set(proved, (idsBy.get(proved) ?? new Set()).add(check.id));
  }
  return [...idsBy].map(([proved, ids]) => `${[...ids].join(', ')}${proved && `: ${proved}`}`);
}

/** It names what the steps are about. What the cause says anyhow is left out. */
function provedOf({ id, cause, reason, next, evidence }: Found & { id: string; next?: string }): string {
  if ((next === undefined && !id.startsWith('app.')) || !reason || evidence?.policy) return '';
  const said = definitionOf(cause)?.meaning ?? '';
  return toSafeText(reason.startsWith(said) ? reason.slice(said.length).trim() : reason, { maxLength: 300 });
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

function judgeHere({ report, index, tenants }: FixCardSubject, library: ArticleLibrary): CaseJudgement {
  const cause = causeAt(report, index);
  return judgeCase(cause.id, situationOf(report, cause, tenants, { hasButton: true }), library);
}

function subjectHere(report: Report, tenants: readonly TenantResult[], context: CardContext): ArticleSubject {
  return toArticleSubject(report, tenants, { ...context, formatTime: String });
}

function policiesHere({ report, index, tenants }: FixCardSubject): Map<string, ActingPolicy> {
  const { id } = causeAt(report, index);
  const named = tenants.flatMap(({ tenantId, checks }) =>
    checks.flatMap(({ cause, evidence }) => (cause === id ? [{ tenantId, evidence }] : [])),
  );
  return policiesOf(named);
}

/** The one tenant's place in the report, as buttons name it; nothing for several. */
function placeOf({ report, tenants }: FixCardSubject): number[] {
  const [tenant] = tenants;
  return tenants.length === 1 && tenant ? [placeOfTenant(report, tenant)] : [];
}

/** The one next step of a cause: the message where the customer has to act, else testing again. */
export function nextAction(subject: FixCardSubject, library: ArticleLibrary): Action {
  return mendActions(subject, judgeHere(subject, library))[0];
}

/** The next step first, then the other one of the two where there is one. */
function mendActions(subject: FixCardSubject, judged: CaseJudgement): [Action, ...Action[]] {
  const { report, index, tenants } = subject;
  const { id } = report.run;
  const where = placeOf(subject);
  const label = tenants.length > 1 ? 'Test these again' : 'Test again';
  return mendingActions(judged, {
    connection: report.run.connection,
    asked: askedTenants(subject).length,
    messageId: encodeAction('message', id, index, where[0] ?? 'all'),
    retest: { label, id: encodeAction('retest', id, index, ...where) },
    unproved: report.run.proof ? [] : tenants,
  });
}

function fixActions(subject: FixCardSubject, judged: CaseJudgement): Action[] {
  const { report, index, tenants } = subject;
  const { id } = report.run;
  const where = placeOf(subject);
  const count = tenants.length;
  return [
    ...(count > 1 ? [tenantChoice(report, index, tenants)] : []),
    ...mendActions(subject, judged),
    ...(judged.article.steps.length > 1
      ? [button('Walk me through', encodeAction('walk', judged.article.id, id, index, ...where))]
      : []),
    ...(count > 1 ? [button('Show tenants', encodeAction('tenants', id, index, 0))] : []),
    ...(count > 0 && judged.owner !== 'partner'
      ? [button('Expected here', encodeAction('expect', id, index, where[0] ?? 'all'))]
      : []),
    button('More about this', encodeAction('article', judged.article.id, 0, id, index, ...where)),
    button('Details', encodeAction('details', id, index, ...where)),
    button('Back', encodeAction('report', id, Math.floor(index / CARD_LIMITS.causes))),
  ];
}

/** Picks one of several tenants, whose deep links then carry its id. */
export function tenantChoice(report: Report, index: number, tenants: readonly TenantResult[]): Action {
  const shown = tenants.slice(0, CARD_LIMITS.choices);
  const options = shown.map((tenant): Choice => {
    const { label, domain, tenantId } = toTenantRef(tenant);
    return { label, value: String(placeOfTenant(report, tenant)), description: domain || tenantId };
  });
  return {
    kind: 'choice',
    id: encodeAction('pick', report.run.id, index),
    placeholder: tenants.length > shown.length ? `Steps for one of the first ${shown.length}` : 'Steps for one tenant',
    options,
  };
}
