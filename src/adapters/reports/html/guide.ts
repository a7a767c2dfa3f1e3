import type { Article } from '../../../core/guidance/articles/article.ts';
import { type ArticleContext, renderFilled, renderInline, renderProse } from './article-text.ts';
import { html, type Markup } from './markup.ts';

export interface GuideOptions {
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
