import { encodeAction } from '../../cards/action-id.ts';
import { type Action, type Block, button, CARD_LIMITS, type Card, type Section, type Tone } from '../../cards/card.ts';
import { line, markTime, plain, splitTimes } from '../../cards/inline.ts';
import { namesLine } from '../../cards/names.ts';
import { countOf, toSafeText } from '../../model/text/format.ts';
import type { Report } from './report.ts';
import { isOfApp } from './situation-of.ts';
import { sweepAction } from './sweep-action.ts';
import { type CauseView, type ReportView, toReportView, type ViewOptions } from './view.ts';

export const TONE_WORDS: Readonly<Record<Tone, string>> = {
  good: 'fine',
  warn: 'warning',
  bad: 'failing',
  unknown: 'unknown',
};

export type CardContext = Omit<ViewOptions, 'formatTime'>;

/**
 * The result of a sweep: verdict, counts, what changed; then what to begin with, which has the card's one next step, and
 * the other causes as rows, of which one can be opened. `page` counts from 0; each page has as many causes as fit.
 */
export function toReportCard(report: Report, context: CardContext, page = 0): Card {
  const view = toReportView(report, { ...context, formatTime: markTime });
  const pages = Math.max(1, Math.ceil(view.causes.length / CARD_LIMITS.causes));
  const at = Math.min(Math.max(0, page), pages - 1);
  const from = at * CARD_LIMITS.causes;
  const shown = view.causes.slice(from, from + CARD_LIMITS.causes);
  const placeOf = (index: number): number => report.part?.causes[index] ?? index;
  const blocks: Block[] = [...headBlocks(view)];
  for (const [place, cause] of shown.entries()) {
    blocks.push({ kind: 'section', section: from + place === 0 ? toFirst(cause, placeOf(0), report) : toRow(cause) });
  }
  if (pages > 1) blocks.push({ kind: 'text', line: plain(pageLine(view, from, shown.length)), subtle: true });
  return {
    tone: view.tone,
    status: report.waitingUntil !== undefined && view.tone === 'warn' ? 'not complete' : TONE_WORDS[view.tone],
    title: splitTimes(view.verdict),
    aside: plain(`connection ${toSafeText(report.run.connection)} · ${view.took}`),
    blocks,
    actions: [...causeChoice(shown, from, report), ...reportActions(report, at, pages)],
    summary: `Samaritan: ${view.verdict}`,
  };
}

function headBlocks(view: ReportView): Block[] {
  const lines = [...(view.counts === '' ? [] : [plain(view.counts)]), ...view.changes.map(splitTimes)];
  const notes = view.notes.map((note) => splitTimes(note));
  return [
    ...lines.map((one): Block => ({ kind: 'text', line: one })),
    ...(notes.length > 0 ? [{ kind: 'list', numbered: false, items: notes } as const] : []),
  ];
}

function pageLine({ causes }: ReportView, from: number, count: number): string {
  return `Causes ${from + 1} to ${from + count} of ${causes.length}.`;
}

/** What to begin with, and the button that does. Where nothing could be tested the verdict names it. */
function toFirst(cause: CauseView, place: number, report: Report): Section {
  const row = toRow(cause);
  const stopped = report.tenants.length === 0 && cause.tone === 'bad';
  return {
    ...row,
    title: stopped
      ? plain(`${isOfApp(report) ? 'The' : 'Every'} tenant is affected`)
      : line('Start with: ', ...row.title),
    actions: [button('How to fix', encodeAction('fix', report.run.id, place), true)],
  };
}

/** A cause in two lines: what, whose, how many and how new; then where. */
function toRow(cause: CauseView): Section {
  const { tone, title, whose, extent, certainty, news, said, tenants, meaning } = cause;
  const facts = [whose, extent, certainty, news].filter((fact) => fact !== '');
  return {
    tone,
    status: tone === 'bad' ? undefined : TONE_WORDS[tone],
    title: plain(title),
    aside: splitTimes(facts.join(' · ')),
    lines: [
      ...(said === undefined ? [] : [plain(`It said: “${said}”`)]),
      tenants.length > 0 ? namesLine(tenants) : plain(meaning),
    ],
    actions: [],
  };
}

/** Opens one of the causes that have no button: how to fix it, its tenants, testing them again. */
function causeChoice(shown: readonly CauseView[], from: number, { run, part }: Report): Action[] {
  const options = shown.flatMap(({ title, whose, extent }, index) => {
    const at = from + index;
    const value = String(part?.causes[at] ?? at);
    return at === 0 ? [] : [{ label: title, value, description: `${whose} · ${extent}` }];
  });
  if (options.length === 0) return [];
  return [
    { kind: 'choice', id: encodeAction('pick', run.id), placeholder: 'Open another cause', options, verb: 'Open' },
  ];
}

function reportActions({ run, tenants }: Report, page: number, pages: number): Action[] {
  // Where the partner connection itself was broken there are no tenants to name: everything is tested.
  const named = (run.scope === 'named' || run.kind === 'retest') && tenants.length > 0;
  const again = named ? encodeAction('again', run.id, 'all') : sweepAction(run.connection, run.only);
  const turn = (label: string, to: number): Action => button(label, encodeAction('report', run.id, to));
  return [
    ...(page > 0 ? [turn('Previous causes', page - 1)] : []),
    ...(page < pages - 1 ? [turn(page === 0 ? 'More causes' : 'Next causes', page + 1)] : []),
    button(testLabel(run, tenants.length), again),
    ...(tenants.length > 0 ? [button('Download', encodeAction('download', run.id))] : []),
    ...(run.connection.length <= LONGEST_CONNECTION
      ? [button('History', encodeAction('history', run.connection))]
      : []),
    button('Details', encodeAction('details', run.id)),
  ];
}

/** A longer name has no room in a button. */
const LONGEST_CONNECTION = 60;

function testLabel({ scope, kind }: Report['run'], tenants: number): string {
  const named = scope === 'named' || kind === 'retest';
  if (tenants === 0) return named ? 'Test everything' : 'Test again';
  if (tenants === 1) return 'Test again';
  return named ? 'Test all of these again' : 'Test everything again';
}

/** `3 tenants` or the one tenant's name, for titles. */
export function subjectOf(labels: readonly string[]): string {
  const [only] = labels;
  return labels.length === 1 && only !== undefined ? only : countOf(labels.length, 'tenant');
}
