import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ProcessIo } from '../process-io.ts';

export interface Lines {
  /** Whether anybody is there to be asked. */
  asks: boolean;
  /** Told of each line that nobody has asked for. */
  onLine(listener: (text: string) => void): void;
  /** Asks on standard error. */
  ask(question: string): Promise<string>;
  close(): void;
}

const NOBODY: Lines = { asks: false, onLine: () => {}, ask: async () => '', close: () => {} };

/** Reads a terminal's lines; nothing where no person is there, or a program reads the output. */
export function readLines({ stdin, stderr }: ProcessIo, json: boolean): Lines {
  if (json || !stdin?.isTTY) return NOBODY;
  const reader: Interface = createInterface({ input: stdin as unknown as Readable });
  const listeners = new Set<(text: string) => void>();
  let answer: ((text: string) => void) | undefined;
  reader.on('line', (text) => {
    const asked = answer;
    answer = undefined;
    if (asked) asked(text);
    else if (text.trim() !== '') for (const listener of listeners) listener(text);
  });
  reader.on('close', () => answer?.(''));
  return {
    asks: true,
    onLine: (listener) => void listeners.add(listener),
    ask: (question) => {
      stderr.write(question);
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    close: () => reader.close(),
  };
}

/** Whether the person at the terminal agrees; null where nobody can be asked. */
export async function confirm(
  question: string,
  { io, json }: { io: ProcessIo; json: boolean },
): Promise<boolean | null> {
  const lines = readLines(io, json);
  try {
    return lines.asks ? isYes(await lines.ask(`${question} [y/N] `)) : null;
  } finally {
    lines.close();
  }
}

export function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer.trim());
}
