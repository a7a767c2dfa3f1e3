import { encodeAction } from '../../cards/action-id.ts';
import type { Tone } from '../../cards/card.ts';
import { type Action, type Block, CARD_LIMITS, type Card, type Section } from '../../cards/card.ts';
import { code, type Line, line, markTime, plain, splitTimes } from '../../cards/inline.ts';
import { namesLine } from '../../cards/names.ts';
import { countOf } from '../../model/text/format.ts';
import type { Report } from './report.ts';
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
 * The result of a sweep: verdict, counts, what changed, then causes and not tenants. `page` counts from 0; each page has
 * as many causes as fit.
 */
export function toReportCard(report: Report, context: CardContext, page = 0): Card {
  const view = toReportView(report, { ...context, formatTime: markTime });
  const pages = Math.max(1, Math.ceil(view.causes.length / CARD_LIMITS.causes));
  const at = Math.min(Math.max(0, page), pages - 1);
  const from = at * CARD_LIMITS.causes;
  const shown = view.causes.slice(from, from + CARD_LIMITS.causes);
  const blocks: Block[] = [...headBlocks(view)];
  for (const [index, cause] of shown.entries()) {
    blocks.push({ kind: 'section', section: toCauseSection(cause, report, from + index) });
  }
  if (pages > 1) blocks.push({ kind: 'text', line: plain(pageLine(view, from, shown.length)) });
  blocks.push({ kind: 'text', line: splitTimes(view.footer), subtle: true });
  return {
    tone: view.tone,
    status: TONE_WORDS[view.tone],
    title: splitTimes(view.verdict),
    aside: plain(view.took),
    blocks,
    actions: reportActions(report, at, pages),
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

function toCauseSection(cause: CauseView, report: Report, index: number): Section {
  const { id } = report.run;
  const partner = cause.tenants.length === 0;
  const codes = cause.codes.length > 0 ? `${cause.codes.join(', ')}. ` : '';
  const said = cause.said === undefined ? [] : [plain(`It said: “${cause.said}”`)];
  const button = (label: string, action: string): Action => ({ kind: 'button', label, id: action });
  return {
    tone: cause.tone,
    status: TONE_WORDS[cause.tone],
    title: plain(cause.title),
    aside: line([cause.whose, cause.extent, ...(cause.certainty === '' ? [] : [cause.certainty])].join(' · ')),
    lines: partner
      ? [
          plain(
            `${codes}${report.tenants.length === 0 && cause.tone === 'bad' ? 'Every tenant is affected.' : cause.meaning}`,
          ),
          ...said,
        ]
      : [...said, namesLine(cause.tenants), ...(cause.codes.length === 0 ? [] : [codesLine(cause.codes)])],
    actions: [
      button('How to fix', encodeAction('fix', id, index)),
      ...(partner
        ? []
        : [
            button('Show tenants', encodeAction('tenants', id, index, 0)),
            button(cause.tenants.length === 1 ? 'Test it again' : 'Test these again', encodeAction('again', id, index)),
          ]),
    ],
  };
}

function codesLine(codes: readonly string[]): Line {
  return codes.flatMap((one, index) => [...(index === 0 ? [] : plain(', ')), code(one)]);
}

function reportActions({ run, tenants }: Report, page: number, pages: number): Action[] {
  // Where the partner connection itself was broken there are no tenants to name: everything is tested.
  const named = (run.scope === 'named' || run.kind === 'retest') && tenants.length > 0;
  const again = named ? encodeAction('again', run.id, 'all') : sweepAction(run.connection, run.only);
  const turn = (label: string, to: number): Action => ({
    kind: 'button',
    label,
    id: encodeAction('report', run.id, to),
  });
  return [
    ...(page > 0 ? [turn('Previous causes', page - 1)] : []),
    ...(page < pages - 1 ? [turn(page === 0 ? 'More causes' : 'Next causes', page + 1)] : []),
    {
      kind: 'button',
      label: testLabel(run, tenants.length),
      id: again,
    },
    ...(tenants.length > 0
      ? [{ kind: 'button', label: 'Download', id: encodeAction('download', run.id) } as const]
      : []),
    ...(run.connection.length <= LONGEST_CONNECTION
      ? [{ kind: 'button', label: 'History', id: encodeAction('history', run.connection) } as const]
      : []),
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
