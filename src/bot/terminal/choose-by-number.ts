import type { TypedValues } from '../../adapters/terminal/parse-command-line.ts';
import { isNeeded } from '../../core/chat/calls/arguments.ts';
import type { CommandDefinition } from '../../core/chat/calls/command-definition.ts';
import { argumentsFor } from '../../core/chat/calls/command-list.ts';
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
  asking: Choosing,
): Promise<number | undefined> {
  if (lines.length > MOST) return undefined;
  const listed = lines.map((line, index) => `  ${String(index + 1).padStart(2)}  ${line}\n`);
  const answer = await askLine(`${question}\n${listed.join('')}Number: `, asking);
  const number = /^\d{1,2}$/.test(answer) ? Number(answer) : 0;
  return number >= 1 && number <= lines.length ? number - 1 : undefined;
}

/** Empty where nobody is there to be asked, and where nothing was typed. */
async function askLine(question: string, { io, json }: Choosing): Promise<string> {
  if (!io.stderr.isTTY) return '';
  const reader = readLines(io, json);
  if (!reader.asks) return '';
  io.signal.addEventListener('abort', reader.close, { once: true });
  try {
    return (await reader.ask(question)).trim();
  } finally {
    io.signal.removeEventListener('abort', reader.close);
    reader.close();
  }
}

/**
 * The values with what was left out and is required, as the person at the terminal chose or typed it: choices, or one text.
 * Where more is missing nobody is asked: the answer would be lost.
 */
export async function askMissing(
  definition: CommandDefinition,
  values: TypedValues,
  asking: Choosing,
): Promise<TypedValues> {
  const given = { alone: Boolean(values.connection?.length), isGiven: (name: string) => Boolean(values[name]?.length) };
  const missing = argumentsFor(definition, 'terminal').filter(
    (one) => isNeeded(one, given) && !given.isGiven(one.name),
  );
  const [one, ...more] = missing;
  if (one?.kind === 'text' && !one.standardInput && more.length === 0) {
    const typed = await askLine(`${one.name}: ${one.help}\n> `, asking);
    return typed === '' ? values : { ...values, [one.name]: typed };
  }
  if (!missing.every(({ choices }) => choices)) return values;
  const chosen: TypedValues = {};
  for (const { name, help, choices = [] } of missing) {
    const index = await chooseByNumber(`${name}: ${help}`, choices, asking);
    const choice = index === undefined ? undefined : choices[index];
    if (choice === undefined) break;
    chosen[name] = choice;
  }
  return { ...values, ...chosen };
}
