import type { ExplanationView } from '../../core/guidance/explain/explanation-view.ts';
import { markdownToText } from './plain-markdown.ts';
import type { RenderOptions } from './render-report.ts';
import { renderSteps } from './render-steps.ts';
import { leftAndRight, wrapIndented } from './wrap.ts';

/** An explanation as text: what it is and how sure, what it means, what to do, what was found, how to go on. */
export function renderExplanation(view: ExplanationView, { style, width }: RenderOptions): string {
  const lines = leftAndRight(`${style.sign(view.tone)} ${style.bold(view.title)}`, view.certainty, width);
  if (view.warning) lines.push(...wrapIndented(style.bold(view.warning), width, `  ${style.sign('warn')} `));
  lines.push(...wrapIndented(view.meaning, width, '  '), ...renderSteps(view.steps, { style, width }));
  if (view.alternatives.length > 0) {
    lines.push('', style.bold('Also in your text, or also possible:'));
    for (const other of view.alternatives) lines.push(...wrapIndented(other, width, '  - '));
  }
  if (view.found.length > 0) {
    lines.push('', style.bold('Found in your text:'));
    for (const one of view.found) lines.push(...wrapIndented(one, width, '  - '));
  }
  lines.push('');
  for (const next of view.next) lines.push(...wrapIndented(style.dim(markdownToText(next).text), width, ''));
  return `${lines.join('\n')}\n`;
}
