import type { SecretSpan } from './find-labelled.ts';
import { isWording } from './looks-random.ts';

/** The frame of a PEM block, also where its first dashes were not pasted along. */
const FRAME = /(?:-----(BEGIN|END) [A-Z0-9 ]{0,40})?PRIVATE KEY(?: BLOCK)?-----/g;
/** How the body of a key begins, also where its frame was not pasted along, and that of a file with key and certificate. */
const BARE = /(?<![A-Za-z0-9+/])(?:MII[A-Za-z0-9+/]{3}IB(?:AzCC|ADAN|AAKC)|b3BlbnNzaC1rZXktdjE)[A-Za-z0-9+/]/g;
/** No key is longer; what stands further apart belongs to two pastes. */
const LONGEST_KEY = 20_000;
const BETWEEN = /(?:\s|\\{1,4}[nr]|["'`,+>|])+/y;
const PIECE = /[\w+/=-]+/y;
const HEADER = /(?:Proc-Type|DEK-Info|Comment|Version):[^\n\\]{0,100}/y;

/** Finds PEM private keys whole, and where the end or the beginning of one lacks, no more than what looks like its body. */
export function findPrivateKeys(text: string): SecretSpan[] {
  const frames = [...text.matchAll(FRAME)];
  const spans: SecretSpan[] = [];
  let at = 0;
  for (const [index, frame] of frames.entries()) {
    if (frame.index < at) continue;
    const end = frame.index + frame[0].length;
    const next = frames[index + 1];
    const whole = frame[1] === 'BEGIN' && next?.[1] === 'END' && next.index - end <= LONGEST_KEY;
    const from = frame[1] === 'BEGIN' ? frame.index : bodyBefore(text, at, frame.index);
    if (whole && next) at = next.index + next[0].length;
    else at = frame[1] === 'END' ? end : bodyAfter(text, end);
    spans.push({ from, to: at, kind: 'private key' });
  }
  at = 0;
  for (const { index } of text.matchAll(BARE)) {
    if (index < at) continue;
    at = bodyAfter(text, index);
    spans.push({ from: index, to: at, kind: 'private key' });
  }
  return spans;
}

/** Where the body ends that begins at `from`: at the first word that is no piece of a key. */
function bodyAfter(text: string, from: number): number {
  const skip = (pattern: RegExp, at: number): number => {
    pattern.lastIndex = at;
    return at + (pattern.exec(text)?.[0].length ?? 0);
  };
  let at = from;
  while (at < text.length) {
    const start = skip(BETWEEN, at);
    const header = skip(HEADER, start);
    const end = header > start ? header : skip(PIECE, start);
    const piece = text.slice(start, end);
    const alone = start > at && (end === text.length || /^(?:\r?\n|\\{1,4}[nr]|["'`])/.test(text.slice(end, end + 6)));
    if (header === start && !isPiece(piece) && !(at > from && alone && !isWording(piece))) break;
    at = end;
    if (end === start) break;
  }
  return at;
}

/** Where the body begins that ends at `to`, not before `from`. */
function bodyBefore(text: string, from: number, to: number): number {
  let begin = to;
  const before = text.slice(Math.max(from, to - LONGEST_KEY), to);
  for (const { 0: piece, index } of [...before.matchAll(/[\w+/=-]+/g)].reverse()) {
    // The last line of a key is short.
    if (!isPiece(piece) && !(begin === to && piece.length > 3)) break;
    begin = to - before.length + index;
  }
  return begin;
}

function isPiece(word: string): boolean {
  return (word.length >= 40 || (word.length >= 16 && /[\d+/=]/.test(word))) && !isWording(word);
}
