import { encodeAction } from '../../cards/action-id.ts';
import { type Action, type Block, button, type Card, type CardTone } from '../../cards/card.ts';
import { errorWord, evidenceMessage } from '../../cards/evidence.ts';
import { code, type Line, line, plain, strong, time } from '../../cards/inline.ts';
import { tenantTitle } from '../../cards/names.ts';
import { toArticleLine } from '../../guidance/articles/markdown.ts';
import { causeDefinition, ownerWord } from '../../model/causes/cause.ts';
import { type CheckStatus, isBad, isProved } from '../../model/causes/evidence.ts';
import { type Check, sweptChecks, type TenantResult } from '../../model/checks/check.ts';
import { toTenantRef } from '../../model/tenants/tenant.ts';
import { countOf, formatDuration, inSentence, toSafeText } from '../../model/text/format.ts';
import { type ChainSummary, toChainSummary } from './chain-summary.ts';
import { placeOfCause, placeOfTenant, type Report } from './report.ts';
import { type CardContext, toReportCard } from './report-card.ts';
import type { KnownTenant } from './run-store.ts';

export interface TenantCardOptions {
  report: Report;
  failingSince: ReadonlyMap<string, number>;
  known: KnownTenant | undefined;
}

const TONES: Readonly<Record<CheckStatus, CardTone>> = {
  pass: 'good',
  warn: 'warn',
  fail: 'bad',
  unknown: 'unknown',
  skipped: 'neutral',
};
const WORDS: Readonly<Record<CheckStatus, string>> = {
  pass: 'fine',
  warn: 'warning',
  fail: 'failing',
  unknown: 'unknown',
  skipped: 'not tested',
};
const LONGEST_MESSAGE = 260;
const LONGEST_REASON = 160;

/** The way into one tenant, proved link by link: the verdict, the one next step, what is broken, and what each other link shows. */
export function toTenantCard(options: TenantCardOptions, context: CardContext): Card {
  const { report } = options;
  const [tenant] = report.tenants;
  const chain = toChainSummary(report, { ...context, hasButton: true });
  // Where the partner connection itself is broken there is no tenant to show.
  if (!tenant || report.tenants.length > 1) {
    const card = toReportCard(report, context);
    return { ...card, blocks: [...nextBlock(chain, context), ...card.blocks] };
  }
  const ref = toTenantRef(tenant);
  const checks = [...report.partner.checks, ...tenant.checks];
  const told = checks.filter(({ status, reason }) => status !== 'pass' && status !== 'skipped' && reason !== undefined);
  return {
    tone: tenant.accepted ? 'neutral' : TONES[tenant.status],
    status: tenant.accepted ? 'accepted' : WORDS[tenant.status],
    title: plain(verdictOf(tenantTitle(ref), tenant, chain)),
    aside: plain(asideOf(report, chain)),
    blocks: [
      ...nextBlock(chain, context),
      ...byUrgency(told).map(checkBlock),
      ...passedBlocks(checks.filter(({ status }) => status === 'pass')),
      ...skippedBlocks(tenant.checks.filter(({ status }) => status === 'skipped')),
      ...factsOf(tenant, options),
    ],
    actions: actionsOf(report, tenant, chain),
    summary: verdictOf(ref.label, tenant, chain),
  };
}

function verdictOf(label: string, tenant: TenantResult, { firstBroken, unread }: ChainSummary): string {
  const { status, accepted, checks } = tenant;
  const cause =
    firstBroken?.cause ?? checks.find((check) => check.status === status && check.cause !== undefined)?.cause;
  if (accepted) return `${label} fails as expected: accepted`;
  if (status === 'pass') return `${label} works`;
  if (status === 'warn') return `${label} works, with a warning`;
  if (status === 'fail')
    return cause ? `${label} fails: ${inSentence(causeDefinition(cause).title)}` : `${label} fails`;
  const answers = sweptChecks(tenant).every((check) => check.status === 'pass');
  if (answers && unread.length > 0)
    return `${label} works; ${countOf(unread.length, 'link')} of the way in could not be read`;
  return status === 'unknown' ? `${label} is unknown` : `${label} was not tested`;
}

function asideOf({ run }: Report, { firstBroken, owner }: ChainSummary): string {
  const took = formatDuration(run.finishedAt - run.startedAt);
  if (!firstBroken || owner === null) return took;
  return `${ownerWord(owner)} · ${isLikely(firstBroken) ? 'likely' : 'proved'} · ${took}`;
}

/** Of a policy that refuses for certain it may still be only likely which it is. */
function isLikely({ confidence, evidence }: Check): boolean {
  return confidence === 'likely' || (evidence?.policy !== undefined && !isProved(evidence.policy));
}

function nextBlock({ nextStep, cause, fromArticle }: ChainSummary, context: CardContext): Block[] {
  if (nextStep === null) return [];
  const { applicationId } = context;
  const known = applicationId === undefined ? {} : { applicationId };
  const step = fromArticle ? toArticleLine(nextStep, known) : plain(nextStep);
  return [{ kind: 'text', line: line(strong(cause ? 'Next:' : 'To know more:'), ' ', ...step) }];
}

const URGENCY: readonly CheckStatus[] = ['fail', 'warn', 'unknown'];

function byUrgency(checks: readonly Check[]): Check[] {
  return [...checks].sort((a, b) => URGENCY.indexOf(a.status) - URGENCY.indexOf(b.status));
}

function checkBlock(check: Check): Block {
  const lines: Line[] = [];
  const reason = toSafeText(check.reason ?? '', { maxLength: LONGEST_MESSAGE });
  if (reason !== '') lines.push(plain(reason));
  const word = check.evidence && errorWord(check.evidence);
  const message = evidenceMessage(check, LONGEST_MESSAGE);
  if (word !== undefined && !message.startsWith(word)) lines.push([code(toSafeText(word, { maxLength: 60 }))]);
  if (message !== '' && message !== reason) lines.push(line({ kind: 'code', text: message }));
  return {
    kind: 'section',
    section: {
      tone: TONES[check.status],
      status: WORDS[check.status],
      title: plain(check.confidence === 'likely' ? `${check.id} · likely` : check.id),
      lines,
      actions: [],
    },
  };
}

/** What holds, each with what shows it; those that say no more than that they do share a line. */
function passedBlocks(checks: readonly Check[]): Block[] {
  const [saying, silent] = [checks.filter(({ reason }) => reason), checks.filter(({ reason }) => !reason)];
  const items = saying.map(({ id, reason = '' }) =>
    line(strong(id), ' ', toSafeText(reason, { maxLength: LONGEST_REASON })),
  );
  if (silent.length > 0) items.push(line(strong(silent.map(({ id }) => id).join(', ')), ' fine'));
  return items.length === 0 ? [] : [{ kind: 'list', numbered: false, items }];
}

/** Those that were left out for the same reason share a line. */
function skippedBlocks(checks: readonly Check[]): Block[] {
  return [...Map.groupBy(checks, ({ reason = WORDS.skipped }) => reason)].map(([reason, alike]) => ({
    kind: 'text',
    subtle: true,
    line: line(
      `${alike.map(({ id }) => id).join(', ')} · ${WORDS.skipped}: `,
      toSafeText(reason.replace(/^Not tested[^:]*: /, ''), { maxLength: LONGEST_REASON }),
    ),
  }));
}

function factsOf({ tenantId }: TenantResult, { failingSince, known }: TenantCardOptions): Block[] {
  const facts: { label: string; value: Line }[] = [];
  const since = failingSince.get(tenantId);
  if (since !== undefined) facts.push({ label: 'Failing since', value: [time(since)] });
  if (known) facts.push({ label: 'Known since', value: [time(known.firstSeenAt)] });
  return facts.length > 0 ? [{ kind: 'facts', facts }] : [];
}

/** How to fix the broken link first, then the other causes. */
function actionsOf(report: Report, tenant: TenantResult, { cause, owner }: ChainSummary): Action[] {
  const { causes, run } = report;
  const ordered = cause ? [cause, ...causes.filter((one) => one !== cause)] : causes;
  const fixes = ordered.slice(0, 2).map((one, place) => {
    const label = causes.length > 1 ? `How to fix: ${one.title}`.slice(0, 80) : 'How to fix';
    return button(label, encodeAction('fix', run.id, placeOfCause(report, one)), place === 0);
  });
  const place = cause && [placeOfCause(report, cause), placeOfTenant(report, tenant)];
  const canExpect = place && owner !== 'partner' && sweptChecks(tenant).some(({ status }) => isBad(status));
  return [
    ...fixes,
    button('Test again', encodeAction('again', run.id, 'all')),
    ...(canExpect ? [button('Expected here', encodeAction('expect', run.id, ...place))] : []),
    button('Download', encodeAction('download', run.id)),
    button('Details', encodeAction('details', run.id)),
  ];
}
