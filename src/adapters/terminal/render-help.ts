import type { HelpView } from '../../core/chat/commands/help-view.ts';
import type { RenderOptions } from './render-report.ts';
import { wrapIndented } from './wrap.ts';

/** Help as text. One command alone is shown with its arguments and examples. */
export function renderHelp(view: HelpView, { style, width }: RenderOptions): string {
  const [only] = view.commands;
  const lines: string[] = [];
  if (view.commands.length === 1 && only) {
    lines.push(`${style.bold('Usage:')} samaritan ${only.usage}`, '', ...wrapIndented(only.summary, width, ''));
    if (only.details) lines.push(...wrapIndented(only.details, width, ''));
    const widest = Math.max(0, ...only.arguments.map((argument) => argument.label.length));
    if (widest > 0) lines.push('');
    for (const argument of only.arguments)
      lines.push(...wrapIndented(argument.help, width, `  ${argument.label.padEnd(widest)}  `));
    if (only.examples.length > 0)
      lines.push('', style.bold('Examples:'), ...only.examples.map((one) => `  samaritan ${one}`));
  } else {
    lines.push(view.title, '', `${style.bold('Usage:')} samaritan <command> [options]`, '');
    const widest = Math.max(...view.commands.map((command) => command.name.length));
    for (const command of view.commands)
      lines.push(...wrapIndented(command.summary, width, `  ${style.bold(command.name.padEnd(widest))}  `));
    lines.push('', 'Every command takes --json. samaritan help <command> says more.');
  }
  return `${lines.join('\n')}\n`;
}
