import { CONNECTION_ITSELF } from '../../model/cloud/connection.ts';
import { countOf, formatDuration, formatNumber } from '../../model/text/format.ts';

/** Where a sweep stands. `total` is null until the customer list is known. */
export interface Progress {
  connection: string;
  phase: 'partner' | 'tenants' | 'done';
  total: number | null;
  done: number;
  failing: number;
  /** Requests that wait because Microsoft asked for it. */
  throttled: number;
  elapsedMs: number;
}

export interface ProgressView {
  title: string;
  /** 0 to 1, null while nothing can be said. */
  share: number | null;
  line: string;
}

const BAR_CELLS = 20;
/** Below this share an estimate would be a guess. */
const ESTIMATE_FROM = 0.05;
const LEAST_ESTIMATE_MS = 2000;

export function toProgressView(progress: Progress): ProgressView {
  const title = `Testing tokens · connection ${progress.connection}`;
  if (progress.phase === 'partner' || progress.total === null) {
    return { title, share: null, line: `testing ${CONNECTION_ITSELF}` };
  }
  const { done, total, failing, throttled, elapsedMs } = progress;
  const share = total === 0 ? 1 : done / total;
  const parts = [`${formatNumber(done)} of ${countOf(total, 'tenant')}`, `${formatNumber(failing)} failing so far`];
  if (throttled > 0) parts.push(`${formatNumber(throttled)} waiting on Microsoft's rate limit`);
  if (share >= ESTIMATE_FROM && share < 1) {
    const leftMs = (elapsedMs / share) * (1 - share);
    // The last ones are those that hang: an estimate from the others would be wrong for as long as they do.
    if (leftMs >= LEAST_ESTIMATE_MS) parts.push(`about ${formatDuration(leftMs, { guessed: true })} left`);
  }
  return { title, share, line: parts.join(' · ') };
}

/** The bar of a share between 0 and 1. */
export function progressBar(share: number, cells = BAR_CELLS): string {
  const filled = Math.min(cells, Math.max(0, Math.floor(share * cells)));
  return '▰'.repeat(filled) + '▱'.repeat(cells - filled);
}
