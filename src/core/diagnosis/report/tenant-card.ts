import { encodeAction } from '../../cards/action-id.ts';
import { button } from '../../cards/button.ts';
import type { Action, Block, Card, CardTone } from '../../cards/card.ts';
import { errorWord, evidenceMessage } from '../../cards/evidence.ts';
import { code, type Line, line, plain, strong, time } from '../../cards/inline.ts';
import { tenantTitle } from '../../cards/names.ts';
import { causeDefinition } from '../../model/causes/cause.ts';
import type { CheckStatus } from '../../model/causes/status.ts';
import type { Check } from '../../model/checks/check.ts';
import type { TenantResult } from '../../model/checks/results.ts';
import { toTenantRef } from '../../model/tenants/tenant-ref.ts';
import { formatDuration, inSentence } from '../../model/text/format.ts';
import { toSafeText } from '../../model/text/safe-text.ts';
import type { Report } from './report.ts';
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

/** One tenant's chain: each check with its evidence, and what is known about the tenant. */
export function toTenantCard(options: TenantCardOptions, context: CardContext): Card {
  const { report } = options;
  const [tenant] = report.tenants;
  // Where the partner connection itself is broken there is no tenant to show.
  if (!tenant || report.tenants.length > 1) return toReportCard(report, context);
  const ref = toTenantRef(tenant);
  const verdict = verdictOf(ref.label, tenant);
  return {
    tone: tenant.accepted ? 'neutral' : TONES[tenant.status],
    status: tenant.accepted ? 'accepted' : WORDS[tenant.status],
    title: plain(verdictOf(tenantTitle(ref), tenant)),
    aside: plain(formatDuration(report.run.finishedAt - report.run.startedAt)),
    blocks: [...tenant.checks.map(checkBlock), ...factsOf(tenant, options), ...partnerBlocks(report)],
    actions: actionsOf(report),
    summary: verdict,
  };
}

function verdictOf(label: string, { status, accepted, checks }: TenantResult): string {
  const cause = checks.find((check) => check.status === status && check.cause !== undefined)?.cause;
  if (accepted) return `${label} fails as expected: accepted`;
  if (status === 'pass') return `${label} works`;
  if (status === 'warn') return `${label} works, with a warning`;
  if (status === 'fail')
    return cause ? `${label} fails: ${inSentence(causeDefinition(cause).title)}` : `${label} fails`;
  return status === 'unknown' ? `${label} is unknown` : `${label} was not tested`;
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
      ...(check.status === 'skipped' ? {} : { aside: plain(formatDuration(check.durationMs)) }),
      lines,
      actions: [],
    },
  };
}

/** What the partner's own checks say beside passing: it may be why, and it isn't the tenant's. */
function partnerBlocks({ partner }: Report): Block[] {
  const items = partner.checks
    .filter(({ status, reason }) => status !== 'pass' && status !== 'skipped' && reason !== undefined)
    .map(({ id, reason = '' }) => plain(toSafeText(`${id}: ${reason}`, { maxLength: LONGEST_MESSAGE })));
  if (items.length === 0) return [];
  return [
    { kind: 'text', line: [strong('Our own connection')] },
    { kind: 'list', numbered: false, items },
  ];
}

function factsOf({ tenantId }: TenantResult, { failingSince, known }: TenantCardOptions): Block[] {
  const facts: { label: string; value: Line }[] = [];
  const since = failingSince.get(tenantId);
  if (since !== undefined) facts.push({ label: 'Failing since', value: [time(since)] });
  if (known) facts.push({ label: 'In the customer list since', value: [time(known.firstSeenAt)] });
  return facts.length > 0 ? [{ kind: 'facts', facts }] : [];
}

function actionsOf(report: Report): Action[] {
  const fixes = report.causes.slice(0, 2).map(
    (cause, index): Action => ({
      kind: 'button',
      label: report.causes.length > 1 ? `How to fix: ${cause.title}`.slice(0, 80) : 'How to fix',
      id: encodeAction('fix', report.run.id, index),
      ...(index === 0 ? { look: 'primary' } : {}),
    }),
  );
  return [
    ...fixes,
    button('Test again', encodeAction('again', report.run.id, 'all')),
    ...(report.causes[0] && report.causes[0].owner !== 'partner'
      ? [button('Expected here', encodeAction('expect', report.run.id, 0, 0))]
      : []),
    button('Download', encodeAction('download', report.run.id)),
    button('Details', encodeAction('details', report.run.id)),
  ];
}
