import { completeLine, writeCompletionScript } from '../../adapters/terminal/complete-line.ts';
import { groupCommands } from '../../core/chat/calls/command-list.ts';
import { EXIT } from '../../core/diagnosis/report/exit-code.ts';
import type { HostCall } from './host-call.ts';

/** `samaritan completion <shell>`: the script that a shell's profile loads. */
export async function runCompletion({ values }: HostCall<'completion'>): Promise<number> {
  writeCompletionScript(values.shell);
  return EXIT.fine;
}

/** `samaritan complete -- <words>`, as those scripts ask. Nothing is opened and nobody is asked: Tab has to be quick. */
export async function answerTab(words: readonly string[]): Promise<number> {
  const { COMMANDS } = await import('../../core/chat/commands/registry.ts');
  const { CAUSE_IDS } = await import('../../core/model/causes/cause.ts');
  const { openGuidance } = await import('../../adapters/articles/open-guidance.ts');
  completeLine(words, COMMANDS, {
    command: groupCommands(COMMANDS).map(({ name, summary }) => ({ value: name, about: summary })),
    cause: CAUSE_IDS.map((value) => ({ value, about: '' })),
    topic: openGuidance()
      .library.all()
      .map(({ id, title }) => ({ value: id, about: title })),
  });
  return EXIT.fine;
}
