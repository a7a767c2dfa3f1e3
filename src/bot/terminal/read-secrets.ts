import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ProcessIo } from '../process-io.ts';

/**
 * Asks for secrets: on a terminal one after the other and without showing what is typed, else as the lines of standard
 * input, in this order. Empty where a line is missing. Never taken as arguments: other users see those.
 */
export async function readSecrets(questions: readonly string[], { stdin, stderr }: ProcessIo): Promise<string[]> {
  if (!stdin) return questions.map(() => '');
  if (!stdin.isTTY) {
    const lines = (await text(Readable.from(stdin))).split(/\r?\n/);
    return questions.map((_, index) => (lines[index] ?? '').trim());
  }
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: stdin as unknown as Readable, output: silent, terminal: true });
  const lines = reader[Symbol.asyncIterator]();
  const answers: string[] = [];
  try {
    for (const question of questions) {
      stderr.write(`${question} `);
      const { value, done } = await lines.next();
      stderr.write('\n');
      answers.push(done ? '' : value.trim());
    }
    return answers;
  } finally {
    reader.close();
  }
}
