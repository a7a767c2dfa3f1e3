import { Lookout } from '../../model/time/lookout.ts';
import { within } from '../../model/time/within.ts';
import type { SaidContent } from '../incidents/message.ts';
import type { DueEntry, Lane } from '../incidents/outbox.ts';
import { backOffMs } from './back-off.ts';
import { type DeliveryResult, deliverEntry } from './deliver-entry.ts';
import type { DeliveryEvent, DeliveryParts } from './delivery-parts.ts';
import { toEdit, toEntry } from './outbox-writer.ts';
import { routeOfPlace } from './route.ts';

/** The outbox is looked at this often even if nobody says that something was written. */
const LOOK_MS = 30_000;
/** Somebody may be about to give the permission back: administrators are told elsewhere when it still lacks. */
const TELL_FORBIDDEN_AT = 3;
/** Looking failed, most likely since the database was busy. */
const LOOK_AGAIN_MS = 2000;
/** A card that stands shortened is tried whole after this, and after four times as long each time that is refused too. */
const WHOLE_AFTER_MS = 15 * 60_000;

/** So long a messenger may take; what comes later is taken for not delivered. */
const TRY_LIMIT_MS = 60_000;

const LANES: readonly Lane[] = ['channels', 'routes'];
/** Served at once. Routes are as many as there are, so that no receiver holds up another. */
const MOST_CHANNELS = 8;
/** More than anybody has: a receiver that never answers keeps no other waiting. */
const MOST_ROUTES = 1000;

function laneOf(place: string): Lane {
  return routeOfPlace(place) === undefined ? 'channels' : 'routes';
}

/**
 * Makes the deliveries of an outbox: each place one at a time, places side by side, so that one that is stuck keeps
 * none waiting. A delivery ends when the store says so; killed between the platform's yes and the store's, the same key
 * is posted again.
 */
export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #busy = new Map<string, Promise<void>>();
  /** Places that asked to be left alone, and until when, by the clock that nobody sets. */
  readonly #paused = new Map<string, number>();
  /** What the chat took and the store could not write: it is only written, and not sent again. */
  readonly #taken = new Map<string, Done>();
  readonly #lookout: Lookout;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
    this.#lookout = new Lookout({
      timers: parts.timers,
      look: () => this.#startDue(),
      afterFaultMs: LOOK_AGAIN_MS,
      onFault: (error) => this.#tell({ kind: 'fault', place: '', error }),
    });
  }

  /** Something was written: looks for what is due. Never rejects. */
  wake(): void {
    void this.#lookout.wake();
  }

  /** Begins nothing new and waits for what is under way. Whether all of it ended within the limit. */
  async stop(limitMs: number): Promise<boolean> {
    const all = async (): Promise<true> => {
      await this.#lookout.stop();
      await Promise.all(this.#busy.values());
      return true;
    };
    return await within(limitMs, this.#parts.timers, all(), () => false);
  }

  /** Starts what is due and gives back how long to sleep. */
  async #startDue(): Promise<number> {
    const mono = this.#parts.clock.monotonicMs();
    for (const [place, until] of this.#paused) if (until <= mono) this.#paused.delete(place);
    const waits = [...this.#paused.values()].map((until) => until - mono);
    for (const lane of LANES) waits.push(await this.#startLane(lane));
    return Math.max(1, Math.min(LOOK_MS, ...waits));
  }

  async #startLane(lane: Lane): Promise<number> {
    const { outbox, clock } = this.#parts;
    const now = clock.now();
    const served = (): string[] => [...this.#busy.keys(), ...this.#paused.keys()];
    const busy = [...this.#busy.keys()].filter((place) => laneOf(place) === lane).length;
    const limit = (lane === 'channels' ? MOST_CHANNELS : MOST_ROUTES) - busy;
    const due = limit > 0 ? await outbox.due({ now, limit, exceptPlaces: served(), lane }) : [];
    for (const entry of due) {
      if (this.#lookout.isStopped) break;
      if (!this.#busy.has(entry.place)) this.#busy.set(entry.place, this.#serve(entry));
    }
    const next = limit > due.length ? await outbox.nextDueAt(served(), lane) : null;
    return next === null ? LOOK_MS : next - now;
  }

  async #serve(entry: DueEntry): Promise<void> {
    try {
      await this.#settle(entry, this.#taken.get(entry.id) ?? (await this.#tryEntry(entry)));
    } catch (error) {
      // The entry is still in the outbox and due: the pause keeps a broken store from being asked without end.
      this.#tell({ kind: 'fault', place: entry.place, error });
      this.#pause(entry.place, this.#backOff(1));
    } finally {
      this.#busy.delete(entry.place);
      this.wake();
    }
  }

  async #tryEntry(entry: DueEntry): Promise<DeliveryResult> {
    const { timers, messengers, cards, reports, routes, outbox, clock } = this.#parts;
    let isLate = false;
    const begin = (): Promise<void> => outbox.begin(entry.id, clock.now());
    const trying = deliverEntry(entry, {
      ...{ messengers, cards, begin },
      ...(routes && { routes }),
      ...(reports && { reports }),
    });
    // An answer that comes too late still says where the message is.
    const heard = trying.then(async (result) => {
      if (!isLate || result.kind !== 'done') return;
      await this.#write(entry, result);
      const { address } = result.completion;
      if (entry.message && address !== undefined)
        await outbox.noteCopy(entry.message.id, address, toEdit(entry.message, clock.now(), this.#parts.newId));
    });
    heard.catch((error: unknown) => this.#tell({ kind: 'fault', place: entry.place, error }));
    try {
      return await within(TRY_LIMIT_MS, timers, trying, () => {
        isLate = true;
        return unheard('the chat did not answer in time');
      });
    } catch {
      return unheard('a fault of Samaritan');
    }
  }

  async #settle(entry: DueEntry, result: DeliveryResult): Promise<void> {
    const { outbox, clock } = this.#parts;
    const { id, place, content, message } = entry;
    const at = clock.now();
    const told = { place, content: content.kind };
    switch (result.kind) {
      case 'done':
        this.#taken.set(id, result);
        await this.#insist(() => this.#write(entry, result));
        this.#taken.delete(id);
        return this.#tell({ kind: 'delivered', ...told });
      case 'dropped': {
        const { problem } = result;
        const unsent = problem !== null && content.kind === 'report';
        const notice = unsent && ({ kind: 'unsent', report: content.report, problem } as const);
        await outbox.drop(id, at, problem, notice ? await this.#noticesOf(place, notice, at) : []);
        return this.#tell(
          problem === null
            ? { kind: 'moot', ...told }
            : { kind: 'given up', ...told, problem, attempts: entry.attempts },
        );
      }
      case 'lost':
        if (message) await outbox.forgetAddress(message.id);
        if (!result.again) await outbox.drop(id, at, null);
        return this.#tell({ kind: 'moot', ...told });
      case 'placeGone':
        await outbox.abandonPlace({
          place,
          at,
          problem: result.problem,
          notices: await this.#noticesOf(place, broken(place, result.problem), at),
        });
        return this.#tell({ kind: 'place gone', ...told, problem: result.problem, attempts: entry.attempts });
      case 'later': {
        const attempts = entry.attempts + 1;
        const waitMs = this.#backOff(attempts, result.retryAfterMs);
        this.#pause(place, waitMs);
        const refusals = entry.refusals + (result.refused ? 1 : 0);
        const uncertain = result.uncertain || entry.maybeSentAt !== null;
        const { problem } = result;
        await outbox.postpone(id, { notBefore: at + waitMs, attempts, refusals, problem, uncertain });
        if (result.forbidden && attempts === TELL_FORBIDDEN_AT) {
          await outbox.enqueue(await this.#noticesOf(place, broken(place, problem), at));
        }
        return this.#tell({ kind: 'postponed', ...told, problem, attempts });
      }
    }
  }

  /** Writes that it was delivered, and what follows from it. */
  async #write({ id, place, message }: DueEntry, { completion, gone, whole }: Done): Promise<void> {
    const { outbox, clock, newId } = this.#parts;
    const at = clock.now();
    if (message) for (const copy of gone) await outbox.forgetCopy(message.id, copy);
    if (!whole) return await outbox.complete({ ...completion, at });
    const next = toEntry(place, `whole ${id}`, whole, at, newId);
    const notBefore = at + WHOLE_AFTER_MS * 4 ** (whole.round - 1);
    await outbox.complete({ ...completion, at, next: { ...next, notBefore } });
  }

  /** It was delivered, which can't be taken back: only the store's word is missing, so it is asked a few times. */
  async #insist(write: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await write();
      } catch (error) {
        if (tries >= 4 || this.#lookout.isStopped) throw error;
        await new Promise<void>((resolve) => this.#parts.timers.after(this.#backOff(tries), resolve));
      }
    }
  }

  /** Administrators are told in the first other place that works; of what is wrong elsewhere, in the same where there is no other. */
  async #noticesOf(place: string, content: SaidContent, at: number) {
    const working = (await this.#parts.subscriptions.list()).filter((one) => one.broken === null);
    const sorted = working.toSorted((a, b) => a.createdAt - b.createdAt);
    const same = content.kind === 'unsent' ? sorted[0] : undefined;
    const other = sorted.find((one) => one.place !== place) ?? same;
    if (!other) return [];
    return [toEntry(other.place, `place ${other.place}`, content, at, this.#parts.newId)];
  }

  #backOff(failed: number, askedMs?: number): number {
    return backOffMs(failed, this.#parts.random, askedMs);
  }

  #pause(place: string, ms: number): void {
    this.#paused.set(place, this.#parts.clock.monotonicMs() + ms);
  }

  #tell(event: DeliveryEvent): void {
    this.#parts.onEvent?.(event);
  }
}

type Done = Extract<DeliveryResult, { kind: 'done' }>;

function broken(brokenPlace: string, problem: string): SaidContent {
  return { kind: 'broken', brokenPlace, problem };
}

/** Nobody knows whether it arrived. */
function unheard(problem: string): DeliveryResult {
  return { kind: 'later', problem, refused: false, forbidden: false, uncertain: true };
}
