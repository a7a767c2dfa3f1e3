import { NoAnswer } from '../../http/no-answer.ts';
import { ConnectorRefusal, toTeamsError } from './connector-refusal.ts';
import { TeamsError } from './teams-error.ts';

/** Statuses that Teams asks to try again (learn.microsoft.com: Rate limiting for agents, ms.date 2026-10-08). */
const TRANSIENT: ReadonlySet<number> = new Set([412, 429, 502, 503, 504]);

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** Who asks for more is not waited for: the caller learns how long it would be. */
const LONGEST_RETRY_AFTER_MS = 60_000;

export interface RetryParts {
  sleep: (ms: number) => Promise<void>;
  /** A number between 0 and 1 that spreads pauses. */
  random: () => number;
  mostTries: number;
}

export interface Retried {
  aims: 'conversation' | 'message';
  /** Doing it twice does no harm, so that it may be tried again where the first request may have arrived. */
  repeatable: boolean;
}

/**
 * Runs an operation as often as it is worth it: transient statuses after `Retry-After` or a growing pause with jitter,
 * 401 once more with a new token, a connection that was never made, and a broken one only where that does no harm.
 * Throws `TeamsError` for all that Teams or the network does.
 */
export async function withRetries<Result>(
  run: () => Promise<Result>,
  { aims, repeatable }: Retried,
  { sleep, random, mostTries }: RetryParts,
): Promise<Result> {
  let unauthorized = 0;
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      const last = toFinalError(error, aims);
      if (!(last instanceof TeamsError) || tries >= mostTries) throw last;
      if (last.code === 'unauthorized') {
        unauthorized += 1;
        if (unauthorized > 1) throw last;
        continue;
      }
      if (!isTransient(error, repeatable)) throw last;
      const asked = last.retryAfterMs ?? 0;
      if (asked > LONGEST_RETRY_AFTER_MS) throw last;
      const backOffMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)) * (0.75 + random() / 2);
      // What was asked for is waited in full; the jitter on top keeps conversations from coming back all at once.
      await sleep(asked > 0 ? asked + random() * FIRST_PAUSE_MS : backOffMs);
    }
  }
}

function isTransient(error: unknown, repeatable: boolean): boolean {
  if (error instanceof ConnectorRefusal) return TRANSIENT.has(error.status);
  if (error instanceof NoAnswer) return repeatable || error.reached === 'no';
  // The token could not be had for a reason that may pass: nothing was sent to Teams yet.
  return error instanceof TeamsError && (error.code === 'unavailable' || error.code === 'unreachable');
}

function toFinalError(error: unknown, aims: Retried['aims']): unknown {
  if (error instanceof ConnectorRefusal) return toTeamsError(error, aims);
  if (!(error instanceof NoAnswer)) return error;
  return new TeamsError(error.reached === 'no' ? 'unreachable' : 'uncertain', { host: error.host, cause: error });
}
