/** A stretch of an article's line, its placeholders still open. */
export type Span =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'soft'; spans: readonly Span[] }
  | { kind: 'link'; spans: readonly Span[]; url: string };

/** A paragraph, a list, or text to copy as it is. */
export type Passage =
  | { kind: 'paragraph'; spans: readonly Span[] }
  | { kind: 'list'; numbered: boolean; items: readonly (readonly Span[])[] }
  | { kind: 'fence'; text: string };

/** What our articles use of Markdown inside a line: code, links to https, bold and emphasis. */
const MARKS =
  /\\(?<sign>[\\`*[\]])|`(?<code>[^`]+)`|\[(?<label>[^\]]+)\]\((?<url>https:\/\/[^)\s]+)\)|\*\*(?<strong>[^*]+)\*\*|(?<![\w*])\*(?<soft>[^*\s][^*]*)\*/g;

/**
 * The one reader of an article's Markdown: what it gives is rendered by everybody. It knows the part of CommonMark that
 * our articles use (ADR 17); a test holds it to micromark's tree for every one of them.
 */
export function readPassages(markdown: string): Passage[] {
  return markdown
    .split(/^```[^\n]*\n([\s\S]*?)^```\s*$/m)
    .flatMap((text, index) => (index % 2 === 1 ? [{ kind: 'fence' as const, text: text.trimEnd() }] : readProse(text)));
}

/** Words from outside as they stand in an article's line: none of their signs is a mark. */
export function asWords(text: string): string {
  return text.replace(/[\\`*[\]]/g, '\\$&');
}

/** One line or paragraph; its line breaks are blanks. */
export function readSpans(markdown: string): Span[] {
  const text = markdown.replace(/\s*\n\s*/g, ' ');
  const spans: Span[] = [];
  let from = 0;
  const add = (to: number): void => {
    if (to > from) spans.push({ kind: 'text', text: text.slice(from, to) });
  };
  for (const match of text.matchAll(MARKS)) {
    const { sign, code, label, url, strong, soft } = match.groups ?? {};
    add(match.index);
    from = match.index + match[0].length;
    if (sign !== undefined) spans.push({ kind: 'text', text: sign });
    else if (code !== undefined) spans.push({ kind: 'code', text: code });
    else if (label !== undefined && url !== undefined) spans.push({ kind: 'link', spans: readSpans(label), url });
    else if (strong !== undefined) spans.push({ kind: 'strong', spans: readSpans(strong) });
    else if (soft !== undefined) spans.push({ kind: 'soft', spans: readSpans(soft) });
  }
  add(text.length);
  return spans;
}

interface Block {
  mark: 'bullet' | 'number' | undefined;
  /** One for each item; a paragraph has one. */
  texts: string[];
}

/** Paragraphs and lists. A list may follow its paragraph without an empty line; what goes on in an item belongs to it. */
function readProse(text: string): Passage[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const line of text.split('\n')) {
    const [, mark, rest = line.trim()] = /^\s*([-*]|\d+\.) +(.*)$/.exec(line) ?? [];
    const kind = mark === undefined ? undefined : /\d/.test(mark) ? 'number' : 'bullet';
    if (line.trim() === '') open = undefined;
    else if (open && kind === undefined) open.texts.push(`${open.texts.pop()}\n${rest}`);
    else if (open && kind === open.mark) open.texts.push(rest);
    else {
      open = { mark: kind, texts: [rest] };
      blocks.push(open);
    }
  }
  return blocks.map(({ mark, texts }) => {
    const [first = ''] = texts;
    if (mark === undefined) return { kind: 'paragraph', spans: readSpans(first) };
    return { kind: 'list', numbered: mark === 'number', items: texts.map(readSpans) };
  });
}
