import { classifyFault, type FaultContext } from '../causes/classify.ts';
import type { Answer } from '../cloud/microsoft-cloud.ts';
import type { Check, CheckId } from './check.ts';

/** A check from the answer to its request. An answer that never came because the run ended is skipped, not failed. */
export function toCheck(id: CheckId, answer: Answer<unknown>, context: FaultContext): Check {
  const { attempts } = answer;
  const durationMs = Math.round(answer.durationMs);
  if (answer.ok) return { id, status: 'pass', durationMs, attempts };
  if (answer.fault.kind === 'aborted') return skippedCheck(id, INTERRUPTED);
  const { evidence, ...verdict } = classifyFault(answer.fault, context);
  const { fault } = answer;
  return {
    id,
    durationMs,
    attempts,
    ...verdict,
    ...(evidence === undefined ? {} : { evidence }),
    ...(fault.kind === 'throttled' && fault.retryAfterMs !== undefined ? { retryAfterMs: fault.retryAfterMs } : {}),
  };
}

export function skippedCheck(id: CheckId, reason: string): Check {
  return { id, status: 'skipped', durationMs: 0, attempts: 0, reason };
}

/** Nobody can say, and no request would change that. */
export function unknownCheck(id: CheckId, reason: string): Check {
  return { id, status: 'unknown', durationMs: 0, attempts: 0, reason };
}

export const INTERRUPTED = 'Not tested: the run was interrupted.';
export const NOT_YET = 'Not tested yet: Microsoft asks to wait before this tenant is asked again.';
export const NO_TOKEN = 'Not tested: the token for this tenant could not be had.';
