import type { Tone } from '../../cards/card.ts';
import { errorWord } from '../../cards/evidence.ts';
import { type ArticleLibrary, type ArticleSubject, fillArticle, ofTenant } from '../../guidance/articles/article.ts';
import type { Situation } from '../../guidance/articles/condition.ts';
import { judgeCase } from '../../guidance/articles/judge-case.ts';
import { type CauseId, causeDefinition, isCauseId } from '../../model/causes/cause.ts';
import type { Confidence } from '../../model/causes/evidence.ts';
import { GROUPS } from '../../model/checks/catalogue.ts';
import { type Check, TENANT_GROUPS, type TenantResult, tenantGroupOf } from '../../model/checks/check.ts';
import { CONNECTION_ITSELF } from '../../model/cloud/connection.ts';
import { type TenantRef, toTenantRef } from '../../model/tenants/tenant.ts';
import { andMore, countOf, formatDuration, formatNumber, toSafeText } from '../../model/text/format.ts';
import { type CauseSummary, type Changes, countNew, type NotTested, type Report, type TenantChange } from './report.ts';
import { reportVerdict, toneOfReport } from './report-verdict.ts';
import { isOfApp, situationOf } from './situation-of.ts';
import { checksOfCause } from './summarize-causes.ts';

export interface CauseView {
  id: CauseId;
  tone: Tone;
  title: string;
  /** What it means; of the partner connection itself what exactly was found. */
  meaning: string;
  /** `ours`, `theirs`, `Microsoft’s`, `the network’s`, `owner unknown`. */
  whose: string;
  /** `likely`, or `not known`; nothing where it is certain. */
  certainty: '' | 'likely' | 'not known';
  /** What the service itself said, where nobody understands it. */
  said?: string;
  /** `4 tenants`, or `the connection itself`. */
  extent: string;
  /** `new`, `3 new`, or since when it is known; nothing where nothing is known of the time before. */
  news: string;
  tenants: TenantRef[];
  /** AADSTS codes and other error words met, most frequent first, at most three. */
  codes: string[];
  firstSteps: string[];
  article: string;
}

/** A report as every surface shows it, in this order. Names and messages are harmless lines; markup is the renderer's. */
export interface ReportView {
  tone: Tone;
  verdict: string;
  took: string;
  /** One line of counts, empty when no tenant was tested. */
  counts: string;
  /** Lines on what changed since the tenants were tested before, and on what is known of those not tested now. */
  changes: string[];
  /** What the partner's checks say beside passing, where no cause says it. */
  notes: string[];
  causes: CauseView[];
  footer: string;
  connection: string;
}

export interface ViewOptions {
  library: ArticleLibrary;
  /** Milliseconds since the epoch as this surface writes a time. */
  formatTime: (time: number) => string;
  applicationId?: string;
  hasButton?: true;
}

const CERTAINTY: Record<Confidence, CauseView['certainty']> = { exact: '', likely: 'likely', none: 'not known' };

/** How many steps a cause shows before its article takes over. */
const FIRST_STEPS = 2;
const NAMES_IN_CHANGES = 5;

/** Turns a report into what is shown. Pure; all wording of reports is here. */
export function toReportView(report: Report, options: ViewOptions): ReportView {
  const { run } = report;
  return {
    tone: toneOfReport(report),
    verdict: reportVerdict(report),
    took: formatDuration(run.finishedAt - run.startedAt),
    counts: countsLine(report),
    changes: [
      ...(report.changes ? changeLines(report.changes, report.totals.unknown > 0, options.formatTime) : []),
      ...notTestedLines(report.notTested ?? [], options.formatTime),
      ...unlistedLines(report),
      ...waitingLines(report, options.formatTime),
    ],
    notes: partnerNotes(report),
    causes: report.causes.map((cause) => toCauseView(cause, report, options)),
    footer: `Run ${run.id} · connection ${run.connection} · started ${options.formatTime(run.startedAt)}`,
    connection: run.connection,
  };
}

function countsLine({ totals }: Report): string {
  const counts = TENANT_GROUPS.flatMap((group) => {
    const { pass, warn, fail, unknown, skipped } = totals[group];
    const whole = pass + warn + fail + unknown + skipped;
    const part = `${formatNumber(pass + warn)} of ${formatNumber(whole)}`;
    return whole === 0 ? [] : [{ title: GROUPS[group].title, part }];
  });
  return counts.map(({ title, part }, index) => `${title} ${index === 0 ? 'answers ' : ''}for ${part}`).join(', ');
}

function namesOf(tenants: readonly Pick<TenantChange, 'tenantId' | 'displayName'>[]): string {
  const shown = tenants
    .slice(0, NAMES_IN_CHANGES)
    .map(({ displayName, tenantId }) => toSafeText(displayName || tenantId, { maxLength: 40 }));
  return shown.join(', ') + andMore(tenants.length - shown.length);
}

function changeLines(
  { since, ...changes }: Changes,
  isPartUnknown: boolean,
  formatTime: ViewOptions['formatTime'],
): string[] {
  const { newlyFailing, mended, stillFailing, vanished, appeared } = changes;
  const lines: string[] = [];
  const add = (tenants: readonly TenantChange[], what: string): void => {
    if (tenants.length > 0) lines.push(`${countOf(tenants.length, 'tenant')} ${what}: ${namesOf(tenants)}`);
  };
  add(newlyFailing, 'newly failing');
  add(mended, 'mended');
  const known = stillFailing.flatMap((change) => (change.failingSince === null ? [] : [change.failingSince]));
  if (stillFailing.length > 0) {
    const oldest = known.length > 0 ? `, the longest since ${formatTime(Math.min(...known))}` : '';
    lines.push(`${countOf(stillFailing.length, 'tenant')} still failing${oldest}`);
  }
  add(vanished, 'gone from the customer list');
  add(appeared, 'new on the customer list');
  const nothing = isPartUnknown ? 'no tenant newly failing, none mended' : 'nothing changed';
  const [first, ...rest] = lines.length > 0 ? lines : [nothing];
  return [`Since ${formatTime(since)}: ${first}`, ...rest];
}

/** What was known before of those that have no answer now. */
function notTestedLines(notTested: readonly NotTested[], formatTime: ViewOptions['formatTime']): string[] {
  if (notTested.length === 0) return [];
  const [group, ...others] = new Set(notTested.flatMap(({ checks }) => checks.map(tenantGroupOf)));
  const what = group === undefined || others.length > 0 ? '' : ` at ${GROUPS[group].title}`;
  const asOf = formatTime(Math.min(...notTested.map(({ testedAt }) => testedAt)));
  const bad = (['fail', 'unknown'] as const).flatMap((status) => {
    const those = notTested.filter((one) => one.status === status);
    const word = status === 'fail' ? 'failed' : those.length === 1 ? 'was unknown' : 'were unknown';
    return those.length === 0 ? [] : [`${formatNumber(those.length)} ${word}: ${namesOf(those)}`];
  });
  const then = bad.length === 0 ? 'none of them failed then' : bad.join('; ');
  return [`${countOf(notTested.length, 'tenant')} not tested${what} since ${asOf}; ${then}`];
}

/** Our own tenant is on none, and nobody wonders. */
function unlistedLines({ partner, tenants }: Pick<Report, 'partner' | 'tenants'>): string[] {
  const unlisted = tenants.filter((tenant) => tenant.unlisted && tenant.tenantId !== partner.tenantId);
  return unlisted.length === 0 ? [] : [`Not on the customer list: ${namesOf(unlisted)}`];
}

/** Whom Microsoft asked to wait for, and that this is not the last word; or whom an interrupted run did not come to. */
function waitingLines(
  { run, tenants, waitingUntil, notTested = [] }: Report,
  formatTime: ViewOptions['formatTime'],
): string[] {
  if (run.status === 'interrupted') {
    const told = new Set(notTested.map(({ tenantId }) => tenantId));
    const cut = tenants.filter(({ status, tenantId }) => status === 'skipped' && !told.has(tenantId));
    return cut.length === 0 ? [] : [`Not tested: ${namesOf(cut)}`];
  }
  const waiting = tenants.filter((tenant) => tenant.waiting);
  if (waiting.length === 0 || waitingUntil === undefined) return [];
  const until = formatTime(waitingUntil);
  return [`Microsoft asks to wait until ${until}; then this answer is completed with ${namesOf(waiting)}`];
}

/** What has a cause of its own among these is told there. An app by itself has one tenant, which is told with it. */
function partnerNotes(report: Report): string[] {
  const { partner, causes, tenants } = report;
  const isAlone = isOfApp(report);
  const told = new Set(causes.flatMap(({ id, tenantIds }) => (isAlone || tenantIds.length === 0 ? [id] : [])));
  return [...partner.checks, ...(isAlone ? tenants.flatMap(({ checks }) => checks) : [])]
    .filter(
      ({ status, reason, cause }) => status !== 'pass' && status !== 'skipped' && reason && !(cause && told.has(cause)),
    )
    .map((check) => toSafeText(`${check.id}: ${check.reason}`, { maxLength: 400 }));
}

function toCauseView(cause: CauseSummary, report: Report, options: ViewOptions): CauseView {
  const byId = new Map(report.tenants.map((tenant) => [tenant.tenantId, tenant]));
  const tenants = cause.tenantIds.flatMap((id) => byId.get(id) ?? []);
  const checks = checksOfCause(cause, report);
  const situation = situationOf(report, cause, tenants, options);
  const { whose, meaning, article } = judgeCase(cause.id, situation, options.library);
  const said = cause.id === 'unknown' ? checks.find((check) => check.evidence?.message)?.evidence?.message : undefined;
  const subject = toArticleSubject(report, tenants, options);
  const found = foundIn(checks, tenants.length, situation.kind) ?? toPlain(meaning);
  return {
    id: cause.id,
    tone: toneOfCause(checks),
    title: cause.title,
    meaning: found,
    whose,
    certainty: CERTAINTY[cause.confidence ?? 'exact'],
    ...(said === undefined ? {} : { said: toSafeText(said, { maxLength: 300 }) }),
    extent: tenants.length > 0 ? countOf(tenants.length, 'tenant') : CONNECTION_ITSELF,
    news: newsOf(cause, report, options.formatTime),
    tenants: tenants.map(toTenantRef),
    // What the network did is said with its code.
    codes: errorWordsOf(checks).filter((word) => !found.includes(`(${word})`)),
    firstSteps: article.steps.slice(0, FIRST_STEPS).map((step) => fillArticle(step, subject)),
    article: cause.article,
  };
}

/** What a cause is called and means everywhere; undefined for what is none. */
export function definitionOf(cause: string | null | undefined): ReturnType<typeof causeDefinition> | undefined {
  return cause && isCauseId(cause) ? causeDefinition(cause) : undefined;
}

/** What is read of a check, or of what is kept of it. */
export interface Found {
  cause?: string | null | undefined;
  reason?: string | null | undefined;
  evidence?: Check['evidence'] | null | undefined;
}

/**
 * What was found, where it says more than what such a cause means: of the connection itself, of an app by itself, of one tenant
 * whose policy is known, and where the meaning is that of a code.
 */
export function foundIn(checks: readonly Found[], count: number, kind: Situation['kind']): string | undefined {
  const isWhole = count === 0 || kind === 'app-only';
  const found = checks.find(({ cause, reason, evidence }) => {
    const general = definitionOf(cause);
    if (!reason || reason === general?.meaning || reason === `${general?.title}.`) return false;
    return cause === 'unknown.documented' || (count <= 1 && (isWhole || evidence?.policy));
  });
  return toSafeText(found?.reason ?? '', { maxLength: 400 }) || undefined;
}

/** Whether a cause is new in its tenants, or since when it is known there. */
function newsOf(
  { tenantIds }: CauseSummary,
  { changes, partnerFailingSince }: Report,
  formatTime: ViewOptions['formatTime'],
): string {
  if (tenantIds.length === 0)
    return partnerFailingSince === undefined ? '' : `since ${formatTime(partnerFailingSince)}`;
  const fresh = countNew(tenantIds, changes?.newlyFailing);
  if (fresh > 0) return fresh === tenantIds.length ? 'new' : `${formatNumber(fresh)} new`;
  const own = new Set(tenantIds);
  const since = (changes?.stillFailing ?? []).flatMap(({ tenantId, failingSince }) =>
    own.has(tenantId) && failingSince !== null ? [failingSince] : [],
  );
  return since.length === 0 ? '' : `since ${formatTime(Math.min(...since))}`;
}

/** What an article's placeholders stand for: a tenant only where it is the only one, as an app by itself has. */
export function toArticleSubject(
  report: Report,
  tenants: readonly TenantResult[],
  { applicationId }: ViewOptions,
): ArticleSubject {
  const [only] = tenants;
  const own = {
    partnerTenantId: report.partner.tenantId,
    ...(applicationId === undefined ? {} : { applicationId }),
  };
  if (tenants.length === 1 && only) return ofTenant(own, toTenantRef(only));
  return isOfApp(report) ? { ...own, tenantId: report.partner.tenantId } : own;
}

function toneOfCause(checks: readonly Check[]): Tone {
  const statuses = new Set(checks.map((check) => check.status));
  if (statuses.has('fail')) return 'bad';
  return statuses.has('unknown') ? 'unknown' : 'warn';
}

/** The error words met, most frequent first, at most three. */
export function errorWordsOf(checks: readonly Pick<Check, 'evidence'>[]): string[] {
  const counts = new Map<string, number>();
  for (const { evidence } of checks) {
    if (!evidence) continue;
    const word = errorWord(evidence);
    if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1]);
  return byCount.slice(0, 3).map(([word]) => toSafeText(word, { maxLength: 60 }));
}

/** An article's words without their marks. */
function toPlain(markdown: string): string {
  return markdown.replace(/[*`]/g, '');
}
