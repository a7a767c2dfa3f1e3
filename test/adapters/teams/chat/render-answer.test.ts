import { describe, expect, it } from 'vitest';
import { rasterizeSvg } from '../../../../src/adapters/pictures/rasterize-svg.ts';
import { renderHeatMapSvg } from '../../../../src/adapters/pictures/render-heat-map-svg.ts';
import { renderAnswer } from '../../../../src/adapters/teams/chat/render-answer.ts';
import { toHistoryCard } from '../../../../src/core/watch/history/history-card.ts';
import { toHistoryReading } from '../../../../src/core/watch/history/to-history-reading.ts';
import { daily, NO_INCIDENTS, row, TO } from '../../../core/watch/history/daily.ts';
import { elementsOf, faultsOf, textsOf } from '../cards/card-rules.ts';

const DAYS = 92;

/** As many rows and columns as a picture of the history has at most, no day like the next. */
function largestHistory() {
  const word = (seed: number) => Array.from({ length: DAYS }, (_, day) => 'pwuf'[(day * seed) % 4] ?? 'p').join('');
  const rows = Array.from({ length: 40 }, (_, index) => row(String(index), word(index + 1), 30 + index));
  const days = daily(row('partner', word(3)), ...rows);
  return toHistoryReading({ connection: 'default', daily: days, record: NO_INCIDENTS, now: TO });
}

describe('renderAnswer', () => {
  const view = largestHistory();
  const content = rasterizeSvg(renderHeatMapSvg(view));
  const card = toHistoryCard(view, 'history.png');
  const files = [{ name: 'history.png', type: 'image/png', content }];

  it('sends the largest heat map after its card, which says it in words', () => {
    const answer = renderAnswer(card, { now: TO, files });
    const [message] = answer.pictures;
    expect([answer.pictures.length, message?.summary]).toEqual([1, answer.summary]);
    expect(message?.attachment).toMatchObject({ contentType: 'image/png', name: 'history.png' });
    const [head, data = ''] = message?.attachment?.contentUrl?.split(',') ?? [];
    expect(head).toBe('data:image/png;base64');
    expect(Buffer.from(data, 'base64').equals(content)).toBe(true);
    expect(faultsOf(answer.card)).toEqual([]);
    expect(elementsOf(answer.card).some(({ type }) => type === 'Image')).toBe(false);
    const picture = card.blocks.find(({ kind }) => kind === 'picture');
    expect(textsOf(answer.card)).toContain(picture?.kind === 'picture' ? picture.description : 'none');
  });

  it('says of a file that it can’t hand over what writes that very file', () => {
    const content = new Uint8Array([1]);
    const named = [{ name: 'week.html', type: 'text/html', content, command: 'samaritan reports show weekly' }];
    for (const offered of [false, true]) {
      const said = textsOf(renderAnswer(card, { now: TO, files: named, offered }).card).join(' ');
      expect(said).toContain('samaritan reports show weekly');
      expect(said).not.toContain('testtokens');
    }
    const others = named.map(({ command: _, ...file }) => file);
    expect(textsOf(renderAnswer(card, { now: TO, files: others }).card).join(' ')).toContain(
      'testtokens --format html',
    );
    const unwritten = named.map((file) => ({ ...file, command: null }));
    const only = textsOf(renderAnswer(card, { now: TO, files: unwritten }).card).join(' ');
    expect(only).toContain('No files can be handed over here.');
    expect(only).not.toContain('terminal');
  });

  it('has a button that brings the files personally, where all read the message', () => {
    const again = 's1~choose~~~reports show~name=week';
    const named = [{ name: 'week.html', type: 'text/html', content, command: 'samaritan reports show week', again }];
    const posted = renderAnswer(card, { now: TO, files: named }).card;
    expect(faultsOf(posted)).toEqual([]);
    expect(textsOf(posted).join(' ')).toMatch(
      /“Newest page and table” brings them to your personal chat.*reports show week/,
    );
    expect(JSON.stringify(posted)).toContain(again);
    expect(JSON.stringify(renderAnswer(card, { now: TO, files: named, offered: true }).card)).not.toContain(again);
  });

  it('shows a picture once: in the card, where it fits', () => {
    const small = [{ name: 'history.png', type: 'image/png', content: content.slice(0, 3000) }];
    const answer = renderAnswer(card, { now: TO, files: small });
    expect(answer.pictures).toEqual([]);
    expect(elementsOf(answer.card).filter(({ type }) => type === 'Image')).toHaveLength(1);
  });

  it.each([
    ['of more than 1 MB', { ...files[0], content: new Uint8Array(1_000_001) }],
    ['that Teams can’t show', { ...files[0], type: 'image/svg+xml' }],
    ['that its card doesn’t speak of', { ...files[0], name: 'other.png' }],
  ])('sends no picture %s', (_name, file) => {
    const one = { name: 'history.png', type: 'image/png', content, ...file };
    expect(renderAnswer(card, { now: TO, files: [one] }).pictures).toEqual([]);
  });
});
