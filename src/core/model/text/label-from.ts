import { LABEL } from './secret-rules.ts';

/** `authpass` is a label as well, and `bypass` is none. */
const GLUED_BEFORE = /(?:^|[^a-z])(?!(?:by|com|tres|sur|over|under|en)$)[a-z]{2,14}$/i;

/** The next label that is a word by itself, or a part of a name. */
export function labelFrom(text: string, from: number): { at: number; found: string } | undefined {
  LABEL.lastIndex = from;
  for (let match = LABEL.exec(text); match; match = LABEL.exec(text)) {
    if (isWord(text, match.index, match[0])) return { at: match.index, found: match[0] };
    // Another may begin in it: `otP` of `rootPassword`.
    LABEL.lastIndex = match.index + 1;
  }
  return undefined;
}

/** Short labels occur in words: `pw` only counts where it stands by itself, or as a part of `dbPw` or `PW_ADMIN`. */
function isWord(text: string, at: number, found: string): boolean {
  if (/^(?:pass|psk|PASS|PSK)$/.test(found) && GLUED_BEFORE.test(text.slice(Math.max(0, at - 16), at)))
    return /^["']?\s?[:=]/.test(text.slice(at + found.length, at + found.length + 3));
  const latin = /^[\w\s.'’-]+$/.test(found);
  if (!latin || found.length >= 8) return true;
  const before = text.charAt(at - 1);
  const after = text.charAt(at + found.length);
  const begins =
    /^pwd?$/i.test(found) || !/[a-zA-Z0-9]/.test(before) || (/[a-z0-9]/.test(before) && /[A-Z]/.test(found.charAt(0)));
  const ends = !/[a-z]/i.test(after) || (/[a-z]$/.test(found) && /[A-Z]/.test(after));
  return found.length >= 5
    ? ends || /^s(?![a-z])/i.test(text.slice(at + found.length, at + found.length + 2))
    : begins && ends;
}
