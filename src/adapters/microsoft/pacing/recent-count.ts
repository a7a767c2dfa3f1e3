const BUCKET_MS = 100;

/** Counts events of the last second, in steps of 100 ms. */
export class RecentCount {
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
