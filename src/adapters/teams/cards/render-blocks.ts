import { type Block, type Section, statusToShow } from '../../../core/cards/card.ts';
import { plain, strong } from '../../../core/cards/inline.ts';
import { progressBar } from '../../../core/diagnosis/sweep/progress.ts';
import { formatNumber, toOneLine } from '../../../core/model/text/format.ts';
import type { Element } from './elements.ts';
import { cutText, guardLineStart, toPlainMarkdown, toVerbatim } from './neutralize-text.ts';
import { type ActionRoom, renderActions } from './render-actions.ts';
import { type LineOptions, renderInlineMarkdown, renderLine, type TextLook } from './render-line.ts';

/** How much of a card is shown. The smaller of these are tried where the larger don't fit. */
export interface Extent {
  /** Characters of one text. */
  text: number;
  /** Items of one list, facts, lines of a section. */
  items: number;
  /** Characters of one text to copy. */
  copy: number;
  blocks: number;
  actions: number;
  /** Options of one list of choices. */
  options: number;
}

export interface BlockOptions {
  now: number;
  extent: Extent;
  room: ActionRoom;
  /** Right below the card's head, whose band parts it already. */
  isFirst: boolean;
  /** A picture's address for the name of its file; undefined where it has none that fits. */
  picture: (file: string) => string | undefined;
}

const SMALL: TextLook = { size: 'Small', isSubtle: true };
const MOST_HEAD = 300;
const MOST_STATUS = 60;
/** Fits one line of a phone. */
const BAR_CELLS = 16;

export function renderBlock(block: Block, options: BlockOptions): Element[] {
  const lines = linesOf(options);
  switch (block.kind) {
    case 'text':
      return some(renderLine(block.line, lines, block.subtle ? SMALL : {}));
    case 'list':
      return renderList(block, options);
    case 'facts':
      return renderFacts(block, options);
    case 'bar': {
      const share = Number.isFinite(block.share) ? block.share : 0;
      return [{ type: 'TextBlock', text: progressBar(share, BAR_CELLS), color: 'Accent', wrap: true }];
    }
    case 'copy':
      return renderCopy(block.label, block.text, options);
    case 'picture': {
      const url = options.picture(block.file);
      const altText = cutText(toOneLine(block.description), MOST_HEAD);
      return url === undefined
        ? some(renderLine(plain(block.description), lines, SMALL))
        : [{ type: 'Image', url, altText, size: 'Stretch' }];
    }
    case 'section':
      return [renderSection(block.section, options)];
  }
}

export function renderHeading(
  { status, title, tone, aside = [] }: Pick<Section, 'status' | 'title' | 'tone' | 'aside'>,
  { now, extent }: Pick<BlockOptions, 'now' | 'extent'>,
  size: 'Medium' | 'Large',
): Element[] {
  const options = { now, max: Math.min(MOST_HEAD, extent.text) };
  const heading = renderLine(title, options, { size, weight: 'Bolder', style: 'heading' });
  const word = cutText(toOneLine(statusToShow({ status, title, tone })), MOST_STATUS);
  const said = word === '' ? [] : plain(word);
  const below = [...said, ...(said.length > 0 && aside.length > 0 ? plain(' · ') : []), ...aside];
  return [
    ...some(heading),
    ...some(renderLine(below, options, { size: 'Small' })).map((one): Element => ({ ...one, spacing: 'None' })),
  ];
}

function renderSection(section: Section, options: BlockOptions): Element {
  const { lines, actions } = section;
  const shown = lines.slice(0, options.extent.items);
  const items = [
    ...renderHeading(section, options, 'Medium'),
    ...shown.flatMap((line) => some(renderLine(line, linesOf(options)))),
    ...moreOf(lines.length - shown.length),
    ...renderActions(actions, options.room),
  ];
  return { type: 'Container', separator: !options.isFirst, spacing: 'Large', items };
}

/** Each item with its mark in a column of its own, so that a long one stays beside it. */
function renderList({ items, numbered }: Extract<Block, { kind: 'list' }>, options: BlockOptions): Element[] {
  const shown = items.slice(0, options.extent.items);
  const rows = shown.flatMap((item, index): Element[] => {
    const text = renderLine(item, linesOf(options));
    const mark = renderLine(plain(numbered ? `${index + 1}.` : '•'), linesOf(options));
    if (text === undefined || mark === undefined) return [];
    const columns = [
      { type: 'Column', width: 'auto', items: [mark] },
      { type: 'Column', width: 'stretch', spacing: 'Small', items: [text] },
    ];
    return [{ type: 'ColumnSet', spacing: 'Small', columns }];
  });
  return [...rows, ...moreOf(items.length - shown.length)];
}

function renderFacts({ facts }: Extract<Block, { kind: 'facts' }>, options: BlockOptions): Element[] {
  const shown = facts.slice(0, options.extent.items);
  if (shown.length === 0) return moreOf(facts.length);
  const rows = shown.map(({ label, value }) => ({
    title: guardLineStart(toPlainMarkdown(cutText(toOneLine(label), MOST_STATUS))),
    value: renderInlineMarkdown(value, linesOf(options)),
  }));
  return [{ type: 'FactSet', facts: rows }, ...moreOf(facts.length - shown.length)];
}

/** Every line on its own, so that what is copied has its line breaks on every client. */
function renderCopy(label: string, text: string, options: BlockOptions): Element[] {
  const whole = text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/^\n+|\s+$/g, '');
  const cut = cutText(whole, options.extent.copy);
  const heading = some(renderLine([strong(label)], linesOf(options)));
  if (cut === '') return heading;
  const items = cut.split('\n').flatMap((line) =>
    line.split(LONG_ADDRESS).flatMap((part, index): Element[] => {
      if (part === '' && line !== '') return [];
      const look = { fontType: 'Monospace', text: toVerbatim(toCopyLine(part)) };
      // Only a TextBlock breaks a word that is longer than a line.
      if (index % 2 === 1) return [{ type: 'TextBlock', spacing: 'None', wrap: true, ...look }];
      return [{ type: 'RichTextBlock', spacing: 'None', inlines: [{ type: 'TextRun', ...look }] }];
    }),
  );
  const left = whole.length > options.extent.copy ? [CUT] : [];
  return [...heading, { type: 'Container', style: 'emphasis', items }, ...left];
}

/** Microsoft's own, without anything that Markdown would take for a mark. */
const LONG_ADDRESS =
  / ?(https:\/\/(?:[a-z]+\.)*(?:microsoft|microsoftonline|azure)\.[a-z]{2,3}\/[\w:/.#~?=&%+-]{24,})(?: |$)/;

const CUT: Element = {
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text: 'The text is longer than fits here; it ends at the “…”.', ...SMALL }],
};

/** A line of text to copy: tabs as blanks, nothing invisible, and never empty, which would take no height. */
function toCopyLine(line: string): string {
  return line.replace(/\t/g, '  ').replace(/(?!\u200d)[\p{Cf}\p{Co}\p{Cc}]/gu, '') || '\u00a0';
}

function moreOf(count: number): Element[] {
  return count > 0 ? some(renderLine(plain(`and ${formatNumber(count)} more`), { now: 0, max: 60 }, SMALL)) : [];
}

function linesOf({ now, extent }: BlockOptions): LineOptions {
  return { now, max: extent.text };
}

function some(element: Element | undefined): Element[] {
  return element === undefined ? [] : [element];
}
