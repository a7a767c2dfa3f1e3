/** Services count by the second or slower, so answers are judged over a second. */
const WINDOW_MS = 1000;
/** Requests a second below which nothing is slowed. */
const FLOOR = 2;
/** A limit is seen only where this many tenants are refused in a window: one refused tenant is that tenant's matter. */
const REFUSED_TENANTS = 2;
/**
 * Share of refused answers that shows a limit. The first time it is looked for among the answers since the first
 * refusal, since a service at its limit lets hardly anything through; once a rate is held, a little is enough.
 */
const FIRST_SHARE = 0.5;
const HELD_SHARE = 0.015;
/** At this share the rate is far off, and what came through tells the right one. */
const HEAVY_SHARE = 0.08;
/** At this share the door is closed: nothing is sent until it opens again. */
const CLOSED_SHARE = 0.2;
const LONGEST_HOLD_MS = 5000;
/** What is left of the rate after a refusal. */
const LOWERED = 0.93;
/** The first time a burst was let through that may have spanned two of the service's own seconds. */
const FIRST_GUESS = 0.75;
const CLIMB_EVERY_MS = 500;
/** Requests that may go at once after a pause of the event loop. */
const BURST = 4;

/**
 * How fast something may be asked. Unlimited until it refuses; then just below what it let through, probing upwards
 * quickly until the limit is met again, slowly near it, and faster the longer nothing is refused.
 */
export class RateLimit {
  #perSecond = Number.POSITIVE_INFINITY;
  #tokens = BURST;
  #refilledAt = 0;
  #climbedAt = 0;
  #loweredAt = Number.NEGATIVE_INFINITY;
  #refusedAt = Number.NEGATIVE_INFINITY;
  #heavyAt = Number.NEGATIVE_INFINITY;
  #heldUntil = Number.NEGATIVE_INFINITY;
  #met = 0;
  #episode = { since: Number.NEGATIVE_INFINITY, passed: 0, refused: 0 };
  readonly #passed = new RecentCount();
  readonly #refused = new Map<string, number>();

  get perSecond(): number {
    return this.#perSecond;
  }

  /** Milliseconds until the next request may go; 0 when it may go now. */
  waitMs(now: number): number {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return 0;
    if (now < this.#heldUntil) return this.#heldUntil - now;
    this.#refill(now);
    return this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / this.#perSecond) * 1000;
  }

  take(now: number): void {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return;
    this.#refill(now);
    this.#tokens -= 1;
  }

  passed(now: number): void {
    this.#passed.add(now);
    this.#episode.passed += 1;
  }

  /** For how long nothing is asked now because of it; 0 where that says nothing new. */
  refused(now: number, tenant: string, retryAfterMs: number): number {
    this.#refused.set(tenant, now);
    for (const [key, at] of this.#refused) if (now - at > WINDOW_MS) this.#refused.delete(key);
    if (now - this.#episode.since > WINDOW_MS) this.#episode = { since: now, passed: 0, refused: 0 };
    this.#episode.refused += 1;
    const passed = this.#passed.total(now);
    const share = this.#refused.size / (passed + this.#refused.size);
    const unlimited = this.#perSecond === Number.POSITIVE_INFINITY;
    const shown = unlimited ? this.#episode.refused / (this.#episode.passed + this.#episode.refused) : share;
    if (this.#refused.size < REFUSED_TENANTS || shown < (unlimited ? FIRST_SHARE : HELD_SHARE)) return 0;
    this.#refusedAt = now;
    const heavy = share >= HEAVY_SHARE;
    // Once a second is enough, unless it turns out that the rate is far off.
    const judgedAt = Math.max(heavy ? this.#heavyAt : this.#loweredAt, this.#heldUntil);
    if (now - judgedAt < WINDOW_MS) return 0;
    if (heavy) this.#heavyAt = now;
    const measured = Math.max(FLOOR, passed * LOWERED);
    const lowered = this.#perSecond * LOWERED;
    const corrected = Math.max(FLOOR, lowered / 2, Math.min(lowered, measured));
    this.#perSecond = unlimited ? Math.max(FLOOR, passed * FIRST_GUESS) : heavy ? corrected : lowered;
    const heldMs = unlimited || share >= CLOSED_SHARE ? Math.min(LONGEST_HOLD_MS, retryAfterMs) : 0;
    if (heldMs > 0) this.#heldUntil = now + heldMs;
    this.#lowered(now);
    return heldMs;
  }

  /** Somebody else met the limit: what came through here lately is about what may. */
  hold(now: number, forMs: number): void {
    const until = now + Math.min(LONGEST_HOLD_MS, forMs);
    if (until <= this.#heldUntil + BUCKET_MS) return;
    if (this.#perSecond === Number.POSITIVE_INFINITY)
      this.#perSecond = Math.max(FLOOR, this.#passed.total(now) * FIRST_GUESS);
    this.#heldUntil = until;
    this.#lowered(now);
  }

  #lowered(now: number): void {
    this.#met += 1;
    this.#loweredAt = now;
    this.#climbedAt = now;
    this.#tokens = Math.min(this.#tokens, 1);
    this.#refilledAt = now;
  }

  /** Climbs when due. `wanted`: something waits, so that the rate is what holds it back. */
  climb(now: number, wanted: boolean): void {
    if (this.#perSecond === Number.POSITIVE_INFINITY || now - this.#climbedAt < CLIMB_EVERY_MS) return;
    this.#climbedAt = now;
    const calmMs = now - Math.max(this.#refusedAt, this.#loweredAt, this.#heldUntil);
    if (calmMs < WINDOW_MS) return;
    if (!wanted) {
      // Unused, the rate says nothing: let go of it where it is far above what is asked for.
      if (calmMs > 5000 && this.#perSecond > 4 * this.#passed.total(now)) this.#perSecond = Number.POSITIVE_INFINITY;
      return;
    }
    const step = calmMs > 20_000 ? 0.2 : calmMs > 12_000 ? 0.03 : this.#met < 2 ? 0.03 : 0.003;
    this.#perSecond *= 1 + step;
  }

  #refill(now: number): void {
    const elapsed = Math.max(0, now - Math.max(this.#refilledAt, this.#heldUntil));
    if (elapsed === 0) return;
    this.#refilledAt = now;
    this.#tokens = Math.min(BURST, this.#tokens + (elapsed * this.#perSecond) / 1000);
  }
}

const BUCKET_MS = 100;

class RecentCount {
  readonly #counts = new Array<number>(10).fill(0);
  readonly #slots = new Array<number>(10).fill(-1);

  add(now: number): void {
    const slot = Math.floor(now / BUCKET_MS);
    const index = slot % this.#slots.length;
    if (this.#slots[index] !== slot) {
      this.#slots[index] = slot;
      this.#counts[index] = 0;
    }
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  total(now: number): number {
    const oldest = Math.floor(now / BUCKET_MS) - this.#slots.length;
    let sum = 0;
    for (const [index, slot] of this.#slots.entries()) if (slot > oldest) sum += this.#counts[index] ?? 0;
    return sum;
  }
}
