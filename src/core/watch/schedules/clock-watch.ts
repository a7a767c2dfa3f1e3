import { z } from 'zod';
import { readSetting, type SettingStore } from '../../credentials/setting-store.ts';
import { formatDuration } from '../../model/text/format.ts';
import { type Clock, LEAST_JUMP_MS } from '../../model/time/clock.ts';

/** The clock was set, or the machine slept. Milliseconds; negative: back. */
export interface ClockJump {
  /** What it said after that. */
  at: number;
  byMs: number;
  /** While Samaritan was not running: it may only have rested so long. */
  whileDown: boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A rest that is longer is taken for a wrong clock, until somebody sees that it isn't. */
const LONGEST_REST_MS = 30 * DAY_MS;
const SETTLED_AFTER_MS = HOUR_MS;
const NAME = 'clock';

const jumpSchema = z.object({ at: z.number(), byMs: z.number(), whileDown: z.boolean() });
const stored = z.object({ seenAt: z.number(), jump: jumpSchema.nullable() });

/**
 * Watches the clock itself, against one that can't be set, and across restarts against when it was last seen. What can't
 * be undone, such as deleting what is old, waits until the time has been confirmed by an hour of the other clock.
 */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #settings: SettingStore;
  #last: { now: number; mono: number } | null = null;
  /** By the clock that can't be set. Null: the time is the one that was seen all along. */
  #doubtedSince: number | null = null;
  #jump: ClockJump | null = null;

  constructor(clock: Clock, settings: SettingStore) {
    this.#clock = clock;
    this.#settings = settings;
  }

  /** Whether the time may be trusted with what can't be undone. Not before the first look. */
  get isSettled(): boolean {
    if (this.#last === null) return false;
    return this.#doubtedSince === null || this.#clock.monotonicMs() - this.#doubtedSince >= SETTLED_AFTER_MS;
  }

  /** The newest jump, until the time is settled again. */
  get jump(): ClockJump | null {
    return this.isSettled ? null : this.#jump;
  }

  /** To be called at the start and every minute. Gives a jump that was not there at the look before. */
  async look(): Promise<ClockJump | null> {
    const [now, mono] = [this.#clock.now(), this.#clock.monotonicMs()];
    const jump = this.#last === null ? await this.#firstLook(now, mono) : this.#compare(this.#last, now, mono);
    this.#last = { now, mono };
    if (jump) this.#jump = jump;
    await this.#settings.keep(NAME, JSON.stringify({ seenAt: now, jump: this.#jump }));
    return jump;
  }

  async #firstLook(now: number, mono: number): Promise<ClockJump | null> {
    const before = await readSetting(this.#settings, NAME, stored);
    const restMs = before ? now - before.seenAt : null;
    if (restMs === null || restMs < -LEAST_JUMP_MS || restMs > DAY_MS) this.#doubtedSince = mono;
    this.#jump = before?.jump ?? null;
    const wrong = restMs !== null && (restMs < -LEAST_JUMP_MS || restMs > LONGEST_REST_MS);
    return wrong ? { at: now, byMs: restMs, whileDown: true } : null;
  }

  #compare(last: { now: number; mono: number }, now: number, mono: number): ClockJump | null {
    const byMs = now - last.now - (mono - last.mono);
    if (Math.abs(byMs) < LEAST_JUMP_MS) return null;
    this.#doubtedSince = mono;
    return { at: now, byMs, whileDown: false };
  }
}

/** What is known of the clock by whoever asks, also in another process: a jump of the last day, or none. */
export async function readClockJump(settings: SettingStore, now: number): Promise<ClockJump | null> {
  const before = await readSetting(settings, NAME, stored);
  if (!before) return null;
  if (before.seenAt - now > LEAST_JUMP_MS) return { at: now, byMs: now - before.seenAt, whileDown: true };
  return before.jump && Math.abs(now - before.jump.at) < DAY_MS ? before.jump : null;
}

/** One sentence, and a second on what it means. */
export function describeJump({ byMs, whileDown }: ClockJump): string {
  const by = formatDuration(Math.abs(byMs));
  if (byMs < 0) return `The clock was set back by ${by}. Times that were stored meanwhile are not trusted.`;
  const what = whileDown
    ? `The clock is ${by} later than when Samaritan last ran.`
    : `The clock went ahead by ${by}, or the machine slept.`;
  return `${what} Nothing old is deleted until it has been so for an hour.`;
}
