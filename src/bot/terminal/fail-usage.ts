import { EXIT } from '../../core/diagnosis/report/exit-code.ts';
import type { ProcessIo } from '../process-io.ts';

/** Says what was wrong with the call or the configuration, one sentence a line; as JSON on standard output where asked for. */
export function failUsage(problems: readonly string[], json: boolean, io: ProcessIo): number {
  for (const problem of problems) io.stderr.write(`${problem}\n`);
  if (json) io.stdout.write(`${JSON.stringify({ schema: 'samaritan.error/1', problems }, null, 2)}\n`);
  return EXIT.usage;
}
