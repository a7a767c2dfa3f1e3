import { describe, expect, it } from 'vitest';
import { toCardText } from '../../../../src/core/cards/card-text.ts';
import { toPlainLine } from '../../../../src/core/cards/inline.ts';
import { toHistoryCard } from '../../../../src/core/watch/history/history-card.ts';
import { formatUptime } from '../../../../src/core/watch/history/history-words.ts';
import { toHistoryReading } from '../../../../src/core/watch/history/to-history-reading.ts';
import { linesOf } from '../../cards/card-texts.ts';
import { daily, incident, row, TO } from './daily.ts';

const HOUR_MS = 3_600_000;

function cardOf(count = 1, fileName: string | null = 'history.png', open = 0) {
  const days = daily(row('partner', 'pp-'), row('1', 'fp-', 90), row('2', 'pp-'));
  const mended = incident({ firstFailedAt: TO - 5 * HOUR_MS, closedAt: TO - 3 * HOUR_MS, outcome: 'mended' });
  const incidents = Array.from({ length: Math.min(count, 6) }, () => mended);
  const record = { incidents, count, open, mended: count, meanTimeToMendMs: count === 0 ? null : 2 * HOUR_MS };
  const view = toHistoryReading({ connection: 'default', daily: days, record, now: TO });
  return toHistoryCard(view, fileName);
}

describe('toHistoryCard', () => {
  it('shows the picture, described for who cannot see it', () => {
    const card = cardOf();
    const [picture] = card.blocks.filter(({ kind }) => kind === 'picture');
    expect(picture).toMatchObject({ file: 'history.png' });
    const description = picture?.kind === 'picture' ? picture.description : '';
    expect(description).toBe('Heat map, tenants by day. Least up: Tenant 1 96.87 %.');
    const said = toCardText(card);
    for (const fact of ['1 of 2 tenants failed', 'Nothing was tested on 1 of 3 days', '28 Oct to 30 Oct 2026'])
      expect(said.split(fact), fact).toHaveLength(2);
    expect(card.summary).toContain('1 of 2 tenants failed');
  });

  it('has uptime, failing time, incidents and mean time to mend', () => {
    const facts = cardOf().blocks.flatMap((block) => (block.kind === 'facts' ? block.facts : []));
    const texts = facts.map(({ label, value }) => `${label}: ${toPlainLine(value, String)}`);
    expect(texts).toEqual([
      'Up: 98.43 % of the tested time',
      'Failing or unknown: 1 h 30 min, all tenants added up',
      'Incidents: 1',
      'Mean time to mend: 2 h, over 1 incident',
    ]);
  });

  it('says how many of the incidents are open', () => {
    expect(linesOf(cardOf(2, null, 1))).toContain('Incidents: 2 (1 open)');
  });

  it('lists the latest incidents and says how many more there were', () => {
    const { blocks } = cardOf(8);
    const [list] = blocks.flatMap((block) => (block.kind === 'list' ? [block.items] : []));
    expect(list).toHaveLength(5);
    expect(JSON.stringify(blocks)).toContain('and 3 earlier incidents');
    expect(toPlainLine(list?.[0] ?? [], (at) => new Date(at).toISOString())).toMatch(
      /, since 2026-10-30T19:00:00.000Z, lasted 2 h INC-7Q2M$/,
    );
  });

  it('says in words what the picture would, where none could be drawn', () => {
    const card = cardOf(0, null);
    expect(card.blocks.some(({ kind }) => kind === 'picture')).toBe(false);
    expect(JSON.stringify(card.blocks)).toContain('Tenant 1 96.87 %');
  });
});

describe('formatUptime', () => {
  it('never rounds up', () => {
    expect([100, 99.9999, 99.5, 0.004, 0, null].map(formatUptime)).toEqual([
      '100 %',
      '99.99 %',
      '99.50 %',
      '0 %',
      '0 %',
      'not tested',
    ]);
  });
});
