import type { RawBuilder } from 'kysely';

/** Deletes some rows that are too old. */
export interface PruneStep {
  /** Most rows that it takes. */
  limit: number;
  statement: (limit: number) => RawBuilder<unknown>;
}
