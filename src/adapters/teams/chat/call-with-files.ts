import type { GivenFile } from '../../../core/chat/calls/chat-request.ts';
import { argumentsFor, commandNamed, commandsFor } from '../../../core/chat/commands/registry.ts';
import { type ParsedMessage, parseMessage } from '../commands/parse-message.ts';
import type { AttachedFile } from '../inbound/inbound-event.ts';

/** What was typed, with the file that came with it. A file alone is for the one command that takes some: it is explained. */
export function callWithFiles(
  typed: string,
  [file, ...more]: readonly AttachedFile[],
  toGivenFile: (file: AttachedFile) => GivenFile,
): ParsedMessage {
  const parsed = file !== undefined && typed.trim() === '' ? FILE_ALONE : parseMessage(typed);
  if (file === undefined || 'problem' in parsed) return parsed;
  if (more.length > 0) return { problem: 'One file is read at a time. Send the one with the error.' };
  const argument = fileArgumentOf(parsed.name);
  if (argument === undefined) {
    return { problem: `${parsed.name} takes no file. To have it explained, send it without a text, or with explain.` };
  }
  return { ...parsed, values: { ...parsed.values, [argument]: toGivenFile(file) } };
}

const FILE_ALONE: ParsedMessage = {
  kind: 'command',
  name: commandsFor('chat', 'admin').find(({ name }) => fileArgumentOf(name) !== undefined)?.name ?? 'help',
  values: {},
};

function fileArgumentOf(name: string): string | undefined {
  const command = commandNamed(name);
  return command && argumentsFor(command, 'chat').find(({ kind }) => kind === 'file')?.name;
}
