import type { AnswerTo, MicrosoftCloud, Question, QuestionId } from '../../model/cloud/microsoft-cloud.ts';
import { withAsk } from '../../model/cloud/with-ask.ts';

/** How many questions of one app are out at once in this process, whichever runs they are of. */
export class AppGate {
  #most: number;
  #out = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** More processes have come, or some have gone. What is out stays out. */
  allow(most: number): void {
    this.#most = Math.max(1, most);
    this.#next();
  }

  /** The same cloud, behind the gate. */
  guard(cloud: MicrosoftCloud): MicrosoftCloud {
    return withAsk(cloud, async <I extends QuestionId>(question: Question<I>): Promise<AnswerTo<I>> => {
      await this.#enter();
      try {
        return await cloud.ask(question);
      } finally {
        this.#out -= 1;
        this.#next();
      }
    });
  }

  #enter(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    this.#next();
    return promise;
  }

  #next(): void {
    while (this.#out < this.#most) {
      const enter = this.#waiting.shift();
      if (!enter) return;
      this.#out += 1;
      enter();
    }
  }
}
