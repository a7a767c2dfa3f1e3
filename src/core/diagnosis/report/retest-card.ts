import { encodeAction } from '../../cards/action-id.ts';
import { type Action, type Block, button, CARD_LIMITS, type Card } from '../../cards/card.ts';
import { errorWord } from '../../cards/evidence.ts';
import { code, type Line, line, plain, strong, time } from '../../cards/inline.ts';
import { tenantLine } from '../../cards/names.ts';
import type { CauseId } from '../../model/causes/cause.ts';
import { isBad } from '../../model/causes/evidence.ts';
import type { TenantResult } from '../../model/checks/check.ts';
import { toTenantRef } from '../../model/tenants/tenant.ts';
import { andMore, formatDuration, toSafeText } from '../../model/text/format.ts';
import { placeOfCause, type Report } from './report.ts';
import { subjectOf } from './report-card.ts';
import {
  type RetestMatter,
  type RetestOutcome,
  sortOut,
  stillFails,
  verdictOnAll,
  verdictOnOne,
  worksAgain,
} from './retest-words.ts';

export interface RetestCardOptions {
  report: Report;
  /** The cause that was to be mended, and where it stands in the report it came from. */
  cause: CauseId;
  from: { runId: string; index: number; tenant?: number } | { incident: string };
  /** Since when what was tested again was failing in each tenant, where that was recorded. Milliseconds since the epoch. */
  failingSince: ReadonlyMap<string, number>;
  /** What is known to fail in a tenant beside what was tested again: `Graph`, `Exchange`. */
  elsewhere?: ReadonlyMap<string, string>;
}

/** What testing again found: mended and after how long, or what is still wrong and whether it is the same thing. */
export function toRetestCard({ report, from, ...rest }: RetestCardOptions): Card {
  const { tenants, run } = report;
  const matter: RetestMatter = { ...rest, now: run.finishedAt };
  const outcome = sortOut(tenants);
  const [only] = tenants;
  const one = tenants.length === 1 && only ? only : undefined;
  const headline = one ? verdictOnOne(one, outcome, matter) : verdictOnAll(outcome, matter);
  return {
    ...verdictLook(outcome, matter),
    title: plain(headline),
    aside: plain(formatDuration(run.finishedAt - run.startedAt)),
    blocks: one ? blocksOfOne(one, matter) : blocksOfAll(outcome, matter),
    actions: actionsOf(report, outcome.broken, from),
    summary: headline,
  };
}

function verdictLook({ broken, untested, mended }: RetestOutcome, { elsewhere }: RetestMatter) {
  if (broken.length > 0) return { tone: 'bad', status: 'still failing' } as const;
  if (untested.length > 0) return { tone: 'unknown', status: 'interrupted' } as const;
  const others = mended.some(({ tenantId }) => elsewhere?.has(tenantId));
  return others ? ({ tone: 'warn', status: 'partly mended' } as const) : ({ tone: 'good', status: 'mended' } as const);
}

/** Which tenant it is, and what is known of a failure that stays. */
function blocksOfOne(tenant: TenantResult, { failingSince }: RetestMatter): Block[] {
  const broken = tenant.checks.find((check) => isBad(check.status));
  const since = failingSince.get(tenant.tenantId);
  const facts: { label: string; value: Line }[] = [];
  if (broken) facts.push({ label: 'Broken', value: plain(broken.id) });
  if (broken && since !== undefined) facts.push({ label: 'Failing since', value: [time(since)] });
  const word = broken?.evidence && errorWord(broken.evidence);
  if (word !== undefined) facts.push({ label: 'Evidence', value: [code(toSafeText(word, { maxLength: 60 }))] });
  return [
    { kind: 'text', line: tenantLine(toTenantRef(tenant)) },
    ...(facts.length > 0 ? [{ kind: 'facts', facts } as const] : []),
  ];
}

/** What still fails first; at most so many names of each. */
function blocksOfAll({ broken, mended }: RetestOutcome, matter: RetestMatter): Block[] {
  const lines = [
    ...broken.slice(0, CARD_LIMITS.names).map((one) => line(strong(labelOf(one)), `: ${stillFails(one, matter)}`)),
    ...mended.slice(0, CARD_LIMITS.names).map((one) => plain(worksAgain(labelOf(one), one, matter))),
  ];
  const left = broken.length + mended.length - lines.length;
  if (left > 0) lines.push(plain(andMore(left).trim()));
  return lines.length > 0 ? [{ kind: 'list', numbered: false, items: lines }] : [];
}

function labelOf(tenant: TenantResult): string {
  return toTenantRef(tenant).label;
}

function actionsOf(report: Report, broken: readonly TenantResult[], from: RetestCardOptions['from']): Action[] {
  const { again, back } = idsOf(from);
  const mended =
    report.tenants.length > 0 && report.tenants.every(({ status }) => status === 'pass' || status === 'warn');
  return [
    ...(mended ? [] : [button('Test again', again, true)]),
    ...(broken.length > 0 ? fixActions(report, broken) : []),
    button('Back', back),
  ];
}

/** The buttons that lead on and back: to the report that was begun with, or to the incident. */
function idsOf(from: RetestCardOptions['from']): { again: string; back: string } {
  if ('incident' in from) {
    return { again: encodeAction('recheck', from.incident), back: encodeAction('incident', from.incident) };
  }
  const where = from.tenant === undefined ? [] : [from.tenant];
  return {
    again: encodeAction('retest', from.runId, from.index, ...where),
    back: encodeAction('report', from.runId, Math.floor(from.index / CARD_LIMITS.causes)),
  };
}

/** The steps where one cause is left, else the causes. */
function fixActions(report: Report, broken: readonly TenantResult[]): Action[] {
  const { run, causes } = report;
  const [only] = causes;
  if (!only) return [];
  if (causes.length > 1) return [button('What still fails', encodeAction('report', run.id, 0))];
  const label = broken.length === 1 ? 'How to fix' : `How to fix ${subjectOf(broken.map((one) => one.tenantId))}`;
  return [button(label, encodeAction('fix', run.id, placeOfCause(report, only)))];
}
