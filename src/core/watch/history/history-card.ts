import type { Block, Card } from '../../cards/card.ts';
import { code, type Line, line, plain, time } from '../../cards/inline.ts';
import { countOf, formatDuration, formatNumber } from '../../model/text/format.ts';
import type { HistoryIncident, HistoryView } from './history-view.ts';
import { describePicture, failingWords, formatUptime } from './history-words.ts';

const MOST_INCIDENTS = 5;

const STATUS: Readonly<Record<HistoryView['tone'], string>> = {
  good: 'no failure',
  warn: 'warnings',
  bad: 'failures',
  unknown: 'uncertain',
};

/**
 * The history as a card. `fileName` is the picture among the reply's files; null where none could be drawn, and
 * then the card says so.
 */
export function toHistoryCard(view: HistoryView, fileName: string | null): Card {
  const description = describePicture(view);
  const blocks: Block[] = [
    { kind: 'text', line: plain(view.period), subtle: true },
    fileName === null
      ? { kind: 'text', line: plain(`The picture could not be drawn. In words: ${description}`) }
      : { kind: 'picture', file: fileName, description },
    { kind: 'facts', facts: factsOf(view) },
    ...incidentBlocks(view),
    ...(view.note === '' ? [] : [{ kind: 'text', line: plain(view.note), subtle: true } as const]),
  ];
  return {
    tone: view.tone,
    status: STATUS[view.tone],
    title: plain(view.verdict),
    aside: plain(`${formatUptime(view.uptimePercent)}${view.uptimePercent === null ? '' : ' up'}`),
    blocks,
    actions: [],
    summary: `${view.title}: ${view.verdict}`,
  };
}

function factsOf(view: HistoryView): { label: string; value: Line }[] {
  const open = view.openIncidents;
  const incidents = `${formatNumber(view.incidentCount)}${open > 0 ? ` (${formatNumber(open)} open)` : ''}`;
  const mend =
    view.meanTimeToMendMs === null
      ? 'no incident was mended in this time'
      : `${formatDuration(view.meanTimeToMendMs)}, over ${countOf(view.mended, 'incident')}`;
  return [
    {
      label: 'Up',
      value: plain(`${formatUptime(view.uptimePercent)}${view.uptimePercent === null ? '' : ' of the tested time'}`),
    },
    { label: 'Failing or unknown', value: plain(failingWords(view)) },
    { label: 'Incidents', value: plain(incidents) },
    { label: 'Mean time to mend', value: plain(mend) },
  ];
}

function incidentBlocks({ incidents, incidentCount }: HistoryView): Block[] {
  if (incidents.length === 0) return [];
  const shown = incidents.slice(0, MOST_INCIDENTS).map(incidentLine);
  const more = incidentCount - shown.length;
  return [
    { kind: 'list', numbered: false, items: shown },
    ...(more > 0
      ? [{ kind: 'text', line: plain(`and ${countOf(more, 'earlier incident')}`), subtle: true } as const]
      : []),
  ];
}

function incidentLine({ reference, title, openedAt, closedAt, durationMs }: HistoryIncident): Line {
  const lasted = closedAt === null ? `open for ${formatDuration(durationMs)}` : `lasted ${formatDuration(durationMs)}`;
  return line(`${title}, since `, time(openedAt), `, ${lasted} `, code(reference));
}
