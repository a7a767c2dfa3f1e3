import { type Block, type Card, type Section, statusToShow } from '../../../core/cards/card.ts';
import { type Line, plain, strong } from '../../../core/cards/inline.ts';
import { progressBar } from '../../../core/diagnosis/sweep/progress.ts';
import { renderCodeBlock } from './escape-markdown.ts';
import type { FittedPassage } from './fit-text.ts';
import { renderLine } from './render-line.ts';

/** What goes first where there is too much text. */
const RANK = { head: 0, heading: 1, text: 2, item: 3, copy: 4, subtle: 5 } as const;
const MOST = { title: 400, status: 100, aside: 200, sectionTitle: 300 } as const;

export function headPassages(card: Pick<Card, 'status' | 'title' | 'tone' | 'aside'>): FittedPassage[] {
  const title = renderLine(card.title, MOST.title);
  const status = renderLine(plain(statusToShow(card)), MOST.status);
  const aside = renderLine(card.aside ?? [], MOST.aside);
  const below = [status, aside].filter((part) => part !== '').join(' · ');
  const lines = [title === '' ? '…' : `### ${title}`, ...(below === '' ? [] : [`-# ${below}`])];
  return [{ rank: RANK.head, render: () => lines.join('\n') }];
}

/** The heading line of a section and its lines. */
export function sectionPassages({ status, title, tone, aside, lines }: Section): FittedPassage[] {
  const rest = [
    renderLine(plain(statusToShow({ status, title, tone })), MOST.status),
    renderLine(aside ?? [], MOST.aside),
  ];
  const heading: FittedPassage = {
    rank: RANK.heading,
    render: (max) => {
      const ending = rest.filter((part) => part !== '').map((part) => ` · ${part}`);
      const room = max - ending.join('').length - 4;
      const text = renderLine(embolden(title), Math.max(0, Math.min(MOST.sectionTitle, room)));
      return `${text}${ending.join('')}`;
    },
  };
  return [heading, ...lines.map((line) => linePassage(RANK.text, '', line))];
}

export function blockPassages(block: Exclude<Block, { kind: 'section' | 'picture' }>): FittedPassage[] {
  switch (block.kind) {
    case 'text':
      return [block.subtle ? linePassage(RANK.subtle, '-# ', block.line) : linePassage(RANK.text, '', block.line)];
    case 'list':
      return block.items.map((item, index) => linePassage(RANK.item, block.numbered ? `${index + 1}. ` : '- ', item));
    case 'facts':
      return block.facts.map(({ label, value }) =>
        linePassage(RANK.text, '', [strong(`${label.trim()}:`), { kind: 'text', text: ' ' }, ...value]),
      );
    case 'bar':
      return [{ rank: RANK.heading, render: () => progressBar(Number.isFinite(block.share) ? block.share : 0) }];
    case 'copy':
      return [copyPassage(block.label, block.text)];
  }
}

/** One line of the text given, where a part of the card can't be shown itself. */
export function notePassage(text: string): FittedPassage {
  return linePassage(RANK.subtle, '-# ', plain(text));
}

function linePassage(rank: number, prefix: string, line: Line): FittedPassage {
  return {
    rank,
    render: (max) => {
      const text = renderLine(line, max - prefix.length);
      return text === '' ? '' : prefix + text;
    },
  };
}

function copyPassage(label: string, text: string): FittedPassage {
  return {
    rank: RANK.copy,
    render: (max) => {
      const heading = renderLine([strong(label)], MOST.status);
      const above = heading === '' ? '' : `${heading}\n`;
      const whole = renderCodeBlock(text);
      if (above.length + whole.length <= max) return whole === '' ? '' : above + whole;
      // The mark that parts backticks makes the block longer than its text: what is cut is the text.
      for (let keep = Math.max(0, max - above.length - 10); keep > 0; keep = Math.floor(keep * 0.8)) {
        const cut = above + renderCodeBlock(`${text.slice(0, keep)}…`);
        if (cut.length <= max) return cut;
      }
      return '';
    },
  };
}

/** The line with its text in bold. Code and links stay as they are: stars inside them would end what is around them. */
function embolden(line: Line): Line {
  return line.map((part) => (part.kind === 'text' ? { kind: 'strong', text: part.text } : part));
}
