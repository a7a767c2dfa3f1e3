const LINE_BREAKING: ReadonlySet<string> = new Set(
  'address blockquote br div h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul'.split(' '),
);
const NOT_SHOWN: ReadonlySet<string> = new Set(['script', 'style', 'attachment']);

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Character references as what they stand for; a hard space becomes a plain one, an unknown one stays. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,5}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    if (point === 0xa0) return ' ';
    const allowed = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
    return allowed ? String.fromCodePoint(point) : whole;
  });
}

/**
 * The text of a message's HTML: tags removed, blocks on lines of their own, scripts, styles and attachment marks gone.
 * One pass with a time that grows with the length alone, whatever the markup. The result is text, not safe markup.
 */
export function htmlToText(html: string): string {
  const parts: string[] = [];
  const neverEnded = new Set<string>();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) break;
    parts.push(html.slice(at, open));
    const close = html.startsWith('<!--', open) ? endOf(html, '-->', open) : endOf(html, '>', open);
    if (close === -1) return tidy([...parts, html.slice(open)]);
    const [, slash, name = ''] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(html.slice(open, open + 32)) ?? [];
    const tag = name.toLowerCase();
    if (LINE_BREAKING.has(tag)) parts.push('\n');
    at = close;
    if (NOT_SHOWN.has(tag) && slash === '' && !neverEnded.has(name)) {
      const end = html.indexOf(`</${name}`, close);
      if (end === -1) neverEnded.add(name);
      else at = end;
    }
  }
  return tidy([...parts, html.slice(at)]);
}

function endOf(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at === -1 ? -1 : at + mark.length;
}

function tidy(parts: readonly string[]): string {
  return decodeEntities(parts.join(''))
    .split('\n')
    .map((line) => line.replace(/[^\S\n]+/g, ' ').trim())
    .filter((line, index, lines) => line !== '' || (index > 0 && lines[index - 1] !== ''))
    .join('\n')
    .trim();
}
