import { openGuidance } from '../../adapters/articles/open-guidance.ts';
import { EXIT } from '../../core/diagnosis/report/exit-code.ts';
import { explainText } from '../../core/guidance/explain/explain-text.ts';
import { toExplanationView } from '../../core/guidance/explain/explanation-view.ts';
import { colorWanted, columnsOf, type ProcessIo } from '../process-io.ts';
import { failUsage } from './fail-usage.ts';
import { readText } from './read-text.ts';

/** `samaritan explain [text]`: exit 0 when something is recognized, 1 when nothing is. */
export async function runExplain(values: Record<string, unknown>, io: ProcessIo): Promise<number> {
  const json = values.json === true;
  const read = await readText((values.text as string[] | undefined) ?? [], io.stdin);
  if (!read.ok) return failUsage([read.problem], json, io);
  const explanation = explainText(read.text, openGuidance());
  if (json) io.stdout.write(`${JSON.stringify(explanation, null, 2)}\n`);
  else {
    const { renderExplanation } = await import('../../adapters/terminal/render-explanation.ts');
    const { createStyle } = await import('../../adapters/terminal/style.ts');
    const style = createStyle(colorWanted(io.stdout, io.env));
    io.stdout.write(renderExplanation(toExplanationView(explanation), { style, width: columnsOf(io.stdout) }));
  }
  return explanation.recognized ? EXIT.fine : EXIT.findings;
}
