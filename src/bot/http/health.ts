import type { Timers } from '../../core/model/time/clock.ts';
import { within } from '../../core/model/time/within.ts';

/** What one part says of itself. The detail is for operators: it is shown on loopback only, and never a secret. */
export interface PartHealth {
  ok: boolean;
  detail: string;
}

export interface HealthPart {
  /** One lower-case word: it is shown to everybody. */
  name: string;
  /**
   * `vital`: without it the process is dead, and whoever watches it should restart it (the scheduler, a gateway that
   * was declared dead). Others only make it not ready.
   */
  vital?: boolean;
  check(): PartHealth | Promise<PartHealth>;
}

export interface HealthReading {
  alive: boolean;
  ready: boolean;
  parts: (PartHealth & { name: string; vital: boolean })[];
}

/** A part that says nothing for so long is not well. */
const CHECK_LIMIT_MS = 2000;
const PART_NAME = /^[a-z][a-z0-9-]{0,29}$/;

export class Health {
  readonly #parts = new Map<string, HealthPart>();
  readonly #timers: Timers;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Throws for a name that is taken or no word. */
  register(part: HealthPart): void {
    if (!PART_NAME.test(part.name)) throw new TypeError(`not a name for a part: ${part.name}`);
    if (this.#parts.has(part.name)) throw new TypeError(`the part ${part.name} is there already`);
    this.#parts.set(part.name, part);
  }

  /** A part that throws, or doesn't answer in 2 s, is not well. Without any part nothing is ready: nothing runs yet. */
  async read(): Promise<HealthReading> {
    const parts = await Promise.all([...this.#parts.values()].map((part) => readPart(part, this.#timers)));
    return {
      alive: parts.every(({ ok, vital }) => ok || !vital),
      ready: parts.length > 0 && parts.every(({ ok }) => ok),
      parts,
    };
  }
}

async function readPart(part: HealthPart, timers: Timers): Promise<HealthReading['parts'][number]> {
  const { name, vital = false } = part;
  try {
    const late = (): PartHealth => ({ ok: false, detail: 'its check did not answer in time' });
    const { ok, detail } = await within(CHECK_LIMIT_MS, timers, part.check(), late);
    return { name, vital, ok: ok === true, detail };
  } catch (error) {
    return { name, vital, ok: false, detail: error instanceof Error ? error.message : 'its check failed' };
  }
}
