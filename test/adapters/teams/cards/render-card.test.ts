import { describe, expect, it } from 'vitest';
import { renderCard } from '../../../../src/adapters/teams/cards/render-card.ts';
import { encodeAction } from '../../../../src/core/cards/action-id.ts';
import type { Action, Card, CardFile } from '../../../../src/core/cards/card.ts';
import { plain } from '../../../../src/core/cards/inline.ts';
import { actionsOf, elementsOf, faultsOf, textsOf } from './card-rules.ts';
import { cardFullOf, HOSTILE_TEXTS, HUGE_CARDS } from './hostile.ts';

const NOW = Date.parse('2026-11-21T06:35:00Z');
const button = (index: number): Action => ({
  kind: 'button',
  label: `Button ${index}`,
  id: encodeAction('fix', 'run', index),
});

function cardOf(more: Partial<Card> = {}): Card {
  return {
    tone: 'bad',
    status: 'failing',
    title: plain('9 of 412 tenants fail'),
    aside: plain('4.8 s'),
    blocks: [],
    actions: [],
    summary: 'Samaritan: 9 of 412 tenants fail',
    ...more,
  };
}

describe('renderCard', () => {
  it('says the verdict and how long it took first, and the status where the verdict does not say it', () => {
    const { card, text, summary } = renderCard(cardOf(), { now: NOW });
    expect(textsOf(card)).toEqual(['9 of 412 tenants fail', '4.8 s']);
    const running = cardOf({ status: 'running', title: plain('Testing tokens') });
    expect(textsOf(renderCard(running, { now: NOW }).card)).toEqual(['Testing tokens', 'running · 4.8 s']);
    expect(text).toBe('Samaritan: 9 of 412 tenants fail');
    expect(summary).toBe(text);
  });

  it.each(['good', 'warn', 'bad', 'unknown', 'neutral'] as const)('gives the tone %s a style of its own', (tone) => {
    const { card } = renderCard(cardOf({ tone }), { now: NOW });
    const others = (['good', 'warn', 'bad', 'unknown', 'neutral'] as const).filter((one) => one !== tone);
    for (const other of others) {
      const different = renderCard(cardOf({ tone: other }), { now: NOW }).card;
      expect(elementsOf(card)[1]?.style).not.toBe(elementsOf(different)[1]?.style);
    }
  });

  it('sends a press as Action.Execute, and as Action.Submit where that is not known', () => {
    const id = encodeAction('retest', 'run', 2);
    const { card } = renderCard(cardOf({ actions: [{ kind: 'button', label: 'Test again', id, look: 'primary' }] }), {
      now: NOW,
    });
    const [execute, submit] = elementsOf(card).filter(({ type }) => String(type).startsWith('Action.'));
    expect(execute).toMatchObject({
      type: 'Action.Execute',
      verb: 'samaritan',
      data: { id },
      associatedInputs: 'none',
    });
    expect(submit).toMatchObject({ type: 'Action.Submit', data: { samaritan: id } });
  });

  it('marks the buttons of a view that only one person sees', () => {
    const { card } = renderCard(cardOf({ actions: [button(1)] }), { now: NOW, own: true });
    const data = elementsOf(card).flatMap((element) => (element.data === undefined ? [] : [element.data]));
    expect(data).toEqual([expect.objectContaining({ own: 'yes' }), expect.objectContaining({ own: 'yes' })]);
  });

  it('puts no more buttons into one set than every client shows, and keeps the order', () => {
    const actions = Array.from({ length: 14 }, (_, index) => button(index));
    const { card } = renderCard(cardOf({ actions }), { now: NOW });
    expect(faultsOf(card)).toEqual([]);
    expect(actionsOf(card).map(({ label }) => label)).toEqual(actions.map((one) => ('label' in one ? one.label : '')));
  });

  it('gives every list of choices its own input and a button that takes its value along', () => {
    const choice = (index: number): Action => ({
      kind: 'choice',
      id: encodeAction('pick', 'run', index),
      placeholder: 'Steps for one tenant',
      options: [{ label: 'Contoso', value: '7', description: 'contoso.com' }],
    });
    const { card } = renderCard(cardOf({ actions: [choice(0), choice(1)] }), { now: NOW });
    expect(faultsOf(card)).toEqual([]);
    const inputs = elementsOf(card).filter(({ type }) => type === 'Input.ChoiceSet');
    const presses = elementsOf(card).filter(({ type }) => type === 'Action.Execute');
    expect(presses.map(({ data }) => (data as { choice: string }).choice)).toEqual(inputs.map(({ id }) => id));
    expect(inputs[0]).toMatchObject({ choices: [{ title: 'Contoso (contoso.com)', value: '7' }] });
  });

  it('leaves out an option whose value would have to be cut, and an address that is not https', () => {
    const actions: Action[] = [
      {
        kind: 'choice',
        id: encodeAction('pick', 'r', 0),
        placeholder: 'x',
        options: [{ label: 'a', value: 'v'.repeat(101) }],
      },
      { kind: 'link', label: 'bad', url: 'http://entra.microsoft.com' },
      { kind: 'link', label: 'bad', url: 'javascript:alert(1)' },
      { kind: 'link', label: 'good', url: 'https://entra.microsoft.com/' },
    ];
    expect(actionsOf(renderCard(cardOf({ actions }), { now: NOW }).card)).toEqual([
      { label: 'good', id: 'https://entra.microsoft.com/' },
    ]);
  });

  it('keeps the line breaks of a text to copy, and its addresses', () => {
    const text = 'Subject: Access\n\nHello,\r\nopen https://entra.microsoft.com.\n';
    const { card } = renderCard(cardOf({ blocks: [{ kind: 'copy', label: 'Message', text }] }), { now: NOW });
    const runs = elementsOf(card).filter((element) => element.fontType === 'Monospace');
    expect(runs.map((run) => run.text)).toEqual([
      'Subject: Access',
      '\u00a0',
      'Hello,',
      'open https://entra.microsoft.com.',
    ]);
  });

  it('breaks a long address of a text to copy, in its letters and without an empty line around it', () => {
    const address = 'https://entra.microsoft.com/#view/Microsoft_AAD_ConditionalAccess/Policies';
    const text = `1. Open ${address}\n2. Save.\n${address} is the page`;
    const { card } = renderCard(cardOf({ blocks: [{ kind: 'copy', label: 'Message', text }] }), { now: NOW });
    const copied = elementsOf(card).filter((element) => element.fontType === 'Monospace');
    expect(copied.map((one) => one.text)).toEqual(['1. Open', address, '2. Save.', address, 'is the page']);
  });

  it('parts sections from each other, and none from the head, whose band does it', () => {
    const section = { tone: 'bad', status: 'failing', title: [], lines: [], actions: [] } as const;
    const blocks = [{ kind: 'section', section } as const, { kind: 'section', section } as const];
    const [, first, second] = renderCard(cardOf({ blocks }), { now: NOW }).card.body as Record<string, unknown>[];
    expect([first?.separator, second?.separator]).toEqual([false, true]);
  });

  it('shows a time in UTC with its distance from now', () => {
    const line = [{ kind: 'time', at: NOW - 8_040_000 }] as const;
    const { card } = renderCard(cardOf({ blocks: [{ kind: 'text', line }] }), { now: NOW });
    expect(textsOf(card).at(-1)).toBe('2026-11-21 04:21 UTC (2 h 14 min earlier)');
  });

  it('carries a small picture with its words, and says a large one in words alone', () => {
    const file = (bytes: number): CardFile => ({ name: 'a.png', type: 'image/png', content: new Uint8Array(bytes) });
    const card = cardOf({ blocks: [{ kind: 'picture', file: 'a.png', description: 'Failures by day' }] });
    const small = renderCard(card, { now: NOW, files: [file(9000)] }).card;
    const large = renderCard(card, { now: NOW, files: [file(40_000)] }).card;
    expect(elementsOf(small).find(({ type }) => type === 'Image')).toMatchObject({ altText: 'Failures by day' });
    expect(faultsOf(small)).toEqual([]);
    expect(elementsOf(large).some(({ type }) => type === 'Image')).toBe(false);
    expect(textsOf(large)).toContain('Failures by day');
  });

  it.each(HOSTILE_TEXTS)('is valid with %j everywhere', (text) => {
    expect(faultsOf(renderCard(cardFullOf(text), { now: NOW }).card)).toEqual([]);
  });

  it.each(HUGE_CARDS.map((card, index) => [index, card] as const))(
    'keeps Teams’ limits for huge card %i',
    (_index, huge) => {
      const { card, text } = renderCard(huge, { now: NOW });
      expect(faultsOf(card)).toEqual([]);
      expect(text.length).toBeLessThanOrEqual(400);
      expect(textsOf(card)[0]).toMatch(/^/);
      expect(actionsOf(card).length).toBeGreaterThanOrEqual(6);
    },
  );

  it('says how many items and blocks were left out', () => {
    const items = Array.from({ length: 300 }, (_, index) => plain(`Tenant ${index} ${'n'.repeat(40)}`));
    const { card } = renderCard(cardOf({ blocks: [{ kind: 'list', numbered: false, items }], actions: [button(1)] }), {
      now: NOW,
    });
    const texts = textsOf(card);
    const shown = texts.filter((text) => text.startsWith('Tenant')).length;
    expect(texts).toContain(`and ${300 - shown} more`);
    expect(actionsOf(card)).toHaveLength(1);
  });

  it('makes no summary of nothing', () => {
    expect(renderCard(cardOf({ summary: ' ' }), { now: NOW }).summary).toBe('Samaritan');
  });
});
