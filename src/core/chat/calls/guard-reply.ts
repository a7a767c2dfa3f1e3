import type { Card } from '../../cards/card.ts';
import type { Reply, ShowOptions } from './chat-request.ts';

/** The same reply, of which nothing is ever seen by anybody but who asked. */
export function keepPrivate(reply: Reply): Reply {
  if (reply.audience === 'private') return reply;
  return {
    audience: 'private',
    show: (card, options) => reply.showPrivately(card, options),
    showPrivately: (card, options) => reply.showPrivately(card, options),
    address: () => undefined,
  };
}

/** The same reply, which knows whether its message shows something of this call. */
export function watchReply(reply: Reply): Reply & { hasShown(): boolean } {
  let shown = false;
  return {
    get audience() {
      return reply.audience;
    },
    show: (card, options) => {
      shown = true;
      return reply.show(card, options);
    },
    showPrivately: (card, options) => reply.showPrivately(card, options),
    address: () => reply.address(),
    isPlaced: () => reply.isPlaced?.() ?? true,
    owes: () => reply.owes?.() ?? false,
    hasShown: () => shown,
  };
}

/**
 * The same reply, which asks before every card whether it may still be shown, and else shows what `instead` gives, once.
 * Where that can't be found out, a state on the way is left out and an answer rejects.
 */
export function askAgain(
  reply: ReturnType<typeof watchReply>,
  instead: () => Promise<(() => Promise<Card>) | undefined>,
): Reply {
  let told = false;
  const refuse = async (toCard: () => Promise<Card>): Promise<void> => {
    if (told) return;
    told = true;
    await reply[reply.hasShown() ? 'show' : 'showPrivately'](await toCard(), { final: true, unanswered: 'refused' });
  };
  const guard =
    (way: 'show' | 'showPrivately') =>
    async (card: Card, options: ShowOptions = {}): Promise<void> => {
      try {
        const toCard = await instead();
        await (toCard ? refuse(toCard) : reply[way](card, options));
      } catch (error) {
        if (options.final) throw error;
      }
    };
  return {
    get audience() {
      return reply.audience;
    },
    show: guard('show'),
    showPrivately: guard('showPrivately'),
    address: () => reply.address(),
    isPlaced: () => reply.isPlaced?.() ?? true,
    owes: () => reply.owes?.() ?? false,
  };
}
