import { encodeAction } from '../../cards/action-id.ts';
import { type Action, type Block, button, type Card } from '../../cards/card.ts';
import { line, plain, strong } from '../../cards/inline.ts';
import { toChoiceLine } from '../articles/article-card.ts';
import { toArticleLine } from '../articles/markdown.ts';
import type { Explanation } from './explanation.ts';
import { toExplanationView } from './explanation-view.ts';

const MOST_FOUND = 8;

/** What a pasted text means. `mayTest`: whether who asked may test the tokens. */
export function toExplanationCard(explanation: Explanation, mayTest: boolean): Card {
  const view = toExplanationView(explanation);
  const blocks: Block[] = [];
  if (view.warning) blocks.push({ kind: 'text', line: line(strong('Secrets:'), ' ', view.warning) });
  blocks.push({ kind: 'text', line: toArticleLine(view.meaning, {}) });
  if (view.steps.length > 0) {
    blocks.push({ kind: 'list', numbered: true, items: view.steps.map((step) => toArticleLine(step, {})) });
  }
  if (view.instead.length > 0) {
    blocks.push(
      { kind: 'text', line: line(strong('It may be this instead:')) },
      { kind: 'list', numbered: false, items: view.instead.map(toChoiceLine) },
    );
  }
  if (view.cases.length > 0) {
    blocks.push(
      { kind: 'text', line: line(strong('Other cases in your text:')) },
      { kind: 'list', numbered: false, items: view.cases.map((one) => plain(one)) },
    );
  }
  if (view.alternatives.length > 0) {
    blocks.push({
      kind: 'text',
      line: line(strong('Also in your text, or also possible:'), ' ', view.alternatives.join('; ')),
    });
  }
  if (view.found.length > 0) {
    const found = view.found.slice(0, MOST_FOUND).join(' · ');
    blocks.push({ kind: 'text', line: line(strong('Found in your text:'), ' ', found), subtle: true });
  }
  const articles = explanation.recognized ? view.articles : [];
  // Of several that may fit, the reader chooses.
  const isKnown = explanation.cause !== 'unknown' || articles.length === 1;
  const actions: Action[] = articles.map(({ id, label }, place) =>
    button(label.slice(0, 80), encodeAction('article', id), isKnown && place === 0),
  );
  if (mayTest) actions.push(button('Test tokens now', encodeAction('sweep'), articles.length === 0));
  return {
    tone: view.tone,
    title: plain(view.title),
    aside: plain(view.certainty),
    blocks,
    actions,
    summary: `${view.title} (${view.certainty})`,
  };
}
