import { ARTICLE_PLACEHOLDERS, type ArticleSubject, fillArticle } from '../../../core/guidance/articles/article.ts';
import { html, type Markup } from './markup.ts';

export interface ArticleContext {
  subject: ArticleSubject;
  /** The address on this page of another article, where it is on it. */
  linkTo: (articleId: string) => { href: string; title: string } | undefined;
}

/** Code, links, bold, emphasis and bare addresses: what articles may contain. Bold and emphasis may hold the others. */
const INLINE =
  /`(?<code>[^`]+)`|\[(?<label>[^\]]+)\]\((?<target>https:\/\/[^\s)]+)\)|\*\*(?<strong>[^*]+)\*\*|\*(?<em>[^*\s][^*]*)\*|(?<url>https:\/\/[^\s<>"'`)\]]*[^\s<>"'`)\].,;:!?])/g;

/**
 * One line of an article's Markdown. Placeholders are filled after the Markdown is read, so that a tenant's name is
 * never taken for Markdown. One without a value stays findable for the page's script.
 */
export function renderInline(text: string, context: ArticleContext): Markup {
  const parts: Markup[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(renderFilled(text.slice(end, match.index), context));
    parts.push(renderToken(match.groups ?? {}, context));
    end = match.index + match[0].length;
  }
  parts.push(renderFilled(text.slice(end), context));
  return html`${parts}`;
}

/** Several paragraphs, of which some may be bullet lists. */
export function renderProse(text: string, context: ArticleContext): Markup {
  const blocks: { bullets: boolean; lines: string[] }[] = [];
  let fresh = true;
  for (const line of text.split('\n').map((one) => one.trim())) {
    const bullets = line.startsWith('- ');
    const last = blocks.at(-1);
    if (line !== '' && last && !fresh && last.bullets === bullets) last.lines.push(line);
    else if (line !== '') blocks.push({ bullets, lines: [line] });
    fresh = line === '';
  }
  return html`${blocks.map(({ bullets, lines }) =>
    bullets
      ? html`<ul>${lines.map((line) => html`<li>${renderInline(line.slice(2), context)}</li>`)}</ul>`
      : html`<p>${renderInline(lines.join(' '), context)}</p>`,
  )}`;
}

/** A text without Markdown: only its placeholders are filled. `openWords` stand where a value is still missing. */
export function renderFilled(
  text: string,
  { subject }: Pick<ArticleContext, 'subject'>,
  openWords: ArticleSubject = {},
): Markup {
  const parts = text.split(/(\{\w+\})/).map((part) => {
    const open = openPlaceholder(part, subject);
    if (open === undefined) return fillArticle(part, subject);
    return html`<span data-fill="${open}">${openWords[open] ?? fillArticle(part, subject)}</span>`;
  });
  return html`${parts}`;
}

function renderToken(token: Record<string, string | undefined>, context: ArticleContext): Markup {
  const { code, label, target, strong, em, url } = token;
  if (code !== undefined) return renderCode(code, context);
  if (strong !== undefined) return html`<strong>${renderInline(strong, context)}</strong>`;
  if (em !== undefined) return html`<em>${renderInline(em, context)}</em>`;
  if (label !== undefined && target !== undefined) return renderLink(renderFilled(label, context), target, context);
  return renderLink(renderFilled(url ?? '', context), url ?? '', context);
}

function renderCode(code: string, context: ArticleContext): Markup {
  const article = context.linkTo(code);
  if (article) return html`<a href="${article.href}">${article.title}</a>`;
  return html`<code>${renderFilled(code, context)}</code>`;
}

function renderLink(label: Markup, target: string, { subject }: ArticleContext): Markup {
  const isOpen = (target.match(/\{\w+\}/g) ?? []).some((part) => openPlaceholder(part, subject) !== undefined);
  if (isOpen) {
    const shown = html`<code class="address">${renderFilled(target, { subject })}</code>`;
    return html`<a data-href="${target}" rel="noreferrer noopener" target="_blank">${label}</a>${shown}`;
  }
  const address = toHttpsAddress(fillArticle(target, { ...subject, tenantName: '' }));
  if (address === undefined) return label;
  return html`<a href="${address}" rel="noreferrer noopener" target="_blank">${label}</a>`;
}

/** The name of a placeholder that has no value yet. */
function openPlaceholder(part: string, subject: ArticleSubject): keyof ArticleSubject | undefined {
  const name = ARTICLE_PLACEHOLDERS.find((one) => part === `{${one}}`);
  if (name === undefined) return undefined;
  const named = name === 'tenantName' ? subject.tenantName : undefined;
  const unfilled = fillArticle(part, {});
  return named || fillArticle(part, subject) !== unfilled ? undefined : name;
}

function toHttpsAddress(text: string): string | undefined {
  if (/[<>"\s]/.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' ? url.href : undefined;
}
