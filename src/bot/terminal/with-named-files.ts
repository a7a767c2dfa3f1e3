import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TypedValues } from '../../adapters/terminal/parse-command-line.ts';
import type { ArgumentValue, GivenFile } from '../../core/chat/calls/chat-request.ts';
import type { CommandDefinition } from '../../core/chat/calls/command-definition.ts';
import { argumentsFor } from '../../core/chat/calls/command-list.ts';
import { decodeText } from '../../core/model/text/decode-text.ts';
import { toSafeText } from '../../core/model/text/format.ts';

/** The values with the files that are named among them; each is read when the command asks for it. */
export function withNamedFiles(command: CommandDefinition, values: TypedValues): Record<string, ArgumentValue> {
  const named = argumentsFor(command, 'terminal').filter(({ kind }) => kind === 'file');
  const files = named.flatMap(({ name }) => {
    const path = [values[name] ?? []].flat()[0];
    return path === undefined ? [] : [[name, toGivenFile(path)] as const];
  });
  return { ...values, ...Object.fromEntries(files) };
}

/** As chat hands over one. Where it can't be read, its reading says why. */
function toGivenFile(path: string): GivenFile {
  const shown = toSafeText(path, { maxLength: 120 });
  return {
    name: basename(path),
    sizeBytes: sizeOf(path),
    readText: async () => {
      let bytes: Uint8Array;
      try {
        bytes = await readFile(path);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
        throw new Error(`“${shown}” is not a file that can be read (${code}).`, { cause: error });
      }
      const text = decodeText(bytes);
      if (text === undefined) throw new Error(`“${shown}” is no text in UTF-8 or UTF-16.`);
      return text;
    },
  };
}

/** In bytes; 0 where it can't be found out, since then it can't be read either, and its reading says why. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
