/** A word of a typed line. A quoted one is a value, whatever it looks like. */
export interface Word {
  text: string;
  quoted: boolean;
}

/** Quotes as keyboards and Teams' autocorrection make them, each with what may end it. */
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"“”',
  '“': '”“"',
  '„': '“”"',
  '«': '»',
  "'": "'’",
  '‘': "’'",
  '`': '`',
};

/** Longest line that is looked at: no command but those that take their text whole needs more. */
const MOST_LENGTH = 4000;

/**
 * The words of a line. A quote opens only at the start of a word, or after `=` or `:`, and ends only at the end of one:
 * an apostrophe inside a name is none. A quote that is never closed is an ordinary character.
 */
export function splitWords(line: string): Word[] {
  const text = line.slice(0, MOST_LENGTH);
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const blank = /^\s+/.exec(rest)?.[0].length ?? 0;
    if (blank > 0) {
      at += blank;
      continue;
    }
    const quote = readQuoted(rest);
    if (quote) {
      words.push({ text: quote.text, quoted: true });
      at += quote.length;
      continue;
    }
    const plain = /^(?:[^\s=:]*[=:](?=["“„«'‘`])|\S+)/.exec(rest)?.[0] ?? rest;
    words.push({ text: plain, quoted: false });
    at += plain.length;
  }
  return words;
}

function readQuoted(rest: string): { text: string; length: number } | undefined {
  const closing = CLOSING[rest.charAt(0)];
  if (closing === undefined) return undefined;
  for (let at = 1; at < rest.length; at += 1) {
    const after = rest.charAt(at + 1);
    if (closing.includes(rest.charAt(at)) && (after === '' || /\s/.test(after))) {
      return { text: rest.slice(1, at).trim(), length: at + 1 };
    }
  }
  return undefined;
}
