import type { Connection } from '../model/cloud/connection.ts';
import type {
  AnswerTo,
  MicrosoftCloud,
  MicrosoftCloudFactory,
  Question,
  QuestionId,
} from '../model/cloud/microsoft-cloud.ts';

/** What was learned beside the configuration, and how it gives way to it. */
export interface LearnedTokens {
  /** The connection as configured, where the one given has a refresh token that was learned since. */
  configuredOf(connection: Connection): Connection | undefined;
  /** The learned token is used no more. */
  giveWay(name: string): Promise<void>;
}

/**
 * The same clouds, in which a learned refresh token never outranks the configured one: where its first redemption is
 * refused, the configured one is tried once, and used from then on if it works.
 */
export function withConfiguredToken(factory: MicrosoftCloudFactory, learned: LearnedTokens): MicrosoftCloudFactory {
  return {
    open: (options) => {
      const configured = learned.configuredOf(options.connection);
      if (!configured) return factory.open(options);
      return new FallingBackCloud(factory.open(options), {
        open: () => factory.open({ ...options, connection: configured }),
        giveWay: () => learned.giveWay(options.connection.name),
      });
    },
  };
}

class FallingBackCloud implements MicrosoftCloud {
  readonly #first: MicrosoftCloud;
  readonly #other: { open: () => MicrosoftCloud; giveWay: () => Promise<void> };
  #second: MicrosoftCloud | undefined;
  #inUse: MicrosoftCloud;
  /** A redemption of the learned token has worked: what is refused now is refused for another reason. */
  #works = false;
  #comparing: Promise<unknown> | undefined;
  #deadline: Parameters<MicrosoftCloud['extendDeadline']> | undefined;

  constructor(first: MicrosoftCloud, other: { open: () => MicrosoftCloud; giveWay: () => Promise<void> }) {
    this.#first = first;
    this.#inUse = first;
    this.#other = other;
  }

  async ask<I extends QuestionId>(question: Question<I>): Promise<AnswerTo<I>> {
    const cloud = this.#inUse;
    const answer = await cloud.ask(question);
    if (question.id !== 'entra.token' || cloud !== this.#first) return answer;
    if (answer.ok) this.#works = true;
    if (answer.ok || this.#works || answer.fault.kind !== 'refused') return answer;
    if (this.#comparing === undefined) {
      const comparing = this.#compare(question);
      this.#comparing = comparing;
      return await comparing;
    }
    await this.#comparing;
    return this.#inUse === cloud ? answer : await this.#inUse.ask(question);
  }

  /** Where neither works, what is said of the configured one is what somebody can mend. */
  async #compare<I extends QuestionId>(question: Question<I>): Promise<AnswerTo<I>> {
    const second = this.#other.open();
    this.#second = second;
    if (this.#deadline) second.extendDeadline(...this.#deadline);
    const answer = await second.ask(question);
    if (answer.ok) {
      this.#inUse = second;
      await this.#other.giveWay();
    }
    return answer;
  }

  extendDeadline(...deadline: Parameters<MicrosoftCloud['extendDeadline']>): void {
    this.#deadline = deadline;
    this.#first.extendDeadline(...deadline);
    this.#second?.extendDeadline(...deadline);
  }

  hold(...told: Parameters<MicrosoftCloud['hold']>): void {
    this.#first.hold(...told);
    this.#second?.hold(...told);
  }

  pace(): ReturnType<MicrosoftCloud['pace']> {
    return this.#inUse.pace();
  }

  async close(): Promise<void> {
    await Promise.all([this.#first.close(), this.#second?.close()]);
  }
}
