import type { Report } from '../../../core/diagnosis/report/report.ts';
import { toArticleSubject, type ViewOptions } from '../../../core/diagnosis/report/view.ts';
import type { Article, ArticleLibrary } from '../../../core/guidance/articles/article.ts';
import { fitArticle } from '../../../core/guidance/articles/fit-article.ts';
import type { ArticleContext } from './article-text.ts';
import { renderGuide } from './guide.ts';
import { html, type Markup } from './markup.ts';

/** Which articles are on the page, and where. */
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
    const article = fitArticle(one, { surface: 'page' });
    return html`<li><details class="guide" id="guide-${article.id}"><summary><h3>${article.title}</h3></summary>
${renderGuide(article, { context })}</details></li>`;
  })}</ul></section>`;
}
