import type { ProcessIo } from '../process-io.ts';
import { readLines } from './lines.ts';

/** More than fit on a screen are nothing to choose from. */
const MOST = 20;

export interface Choosing {
  io: ProcessIo;
  /** A program reads the answer: nobody is asked. */
  json: boolean;
}

/**
 * Asks on standard error which of the lines is meant, and gives its place in the list. Undefined where no person sits at
 * the terminal, there are too many, or the answer is none of the numbers.
 */
export async function chooseByNumber(
  question: string,
  lines: readonly string[],
  { io, json }: Choosing,
): Promise<number | undefined> {
  if (!io.stderr.isTTY || lines.length > MOST) return undefined;
  const reader = readLines(io, json);
  if (!reader.asks) return undefined;
  io.signal.addEventListener('abort', reader.close, { once: true });
  try {
    const listed = lines.map((line, index) => `  ${String(index + 1).padStart(2)}  ${line}\n`);
    const answer = (await reader.ask(`${question}\n${listed.join('')}Number: `)).trim();
    const number = /^\d{1,2}$/.test(answer) ? Number(answer) : 0;
    return number >= 1 && number <= lines.length ? number - 1 : undefined;
  } finally {
    io.signal.removeEventListener('abort', reader.close);
    reader.close();
  }
}
