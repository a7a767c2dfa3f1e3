/** A piece of HTML that is already safe. Made only by `html` and by what renders trusted text. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

type Part = Markup | string | number | false | undefined | readonly Part[];

/** Control characters, marks that turn the reading direction, line separators: nothing that belongs on a page. */
const UNWANTED = /(?![\t\n])\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text from anywhere, harmless inside an element and inside a quoted attribute. */
function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(UNWANTED, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/**
 * A template that escapes everything put into it, except what is `Markup` already. `false` and `undefined` leave
 * nothing, lists are joined. Only for element content and quoted attributes, never inside `script` or `style`.
 */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Markup {
  const [first = '', ...rest] = texts;
  return new Markup(first + rest.map((text, index) => render(parts[index]) + text).join(''));
}

function render(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if (part === undefined || part === false) return '';
  return part.map(render).join('');
}
