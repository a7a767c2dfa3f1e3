import { EXIT } from '../core/diagnosis/report/exit-code.ts';
import { createReference } from '../core/model/text/reference.ts';
import type { ProcessIo } from './process-io.ts';

/** Ends the process at what nobody caught, told like any other fault of ours: never with a bare stack on standard error. */
export function catchTheRest(io: ProcessIo): void {
  process.on('uncaughtException', (error) => {
    void reportInternalError(error, io)
      .catch(() => {})
      .finally(() => process.exit(EXIT.findings));
  });
}

/** Turns a stranger's error into one sentence with a reference, and the log entry that the reference finds. */
export async function reportInternalError(error: unknown, io: ProcessIo): Promise<number> {
  const reference = createReference(Math.random);
  const { createLog } = await import('../adapters/telemetry/create-log.ts');
  createLog(io.stderr).error({ reference, err: error }, 'internal error');
  io.stderr.write(`That didn't work on our side. Reference ${reference}; the same reference is in the log.\n`);
  return EXIT.findings;
}
