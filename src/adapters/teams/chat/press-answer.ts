import type { InvokeReply } from '../inbound/invoke-reply.ts';

/** The one answer that a press gets. The first one offered is taken. */
export class PressAnswer {
  readonly promise: Promise<InvokeReply>;
  #resolve: ((reply: InvokeReply) => void) | undefined;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get isOpen(): boolean {
    return this.#resolve !== undefined;
  }

  /** Whether it was taken. */
  offer(reply: InvokeReply): boolean {
    const resolve = this.#resolve;
    if (!resolve) return false;
    this.#resolve = undefined;
    resolve(reply);
    return true;
  }
}
