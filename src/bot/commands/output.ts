import { closeSync, openSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { REPORT_FORMATS, type ReportFormat } from '../../core/chat/commands/definitions/diagnosis.ts';

const BY_EXTENSION: Readonly<Record<string, ReportFormat>> = {
  '.json': 'json',
  '.csv': 'csv',
  '.html': 'html',
  '.htm': 'html',
  '.xml': 'junit',
  '.txt': 'text',
};

export type OutputChoice = { ok: true; format: ReportFormat; file?: string } | { ok: false; problem: string };

/** What to print and where: `--json` and `--format` must agree, and a file's ending decides where neither is given. */
export function chooseOutput(values: Record<string, unknown>): OutputChoice {
  const file = typeof values.output === 'string' ? values.output : undefined;
  const named = REPORT_FORMATS.find((format) => format === values.format);
  if (values.json === true && named !== undefined && named !== 'json') {
    return { ok: false, problem: `--json and --format ${named} contradict each other. Give one of the two.` };
  }
  const fromFile = file === undefined ? undefined : BY_EXTENSION[extname(file).toLowerCase()];
  const format = values.json === true ? 'json' : (named ?? fromFile ?? 'text');
  if (file === undefined) return { ok: true, format };
  const problem = findWriteProblem(file);
  return problem === undefined ? { ok: true, format, file } : { ok: false, problem };
}

/** Tried before the sweep, so that a long run is not lost on a mistyped folder. */
export function findWriteProblem(file: string): string | undefined {
  try {
    closeSync(openSync(file, 'a'));
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return `The file ${file} given with --output cannot be written (${code}). Name a file in a folder you may write to.`;
  }
}

export function writeOutput(file: string, text: string): void {
  writeFileSync(file, text);
}
