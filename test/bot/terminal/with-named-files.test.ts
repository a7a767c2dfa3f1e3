import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withNamedFiles } from '../../../src/bot/terminal/with-named-files.ts';
import type { GivenFile } from '../../../src/core/chat/calls/chat-request.ts';
import { commandsFor } from '../../../src/core/chat/commands/registry.ts';
import { temporaryFolder } from '../../processes/run-samaritan.ts';

const command = commandsFor('terminal', 'admin').find(({ name }) => name === 'tag import');

const read = (path: string): Promise<string> => {
  if (!command) throw new Error('there is no such command');
  return (withNamedFiles(command, { file: path }).file as GivenFile).readText();
};

describe('a file that is named on the terminal', () => {
  it.each([
    ['is not there', 'no-such-folder/none.csv', /none\.csv” is not a file that can be read \(ENOENT\)/],
    ['is a folder', '.', /is not a file that can be read \(EISDIR\)/],
    [
      'has a name that no system takes',
      `/${'x'.repeat(5000)}`,
      /^“\/x{118}…” is not a file that can be read \(ENAMETOOLONG\)/,
    ],
    ['has signs in its name that steer a terminal', '\u001b[31mred', /^“\[31mred” is not a file/],
  ])('and %s is told as such by its reading', async (_, path, said) => {
    await expect(read(path)).rejects.toThrow(said);
  });

  it('and is no text is told as such', async () => {
    const file = join(temporaryFolder(), 'picture.csv');
    writeFileSync(file, Buffer.from([0, 1, 2, 255, 254, 0]));
    await expect(read(file)).rejects.toThrow(/picture\.csv” is no text/);
  });
});
