import type { Article } from '../../core/guidance/articles/article.ts';
import { markdownToText } from './plain-markdown.ts';
import type { RenderOptions } from './render-report.ts';
import { renderMarkdown, renderSteps } from './render-steps.ts';
import { wrapIndented } from './wrap.ts';

/** A whole article as text: every section under its heading, steps numbered, links and fenced blocks kept. */
export function renderArticle(article: Article, options: RenderOptions): string {
  const { style } = options;
  const lines = [style.bold(article.title), style.dim(article.id)];
  const section = (heading: string, body: readonly string[]): void => {
    lines.push('', style.bold(heading), ...body);
  };
  section('Symptom', renderMarkdown(article.symptom, options));
  section('What it means', renderMarkdown(article.meaning, options));
  section('Who acts', renderMarkdown(article.whoActs, options));
  section('Steps', renderSteps(article.steps, options));
  section('How to verify', renderMarkdown(article.verify, options));
  if (article.customerMessage) section('Message to the customer', renderMarkdown(article.customerMessage, options));
  if (article.more) section('More', renderMarkdown(article.more, options));
  section(
    'Sources',
    article.sources.map((source) => style.dim(`  ${source}`)),
  );
  return `${lines.join('\n')}\n`;
}

/** Several articles to choose from, or what to try when there are none. */
export function renderChoices(
  choices: readonly Article[],
  hints: readonly string[],
  { style, width }: RenderOptions,
): string {
  const lines: string[] = [];
  if (choices.length === 0) lines.push(style.bold('No article fits these words.'), '');
  else lines.push(style.bold('Which of these is it?'), '');
  for (const [index, choice] of choices.entries()) {
    lines.push(...wrapIndented(`${style.bold(choice.title)} · ${choice.id}`, width, `  ${index + 1}. `));
    lines.push(...wrapIndented(style.dim(firstSentence(markdownToText(choice.symptom).text)), width, '     '));
  }
  for (const hint of hints) lines.push(...wrapIndented(hint, width, '  - '));
  if (choices.length > 0) lines.push('', style.dim('samaritan troubleshoot <id> shows one of them.'));
  return `${lines.join('\n')}\n`;
}

function firstSentence(text: string): string {
  const end = text.search(/[.!?](?:\s|$)/);
  return end < 0 ? text : text.slice(0, end + 1);
}
