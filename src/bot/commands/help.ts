import { renderHelp } from '../../adapters/terminal/render-help.ts';
import { createStyle } from '../../adapters/terminal/style.ts';
import { toHelpView } from '../../core/chat/commands/help-view.ts';
import { EXIT } from '../../core/diagnosis/report/exit-code.ts';
import { colorWanted, columnsOf, type ProcessIo } from '../process-io.ts';
import { failUsage } from './fail-usage.ts';

/** `samaritan help [command]`. */
export async function runHelp(values: Record<string, unknown>, io: ProcessIo): Promise<number> {
  const words = (values.command as string[] | undefined) ?? [];
  const name = words.length > 0 ? words.join(' ') : undefined;
  const view = toHelpView('terminal', 'admin', name);
  const json = values.json === true;
  if ('problem' in view) return failUsage([view.problem], json, io);
  const text = json
    ? `${JSON.stringify({ schema: 'samaritan.help/1', ...view }, null, 2)}\n`
    : renderHelp(view, { style: createStyle(colorWanted(io.stdout, io.env)), width: columnsOf(io.stdout) });
  io.stdout.write(text);
  return EXIT.fine;
}
