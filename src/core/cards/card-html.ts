import { formatMoment } from '../model/time/format-moment.ts';
import type { Block, Card } from './card.ts';
import type { Inline, Line } from './inline.ts';

/** A card as HTML for mails and tickets: paragraphs and lists without styles. Buttons and pictures are left out; times are in the zone of the program. */
export function toCardHtml({ title, blocks }: Pick<Card, 'title' | 'blocks'>): string {
  return [`<p><strong>${toHtml(title)}</strong></p>`, ...blocks.map(blockHtml)].join('\n');
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p>${block.subtle ? `<small>${toHtml(block.line)}</small>` : toHtml(block.line)}</p>`;
    case 'list': {
      const items = block.items.map((item) => `<li>${toHtml(item)}</li>`).join('');
      return block.numbered ? `<ol>${items}</ol>` : `<ul>${items}</ul>`;
    }
    case 'facts':
      return `<p>${block.facts.map(({ label, value }) => `${escapeText(label)}: ${toHtml(value)}`).join('<br>')}</p>`;
    case 'copy':
      return `<p>${escapeText(block.label)}:</p><pre>${escapeText(block.text)}</pre>`;
    case 'section':
      return [`<p><strong>${toHtml(block.section.title)}</strong></p>`]
        .concat(block.section.lines.map((line) => `<p>${toHtml(line)}</p>`))
        .join('\n');
    case 'bar':
    case 'picture':
      return '';
  }
}

function toHtml(line: Line): string {
  return line.map(inlineHtml).join('');
}

function inlineHtml(part: Inline): string {
  switch (part.kind) {
    case 'text':
      return escapeText(part.text);
    case 'strong':
      return `<strong>${escapeText(part.text)}</strong>`;
    case 'code':
      return `<code>${escapeText(part.text)}</code>`;
    case 'link':
      return `<a href="${escapeText(part.url)}">${escapeText(part.text)}</a>`;
    case 'time':
      return formatMoment(part.at);
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
