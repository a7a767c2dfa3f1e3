import type { Inline, Line } from '../../../core/cards/inline.ts';
import { sayInChat } from '../../../core/chat/commands/say-in-chat.ts';
import { formatDuration, toOneLine } from '../../../core/model/text/format.ts';
import { formatMoment } from '../../../core/model/time/format-moment.ts';
import type { Element } from './elements.ts';
import { cutText, guardLineStart, toLiteral, toPlainMarkdown } from './neutralize-text.ts';

export interface TextLook {
  size?: 'Small' | 'Medium' | 'Large';
  weight?: 'Bolder';
  isSubtle?: true;
  /** `heading`: screen readers jump to it. */
  style?: 'heading';
}

export interface LineOptions {
  /** Milliseconds since the epoch: what times are told from. */
  now: number;
  /** Longest text in characters. */
  max: number;
}

type Piece = { kind: 'text' | 'strong' | 'code'; text: string } | { kind: 'link'; text: string; url: string };

/** Longest address that is linked: more is no address of our guidance. */
const MOST_ADDRESS = 512;
const MOST_MAIL = 2000;
/** Long for a phone, such as a tenant's domain: only a TextBlock breaks a word that is longer than a line. */
const LONG_WORD = /[\w.-]{30}/;

/**
 * A line as an element; undefined where it is empty. Without a link it is a `RichTextBlock`, in which nothing is
 * Markdown. A link inside a line is only clickable everywhere as Markdown of a `TextBlock`
 * (microsoft/AdaptiveCards#9100), in which all other text is neutralized. So it is with a word that may have to be broken.
 */
export function renderLine(line: Line, options: LineOptions, look: TextLook = {}): Element | undefined {
  const pieces = toPieces(line, options);
  if (pieces.every((piece) => piece.text.trim() === '')) return undefined;
  if (
    look.style === 'heading' ||
    pieces.some(({ kind, text }) => kind === 'link' || (kind !== 'code' && LONG_WORD.test(text)))
  ) {
    return { type: 'TextBlock', text: toMarkdown(pieces), wrap: true, ...look };
  }
  return {
    type: 'RichTextBlock',
    inlines: pieces.map((piece) => ({
      type: 'TextRun',
      text: toLiteral(piece.text),
      ...look,
      ...(piece.kind === 'strong' ? { weight: 'Bolder' } : {}),
      ...(piece.kind === 'code' ? { fontType: 'Monospace' } : {}),
    })),
  };
}

/** A line as Markdown in which only its own parts format: for facts, and for a line after a sign. */
export function renderInlineMarkdown(line: Line, options: LineOptions): string {
  return toMarkdown(toPieces(line, options));
}

export function toPlainText(line: Line, options: LineOptions): string {
  const text = toPieces(line, options).map((piece) => piece.text);
  return toLiteral(text.join('')).trim();
}

/** An https address, or a new mail to nobody yet, as it may stand in a link or button; undefined for anything else. */
export function toAddress(url: string): string | undefined {
  if (/^mailto:\?subject=[\w.~!%-]*(?:&body=[\w.~!%-]*)?$/.test(url) && url.length <= MOST_MAIL) return url;
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '') return undefined;
  const address = parsed.href.replace(/[()[\]{}<>\\^`|*]/g, (one) =>
    encodeURIComponent(one).replace(/[()*]/g, percent),
  );
  return address.length <= MOST_ADDRESS ? address : undefined;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function sayText({ kind, text }: Exclude<Inline, { kind: 'time' }>): string {
  return kind === 'code' ? sayInChat(toOneLine(text), '') : toOneLine(text);
}

/** The line's parts with times in words and without links that lead nowhere, in at most `max` characters. */
function toPieces(line: Line, { now, max }: LineOptions): Piece[] {
  const pieces: Piece[] = [];
  let room = max;
  for (const part of line) {
    const last = pieces.at(-1);
    if (room <= 0) {
      if (last && !last.text.endsWith('…')) last.text += '…';
      break;
    }
    const text = part.kind === 'time' ? renderTime(part.at, now) : sayText(part);
    const cut = cutText(text, room);
    room -= text.length;
    const url = part.kind === 'link' ? toAddress(part.url) : undefined;
    if (url !== undefined && text.trim() !== '') pieces.push({ kind: 'link', text: cut, url });
    else if (part.kind === 'strong' || part.kind === 'code') pieces.push({ kind: part.kind, text: cut });
    else pieces.push({ kind: 'text', text: cut });
  }
  return pieces;
}

function toMarkdown(pieces: readonly Piece[]): string {
  return guardLineStart(pieces.map(toMarkdownPiece).join(''));
}

function toMarkdownPiece(piece: Piece): string {
  const text = toPlainMarkdown(piece.text);
  if (piece.kind === 'link') return `[${text.replaceAll('[', '(').replaceAll(']', ')').trim()}](${piece.url})`;
  if (piece.kind !== 'strong') return text;
  const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/.exec(text) ?? [];
  if (inner === '') return text;
  // Next to punctuation inside, asterisks are only read as marks where something without a meaning stands between.
  const start = /^[\p{L}\d]/u.test(inner) ? '' : '\u200b';
  const end = /[\p{L}\d]$/u.test(inner) ? '' : '\u200b';
  return `${before}**${start}${inner}${end}**${after}`;
}

const MINUTE_MS = 60_000;

/**
 * The time in the program's zone and how far it lies from `now`: `2026-11-21 06:02 UTC (2 h 14 min earlier)`. A card stays in the
 * conversation, so it says `earlier` and not `ago`: true for as long as it is read. Cards' own functions for times need
 * whole seconds in one exact form and show their raw text wherever a client doesn't know them.
 */
function renderTime(at: number, now: number): string {
  const date = new Date(at);
  if (!Number.isFinite(date.getTime())) return 'at an unknown time';
  const absolute = formatMoment(at);
  const distance = Math.abs(now - at);
  if (!Number.isFinite(now) || distance < MINUTE_MS) return absolute;
  // Whole minutes: seconds say nothing at this distance.
  const words = formatDuration(Math.floor(distance / MINUTE_MS) * MINUTE_MS);
  return `${absolute} (${words} ${at < now ? 'earlier' : 'later'})`;
}
