import { closeSync, openSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { CommandDefinition } from '../../core/chat/calls/command-definition.ts';
import { REPORT_FORMATS, type ReportFormat } from '../../core/chat/commands/diagnosis/testtokens.ts';
import { systemCodeOf } from '../../core/model/text/system-code.ts';

/** Read and written by its owner. */
const OWN = 0o600;

/** A file without an ending is text, as everywhere. */
const ENDINGS: Readonly<Record<ReportFormat, readonly string[]>> = {
  json: ['.json'],
  csv: ['.csv'],
  html: ['.html', '.htm'],
  junit: ['.xml'],
  text: ['.txt', ''],
};

export type OutputChoice = { ok: true; format: ReportFormat; file?: string } | { ok: false; problem: string };

/**
 * What to print and where: `--json` and `--format` must agree, and a file's ending decides where neither is given. A
 * command without formats says itself what it writes.
 */
export function chooseOutput(
  values: Readonly<Record<string, unknown>>,
  command: Pick<CommandDefinition, 'arguments'>,
): OutputChoice {
  const file = typeof values.output === 'string' ? values.output : undefined;
  const named = REPORT_FORMATS.find((format) => format === values.format);
  if (values.json === true && named !== undefined && named !== 'json') {
    return { ok: false, problem: `--json and --format ${named} contradict each other. Give one of the two.` };
  }
  const asked = values.json === true ? 'json' : named;
  if (file === undefined) return { ok: true, format: asked ?? 'text' };
  const ending = extname(file).toLowerCase();
  if (!command.arguments.some(({ name }) => name === 'format')) {
    const { endings = [] } = command.arguments.find(({ name }) => name === 'output') ?? {};
    if (!endings.includes(ending)) return { ok: false, problem: endingProblem(ending, endings) };
    return withFile(file, asked ?? 'text');
  }
  const format = asked ?? REPORT_FORMATS.find((one) => ENDINGS[one].includes(ending));
  if (format !== undefined) return withFile(file, format);
  return { ok: false, problem: endingProblem(ending, Object.values(ENDINGS).flat().filter(Boolean), 'give --format') };
}

function endingProblem(ending: string, endings: readonly string[], otherwise?: string): string {
  const or = otherwise === undefined ? '' : `, or ${otherwise}`;
  return `Nothing here is written as “${ending}”. Let the file given with --output end with ${endings.join(', ')}${or}.`;
}

function withFile(file: string, format: ReportFormat): OutputChoice {
  const problem = findWriteProblem(file);
  return problem === undefined ? { ok: true, format, file } : { ok: false, problem };
}

/** Tried before the sweep, so that a long run is not lost on a mistyped folder. */
function findWriteProblem(file: string): string | undefined {
  try {
    closeSync(openSync(file, 'a', OWN));
    return undefined;
  } catch (error) {
    return unwritable(file, error, 'Name a file in a folder you may write to.');
  }
}

function unwritable(file: string, error: unknown, wayOut: string): string {
  return `The file ${file} given with --output cannot be written (${systemCodeOf(error) ?? 'unknown error'}). ${wayOut}`;
}

/**
 * What fails at which customer is for whoever ran it alone. A file that is there keeps its mode. Why it could not be
 * written, a full disk for one.
 */
export function writeOutput(file: string, pieces: Iterable<string | Uint8Array>): string | undefined {
  let opened: number | undefined;
  try {
    opened = openSync(file, 'w', OWN);
    for (const piece of pieces) writeFileSync(opened, piece);
    return undefined;
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
    return unwritable(file, error, 'What is in it is not whole: make room, and run this again.');
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/** No faster than it is read: what waits for a slow reader would be held whole. Ends where nobody reads any more. */
export async function writePieces(stream: NodeJS.WritableStream, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    if (!stream.writable) return;
    if (stream.write(piece)) continue;
    const { promise, resolve } = Promise.withResolvers<void>();
    const ends = ['drain', 'close', 'error'];
    for (const end of ends) stream.once(end, resolve);
    await promise;
    for (const end of ends) stream.off(end, resolve);
  }
}
