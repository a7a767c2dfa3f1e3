import { loadGuidance } from '../../adapters/articles/open-guidance.ts';
import { renderArticle, renderChoices } from '../../adapters/terminal/render-article.ts';
import { createStyle } from '../../adapters/terminal/style.ts';
import { EXIT } from '../../core/diagnosis/report/exit-code.ts';
import { toTroubleshootJson, withoutSubject } from '../../core/guidance/articles/article-json.ts';
import { findGuidance } from '../../core/guidance/explain/troubleshoot.ts';
import { colorWanted, columnsOf, type ProcessIo } from '../process-io.ts';

/** `samaritan troubleshoot <words>`: the article, or a ranked choice. Exit 1 when no article fits. */
export async function runTroubleshoot(values: Record<string, unknown>, io: ProcessIo): Promise<number> {
  const query = ((values.topic as string[] | undefined) ?? []).join(' ');
  const found = findGuidance(query, loadGuidance());
  if (values.json === true) io.stdout.write(`${JSON.stringify(toTroubleshootJson(query, found), null, 2)}\n`);
  else {
    const options = { style: createStyle(colorWanted(io.stdout, io.env)), width: columnsOf(io.stdout) };
    const choices = found.kind === 'choices' ? found.choices.map(withoutSubject) : [];
    const text =
      found.kind === 'article'
        ? renderArticle(withoutSubject(found.article), options)
        : renderChoices(choices, found.kind === 'nothing' ? found.hints : [], options);
    io.stdout.write(text);
  }
  return found.kind === 'nothing' ? EXIT.findings : EXIT.fine;
}
