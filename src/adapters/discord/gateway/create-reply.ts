import type { Card } from '../../../core/cards/card.ts';
import type { Reply, ShowOptions } from '../../../core/chat/calls/chat-request.ts';
import { createReference } from '../../../core/model/text/reference.ts';
import type { DiscordLog } from '../discord-log.ts';
import { type TextSeal, toMessageAddress } from './message-address.ts';
import { failureCard } from './notices.ts';
import type { ReplyOutlet } from './reply-outlet.ts';

interface OpenReply extends Reply {
  /** Waits for what is being shown. An answer that showed nothing says so, instead of thinking for ever. */
  finish(failure?: { error: unknown }): Promise<void>;
}

interface Waiting {
  card: Card;
  options: ShowOptions;
}

/**
 * Shows cards one after another through an outlet. Where they come faster than Discord takes them, only the newest is
 * sent; an answer that is final is never overtaken by a state on the way to it.
 */
export function createReply(outlet: ReplyOutlet, seal: TextSeal, log: DiscordLog): OpenReply {
  let chain: Promise<void> = Promise.resolve();
  let waiting: Waiting | undefined;
  let whenShown: Promise<void> = chain;

  const enqueue = (task: () => Promise<void>): Promise<void> => {
    chain = chain.then(task).catch((error: unknown) => {
      log('error', 'a card could not be shown', { err: error });
    });
    return chain;
  };
  const show = (card: Card, options: ShowOptions = {}): Promise<void> => {
    if (waiting) {
      if (!waiting.options.final || options.final) waiting = { card, options };
      return whenShown;
    }
    waiting = { card, options };
    whenShown = enqueue(async () => {
      const next = waiting;
      waiting = undefined;
      if (next) await outlet.show(next.card, next.options);
    });
    return whenShown;
  };

  return {
    show,
    get audience() {
      return outlet.isPrivate() ? 'private' : 'public';
    },
    owes: () => outlet.owes(),
    showPrivately: (card, options = {}) => enqueue(() => outlet.showPrivately(card, options)),
    address() {
      const address = outlet.address();
      return address && toMessageAddress(address, seal);
    },
    async finish(failure) {
      await chain;
      if (!failure && outlet.hasShown()) return;
      const reference = createReference(Math.random);
      if (failure) log('error', 'a command failed', { reference, err: failure.error });
      else log('error', 'a command ended without an answer', { reference });
      await show(failureCard(reference), { final: true });
    },
  };
}
