import { type PartnerResult, sweptChecks, type TenantResult } from '../../model/checks/check.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { Baseline, NewRun, RunEnd, RunRecorder } from '../report/run-store.ts';

const CHUNK = 200;
const FLUSH_AFTER_MS = 1000;

/**
 * Keeps a run's results while it goes on. What goes wrong with the store never costs the answer: the first problem is
 * remembered and told beside the report, and nothing more is written.
 */
export class RunKeeper {
  readonly #opening: Promise<RunRecorder | undefined>;
  readonly #clock: Clock;
  #runId: string | undefined;
  #buffer: TenantResult[] = [];
  #lastFlush = 0;
  #writing: Promise<void> = Promise.resolve();
  #problem: unknown;

  constructor(opening: Promise<RunRecorder | undefined>, clock: Clock) {
    this.#opening = opening;
    this.#clock = clock;
  }

  /** Why the run could not be kept, undefined while all is well. */
  get problem(): unknown {
    return this.#problem;
  }

  async baseline(...asked: Parameters<RunRecorder['baseline']>): Promise<Baseline | undefined> {
    let baseline: Baseline | undefined;
    await this.#attempt(async (store) => {
      baseline = await store.baseline(...asked);
    });
    return baseline;
  }

  /** Another process has begun the run. */
  async resume(run: NewRun): Promise<void> {
    this.#runId = run.id;
    await this.#attempt((store) => store.begin(run, { resumed: true }));
  }

  async begin(run: NewRun, partner: PartnerResult): Promise<void> {
    this.#runId = run.id;
    this.#lastFlush = this.#clock.monotonicMs();
    await this.#attempt(async (store) => {
      await store.begin(run);
      await store.append(run.id, { partner, tenants: [] });
    });
  }

  /** Takes a result; written in chunks, in the background. */
  add(result: TenantResult): void {
    this.#buffer.push({ ...result, checks: sweptChecks(result) });
    const due = this.#clock.monotonicMs() - this.#lastFlush >= FLUSH_AFTER_MS;
    if (this.#buffer.length >= CHUNK || due) this.#flush();
  }

  /** Resolves when every result added so far is kept. */
  async settle(): Promise<void> {
    this.#flush();
    await this.#writing;
  }

  async finish(end: RunEnd): Promise<void> {
    await this.settle();
    const runId = this.#runId;
    if (runId === undefined) return;
    await this.#attempt((store) => store.finish(runId, end));
  }

  #flush(): void {
    const runId = this.#runId;
    if (this.#buffer.length === 0 || runId === undefined) return;
    const tenants = this.#buffer;
    this.#buffer = [];
    this.#lastFlush = this.#clock.monotonicMs();
    this.#writing = this.#writing.then(() => this.#attempt((store) => store.append(runId, { tenants })));
  }

  async #attempt(write: (store: RunRecorder) => Promise<void>): Promise<void> {
    const store = await this.#opening;
    if (!store || this.#problem !== undefined) return;
    try {
      await write(store);
    } catch (error) {
      this.#problem = error;
    }
  }
}
