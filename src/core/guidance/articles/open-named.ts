import { encodeAction } from '../../cards/action-id.ts';
import { type Action, button } from '../../cards/card.ts';
import type { ArticleLibrary } from './article.ts';
import { readSpans, type Span } from './article-text.ts';

const MOST_LINKS = 3;

/** Buttons that open the articles which these steps name, called as there, but for the one they are of. */
export function openNamed(steps: readonly string[], own: string, library: Pick<ArticleLibrary, 'byId'>): Action[] {
  const ids = new Set(steps.flatMap((step) => codesIn(readSpans(step))));
  ids.delete(own);
  const named = [...ids].flatMap((id) => library.byId(id) ?? []).slice(0, MOST_LINKS);
  return named.map(({ id }) => button(`Open ${id}`, encodeAction('article', id, 0)));
}

function codesIn(spans: readonly Span[]): string[] {
  return spans.flatMap((span) => (span.kind === 'code' ? [span.text] : 'spans' in span ? codesIn(span.spans) : []));
}
