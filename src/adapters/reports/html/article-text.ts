import {
  ARTICLE_PLACEHOLDERS,
  type ArticleSubject,
  fillArticle,
  fillWords,
  type WhereFilled,
} from '../../../core/guidance/articles/article.ts';
import { type Passage, readPassages, readSpans, type Span } from '../../../core/guidance/articles/article-text.ts';
import { html, type Markup } from './markup.ts';

export interface ArticleContext {
  subject: ArticleSubject;
  /** The address on this page of another article, where it is on it. */
  linkTo: (articleId: string) => { href: string; title: string } | undefined;
}

/** An address that stands in the text as it is. */
const ADDRESS = /(https:\/\/[^\s<>"'`)\]]*[^\s<>"'`)\].,;:!?])/;

/**
 * One line of an article. Placeholders are filled after its Markdown is read, so that a tenant's name is never taken for
 * Markdown. One without a value stays findable for the page's script.
 */
export function renderInline(text: string, context: ArticleContext): Markup {
  return renderSpans(readSpans(text), context);
}

/** A section: paragraphs, lists, and what is to be copied as it is. */
export function renderProse(text: string, context: ArticleContext): Markup {
  return html`${readPassages(text).map((passage) => renderPassage(passage, context))}`;
}

function renderPassage(passage: Passage, context: ArticleContext): Markup {
  if (passage.kind === 'fence') return html`<pre tabindex="0">${renderFilled(passage.text, context, 'command')}</pre>`;
  if (passage.kind === 'paragraph') return html`<p>${renderSpans(passage.spans, context)}</p>`;
  const items = passage.items.map((item) => html`<li>${renderSpans(item, context)}</li>`);
  return passage.numbered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
}

function renderSpans(spans: readonly Span[], context: ArticleContext): Markup {
  return html`${spans.map((span) => renderSpan(span, context))}`;
}

function renderSpan(span: Span, context: ArticleContext): Markup {
  switch (span.kind) {
    case 'text':
      return html`${span.text
        .split(ADDRESS)
        .map((part, index) =>
          index % 2 === 0
            ? renderFilled(part, context, 'sentence')
            : renderLink(renderFilled(part, context, 'command'), part, context),
        )}`;
    case 'code':
      return renderCode(span.text, context);
    case 'strong':
      return html`<strong>${renderSpans(span.spans, context)}</strong>`;
    case 'soft':
      return html`<em>${renderSpans(span.spans, context)}</em>`;
    case 'link':
      return renderLink(renderSpans(span.spans, context), span.url, context);
  }
}

/** A text without Markdown: only its placeholders are filled. */
export function renderFilled(text: string, { subject }: Pick<ArticleContext, 'subject'>, where: WhereFilled): Markup {
  const parts = text.split(/(\{\w+\})/).map((part) => {
    const open = openPlaceholder(part, subject);
    const words = fillWords(part, subject, where);
    return open === undefined ? words : html`<span data-fill="${open}">${words}</span>`;
  });
  return html`${parts}`;
}

function renderCode(code: string, context: ArticleContext): Markup {
  const article = context.linkTo(code);
  if (article) return html`<a href="${article.href}">${article.title}</a>`;
  return html`<code>${renderFilled(code, context, 'command')}</code>`;
}

function renderLink(label: Markup, target: string, { subject }: ArticleContext): Markup {
  const isOpen = (target.match(/\{\w+\}/g) ?? []).some((part) => openPlaceholder(part, subject) !== undefined);
  if (isOpen) {
    const shown = html`<code class="address">${renderFilled(target, { subject }, 'command')}</code>`;
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
