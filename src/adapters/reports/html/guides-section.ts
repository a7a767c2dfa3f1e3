import type { Report } from '../../../core/diagnosis/report/report.ts';
import { toArticleSubject, type ViewOptions } from '../../../core/diagnosis/report/view.ts';
import type { Article, ArticleLibrary } from '../../../core/guidance/articles/article.ts';
import { fitArticle } from '../../../core/guidance/articles/fit-article.ts';
import { type ArticleContext, renderFilled, renderInline, renderProse } from './article-text.ts';
import { html, type Markup } from './markup.ts';

export interface Guides {
  /** Those that the causes' own articles point to. */
  related: readonly Article[];
  linkTo: ArticleContext['linkTo'];
}

/** The page holds the articles of its causes and, one step further, those they name, so that no step leads nowhere. */
export function planGuides({ causes }: Report, library: ArticleLibrary): Guides {
  const places = new Map<string, { href: string; title: string }>();
  causes.forEach((cause, index) => {
    if (!places.has(cause.article)) places.set(cause.article, { href: `#cause-${index}`, title: cause.title });
  });
  const own = [...places.keys()].flatMap((id) => library.byId(id) ?? []);
  const related: Article[] = [];
  for (const id of own.flatMap(namedIn)) {
    const article = places.has(id) ? undefined : library.byId(id);
    if (!article) continue;
    places.set(id, { href: `#guide-${id}`, title: article.title });
    related.push(article);
  }
  return { related, linkTo: (id) => places.get(id) };
}

function namedIn({ meaning, whoActs, steps, verify, more }: Article): string[] {
  const text = [meaning, whoActs, ...steps, verify, more ?? ''].join('\n');
  return [...text.matchAll(/`([a-z0-9]+(?:-[a-z0-9]+)+)`/g)].flatMap(([, id]) => id ?? []);
}

/** The related articles, closed, at the end of the page. */
export function renderGuides(report: Report, options: ViewOptions, { related, linkTo }: Guides): Markup | false {
  if (related.length === 0) return false;
  const context: ArticleContext = { subject: toArticleSubject(report, [], options), linkTo };
  return html`<section class="guides"><h2>Related guides</h2>
<ul class="plain">${related.map((one) => {
    const article = fitArticle(one, {});
    return html`<li><details class="guide" id="guide-${article.id}"><summary><h3>${article.title}</h3></summary>
${renderGuide(article, { context })}</details></li>`;
  })}</ul></section>`;
}

interface GuideOptions {
  context: ArticleContext;
  /** Steps that were shown before; meaning and actor were too, then. */
  stepsShown?: number;
}

/** An article, or what is left of it after its first steps. */
export function renderGuide(article: Article, { context, stepsShown = 0 }: GuideOptions): Markup {
  const steps = article.steps.slice(stepsShown);
  const { customerMessage, more, sources } = article;
  return html`${stepsShown === 0 && html`<p>${renderInline(article.meaning, context)}</p><p>${renderInline(article.whoActs, context)}</p><h4>Steps</h4>`}
${steps.length > 0 && html`<ol start="${stepsShown + 1}">${renderStepItems(steps, context)}</ol>`}
<h4>How to verify</h4>${renderProse(article.verify, context)}
${customerMessage !== undefined && html`<h4>Message to the customer</h4><pre class="message" tabindex="0">${renderFilled(customerMessage, context, 'letter')}</pre>`}
${more !== undefined && html`<h4>More about this</h4>${renderProse(more, context)}`}
${sources.length > 0 && html`<h4>Sources</h4><ul class="sources">${sources.map((source) => html`<li>${renderInline(source, context)}</li>`)}</ul>`}`;
}

export function renderStepItems(steps: readonly string[], context: ArticleContext): Markup[] {
  return steps.map((step) => html`<li>${renderInline(step, context)}</li>`);
}
