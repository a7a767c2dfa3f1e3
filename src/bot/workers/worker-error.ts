/**
 * - `timed-out`, `died`: this piece of work ended so; the next gets a new process.
 * - `failed`: the work itself threw. `closed`: we are stopping.
 */
export type WorkerErrorCode = 'timed-out' | 'died' | 'failed' | 'closed';

const SENTENCES: Record<WorkerErrorCode, string> = {
  'timed-out': 'Making it took too long and was given up.',
  died: 'The process that made it ended before it was ready.',
  failed: 'It could not be made.',
  closed: 'Samaritan is stopping.',
};

/** Something that a worker process should have made could not be had. The message is for the technician. */
export class WorkerError extends Error {
  readonly code: WorkerErrorCode;

  constructor(code: WorkerErrorCode, cause?: unknown) {
    super(SENTENCES[code], cause === undefined ? {} : { cause });
    this.name = 'WorkerError';
    this.code = code;
  }
}
