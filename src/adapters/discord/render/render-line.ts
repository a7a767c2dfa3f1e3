import type { Inline, Line } from '../../../core/cards/inline.ts';
import { sayInChat } from '../../../core/chat/commands/say-in-chat.ts';
import { toOneLine } from '../../../core/model/text/format.ts';
import { escapeCharacters, guardLineStart, renderCode } from './escape-markdown.ts';

const ELLIPSIS = '…';
/** Room for the ellipsis and for the mark that guards a line's start. */
const RESERVE = 2;
/** Longest address that is linked: more is no address of our guidance. */
const MOST_ADDRESS = 512;

/**
 * A line as Discord's markdown, on one line, at most `max` characters. What doesn't fit is cut before it is escaped, so
 * that no mark is ever left open.
 */
export function renderLine(line: Line, max = Number.POSITIVE_INFINITY): string {
  const parts = mergeLikeParts(line);
  const whole = guardLineStart(parts.map((part) => renderPart(part, Number.POSITIVE_INFINITY)).join(''));
  if (whole.length <= max) return whole;
  let text = '';
  for (const part of parts) {
    const rendered = renderPart(part, Number.POSITIVE_INFINITY);
    const room = max - RESERVE - text.length;
    if (rendered.length <= room) {
      text += rendered;
      continue;
    }
    text += renderPart(part, room);
    break;
  }
  return guardLineStart(text + ELLIPSIS);
}

/** An https address as it may stand in a link or button; undefined for anything else. */
export function toAddress(url: string): string | undefined {
  // What an address would have to encode was not written by us.
  const parsed = /[\s<>"`\\]/.test(url) ? null : URL.parse(url);
  if (parsed?.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '') return undefined;
  const address = parsed.href.replaceAll('(', '%28').replaceAll(')', '%29');
  return address.length <= MOST_ADDRESS ? address : undefined;
}

/** Neighbours of one kind as one: two bold parts or code spans side by side would be read as something else. */
function mergeLikeParts(line: Line): Inline[] {
  const merged: Inline[] = [];
  for (const part of line.flatMap(visibleParts)) {
    const last = merged.at(-1);
    if (last && (part.kind === 'text' || part.kind === 'strong' || part.kind === 'code') && last.kind === part.kind) {
      merged[merged.length - 1] = { kind: part.kind, text: last.text + part.text };
    } else {
      merged.push(part);
    }
  }
  return merged;
}

/** The part, if anything of it can be seen. Bold blanks are blanks. */
function visibleParts(part: Inline): Inline[] {
  if (part.kind === 'time') return [part];
  const text = toOneLine(part.text);
  if (text.trim() !== '') return [part];
  return text === '' || part.kind === 'code' ? [] : [{ kind: 'text', text }];
}

/** A part in at most `room` characters; empty where nothing of it fits. */
function renderPart(part: Inline, room: number): string {
  switch (part.kind) {
    case 'text':
      return takeWithin(escapeCharacters(part.text), room);
    case 'strong':
      return renderStrong(part.text, room);
    case 'code':
      return renderCode(takeWithin([...sayInChat(toOneLine(part.text), '/')], room - 2));
    case 'time': {
      const text = renderTime(part.at);
      return text.length <= room ? text : '';
    }
    case 'link':
      return renderLink(part, room);
  }
}

function renderLink({ text, url }: { text: string; url: string }, room: number): string {
  const address = toAddress(url);
  // A bracket inside a link's text ends it, escaped or not.
  const label = text.replaceAll('[', '(').replaceAll(']', ')').trim();
  if (address === undefined || label === '') return takeWithin(escapeCharacters(text), room);
  const rendered = `[${guardLineStart(escapeCharacters(label).join(''))}](<${address}>)`;
  return rendered.length <= room ? rendered : takeWithin(escapeCharacters(text), room);
}

/** The absolute time and, beside it, the relative one; both in the reader's own time zone. */
function renderTime(at: number): string {
  const seconds = Math.floor(at / 1000);
  return isTime(at) ? `<t:${seconds}:f> (<t:${seconds}:R>)` : 'at an unknown time';
}

function isTime(at: number): boolean {
  return Number.isFinite(new Date(at).getTime());
}

/** Bold text. Blanks at its ends stay outside the marks, and what is inside is read anew, as if a line began there. */
function renderStrong(text: string, room: number): string {
  const all = escapeCharacters(text);
  const [before, after] = [all[0] === ' ' ? ' ' : '', all.at(-1) === ' ' ? ' ' : ''];
  const inside = guardLineStart(takeWithin(escapeCharacters(text.trim()), room - 7));
  return inside === '' ? before : `${before}**${inside}**${after}`;
}

function takeWithin(characters: readonly string[], room: number): string {
  let text = '';
  for (const character of characters) {
    if (text.length + character.length > room) break;
    text += character;
  }
  return text;
}
