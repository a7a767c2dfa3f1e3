import { markdownToText } from './plain-markdown.ts';
import type { RenderOptions } from './render-report.ts';
import { wrapIndented } from './wrap.ts';

/** Numbered steps. Each link stands on a line of its own, so that no line break cuts an address. */
export function renderSteps(steps: readonly string[], options: RenderOptions): string[] {
  return steps.flatMap((step, index) => renderMarkdown(step, options, `  ${index + 1}. `));
}

/** Markdown as lines: text wrapped, links apart, fenced blocks as they are, list items kept. */
export function renderMarkdown(markdown: string, { style, width }: RenderOptions, first = '  '): string[] {
  const rest = ' '.repeat(first.length);
  const lines: string[] = [];
  const indent = (): string => (lines.length === 0 ? first : rest);
  let fenced = false;
  for (const line of markdown.split('\n')) {
    if (/^\s*```/.test(line)) fenced = !fenced;
    // Code is to be copied: wrapping would break it.
    else if (fenced) lines.push(`${indent()}  ${line}`);
    else if (line.trim() === '') lines.push('');
    else {
      const { text, links } = markdownToText(line);
      lines.push(...wrapIndented(text.trim(), width, indent(), rest + (/^\s*- /.test(line) ? '  ' : '')));
      lines.push(...links.map((link) => style.dim(`${rest} ${link}`)));
    }
  }
  return lines;
}
