/** A piece of SVG that is safe already. Made only by `svg`. */
export class SvgText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = SvgText | string | number | readonly SvgText[];

/** All that XML 1.0's production `Char` leaves out: one such character and the whole picture could not be read. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A template that escapes every text put into it, for elements and quoted attributes. Lists are joined. */
export function svg(texts: TemplateStringsArray, ...parts: Part[]): SvgText {
  const [first = '', ...rest] = texts;
  return new SvgText(first + rest.map((text, index) => render(parts[index] ?? '') + text).join(''));
}

function render(part: Part): string {
  if (part instanceof SvgText) return part.text;
  if (typeof part === 'number') return String(part);
  if (typeof part !== 'string') return part.map(render).join('');
  return part.replace(FORBIDDEN, '').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** To a hundredth of a pixel: longer numbers only make the text longer. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
