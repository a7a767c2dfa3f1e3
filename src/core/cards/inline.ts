/**
 * A stretch of text as every surface can show it. The text is plain: what looks like markup in it is not meant as such,
 * and each renderer escapes it. Addresses are https and come from our own guidance.
 */
export type Inline =
  | { kind: 'text' | 'strong' | 'code'; text: string }
  | { kind: 'link'; text: string; url: string }
  /** Milliseconds since the epoch; shown as this surface shows times, with the relative time where it has one. */
  | { kind: 'time'; at: number };

/** One line or paragraph. */
export type Line = readonly Inline[];

export function plain(text: string): Line {
  return [{ kind: 'text', text }];
}

export function strong(text: string): Inline {
  return { kind: 'strong', text };
}

export function code(text: string): Inline {
  return { kind: 'code', text };
}

export function time(at: number): Inline {
  return { kind: 'time', at };
}

export function line(...parts: readonly (string | Inline)[]): Line {
  return parts
    .filter((part) => part !== '')
    .map((part) => (typeof part === 'string' ? { kind: 'text', text: part } : part));
}

export function toPlainLine(parts: Line, formatTime: (at: number) => string): string {
  return parts.map((part) => (part.kind === 'time' ? formatTime(part.at) : part.text)).join('');
}

// Text from outside never holds a control character, so none can pretend to be a time.
const MARK = '\u0001';

/** A time inside a sentence that is put together as text: `splitTimes` finds it again. */
export function markTime(at: number): string {
  return `${MARK}${at}${MARK}`;
}

/** A sentence with marked times as a line. */
export function splitTimes(text: string): Line {
  return text.split(MARK).flatMap((part, index): Inline[] => {
    if (index % 2 === 1) return [{ kind: 'time', at: Number(part) }];
    return part === '' ? [] : [{ kind: 'text', text: part }];
  });
}
