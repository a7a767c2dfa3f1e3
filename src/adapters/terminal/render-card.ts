import type { Action, Block, Card, CardTone, Section } from '../../core/cards/card.ts';
import { type Line, toPlainLine } from '../../core/cards/inline.ts';
import { toCommandLine } from '../../core/chat/calls/to-command-line.ts';
import { progressBar } from '../../core/diagnosis/sweep/progress.ts';
import { withPrefix } from './plain-markdown.ts';
import type { RenderOptions, Style } from './style.ts';
import { leftAndRight, wrapIndented } from './wrap.ts';

export interface CardRenderOptions extends RenderOptions {
  formatTime: (at: number) => string;
}

/** A card as text. Of what chat shows as buttons it names addresses, and the commands that do the same. */
export function renderCard(card: Card, options: CardRenderOptions): string {
  const { style, width } = options;
  const head = `${signOf(style, card.tone)}${style.bold(toText(card.title, options))}`;
  const lines = card.aside
    ? leftAndRight(head, style.dim(toText(card.aside, options)), width)
    : wrapIndented(head, width, '');
  for (const block of card.blocks) lines.push(...renderBlock(block, options));
  lines.push(...renderActions(card.actions, options));
  return `${lines.join('\n')}\n`;
}

function renderBlock(block: Block, options: CardRenderOptions): string[] {
  const { style, width } = options;
  switch (block.kind) {
    case 'text': {
      const text = toText(block.line, options);
      return [...wrapIndented(block.subtle ? style.dim(text) : text, width, '  '), ...linksOf(block.line, options)];
    }
    case 'list':
      return block.items.flatMap((item, index) => {
        const mark = block.numbered ? `  ${index + 1}. ` : '  - ';
        return [...wrapIndented(toText(item, options), width, mark), ...linksOf(item, options)];
      });
    case 'facts':
      return block.facts.flatMap(({ label, value }) =>
        wrapIndented(toText(value, options), width, `  ${style.bold(`${label}:`)} `, '    '),
      );
    case 'bar':
      return [`  ${progressBar(block.share)}`];
    case 'copy':
      // To be copied: wrapping would break it.
      return ['', `  ${style.bold(block.label)}`, ...block.text.split('\n').map((one) => `    ${one}`), ''];
    case 'section':
      return ['', ...renderSection(block.section, options)];
    case 'picture':
      return wrapIndented(block.description, width, '  ');
  }
}

function renderSection(section: Section, options: CardRenderOptions): string[] {
  const { style, width } = options;
  const head = `${signOf(style, section.tone)}${style.bold(toText(section.title, options))}${section.status === undefined ? '' : ` · ${section.status}`}`;
  return [
    ...(section.aside
      ? leftAndRight(head, style.dim(toText(section.aside, options)), width)
      : wrapIndented(head, width, '')),
    ...section.lines.flatMap((one) => [...wrapIndented(toText(one, options), width, '  '), ...linksOf(one, options)]),
    ...renderActions(section.actions, options),
  ];
}

function toText(parts: Line, { formatTime, prefix }: CardRenderOptions): string {
  return toPlainLine(withPrefix(parts, prefix), formatTime);
}

/** Addresses on lines of their own, so that no line break cuts them. */
function linksOf(parts: Line, { style }: CardRenderOptions): string[] {
  return parts.flatMap((part) => (part.kind === 'link' ? [style.dim(`     ${part.url}`)] : []));
}

function renderActions(actions: readonly Action[], { style, prefix }: CardRenderOptions): string[] {
  return actions.flatMap((action) => {
    if (action.kind === 'link') return [`  ${action.label}`, style.dim(`     ${action.url}`)];
    if (action.kind !== 'button') return [];
    const command = toCommandLine(action.id);
    return command === undefined ? [] : [style.dim(`  ${action.label}: ${prefix}${command}`)];
  });
}

function signOf(style: Style, tone: CardTone): string {
  return tone === 'neutral' ? '' : `${style.sign(tone)} `;
}
