import type { MicrosoftCloud, OpenCloudOptions } from '../../model/cloud/microsoft-cloud.ts';
import { createFaultReferences, withReferences } from './internal-faults.ts';
import type { SweepParts } from './sweep-parts.ts';

export interface RunCloud {
  cloud: MicrosoftCloud;
  /** Ends the run: it was cancelled, or its cloud is lost. */
  signal: AbortSignal;
  toReference: (error: unknown) => string;
}

/** Opens the cloud of a run, whose faults of ours carry references, and closes it in any case. */
export async function withRunCloud<T>(
  { connection, concurrency, signal: cancelled }: Omit<OpenCloudOptions, 'onLost'>,
  { clouds, reportInternal }: Pick<SweepParts, 'clouds' | 'reportInternal'>,
  run: (opened: RunCloud) => Promise<T>,
): Promise<T> {
  const toReference = createFaultReferences(reportInternal);
  const lost = new AbortController();
  const signal = AbortSignal.any([cancelled, lost.signal]);
  const opened = clouds.open({ connection, concurrency, signal: cancelled, onLost: () => lost.abort() });
  const cloud = withReferences(opened, toReference);
  try {
    return await run({ cloud, signal, toReference });
  } finally {
    await cloud.close();
  }
}
