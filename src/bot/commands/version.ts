import packageJson from '../../../package.json' with { type: 'json' };
import { EXIT } from '../../core/diagnosis/report/exit-code.ts';
import type { ProcessIo } from '../process-io.ts';

/** `samaritan --version`. */
export async function runVersion(_values: Record<string, unknown>, io: ProcessIo): Promise<number> {
  io.stdout.write(`${packageJson.version}\n`);
  return EXIT.fine;
}
