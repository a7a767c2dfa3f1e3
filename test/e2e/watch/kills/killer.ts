import type { Program } from '../../../processes/start-program.ts';

/**
 * How a life ends, if it doesn't outlive its work: by its own step, or killed around the message request of a number,
 * counted over all receivers: `arrived` before it takes effect, `taken` after that and before its answer, `answered` right
 * after, `later` some milliseconds after.
 */
export type Death =
  | { by: 'step'; at: number }
  | { by: 'request'; at: number; when: 'arrived' | 'taken' | 'answered' | 'later'; laterMs: number };

const WHEN = ['arrived', 'taken', 'answered', 'later'] as const;
const MOST_STEPS = 40;

/** In turn around a request and at a step, at ever other numbers. */
export function toDeath(index: number, random: () => number, mostRequests: number): Death {
  if (index % 3 === 2) return { by: 'step', at: 1 + (Math.floor(index / 3) % MOST_STEPS) };
  const at = 1 + Math.floor(random() * mostRequests);
  return { by: 'request', at, when: WHEN[index % WHEN.length] ?? 'taken', laterMs: random() * 6 };
}

/** Kills a child around one of the requests that it makes. */
export class Killer {
  #child: Program | undefined;
  #death: Death | null = null;
  #requests = 0;

  arm(child: Program, death: Death | null): void {
    this.#child = child;
    this.#death = death;
    this.#requests = 0;
  }

  /** Lets one request through, and kills around it where its turn has come: then it is answered by nothing. */
  async around<Answer>(take: () => Promise<Answer>): Promise<Answer | undefined> {
    this.#requests += 1;
    const death = this.#death;
    const mine = death?.by === 'request' && this.#requests === death.at ? death : undefined;
    if (mine?.when === 'arrived') return this.#kill();
    const answer = await take();
    if (mine?.when === 'taken') return this.#kill();
    if (mine?.when === 'answered') setImmediate(() => this.#kill());
    if (mine?.when === 'later') setTimeout(() => this.#kill(), 1 + mine.laterMs);
    return answer;
  }

  #kill(): undefined {
    void this.#child?.stop('SIGKILL');
  }
}
