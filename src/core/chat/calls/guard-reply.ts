import type { Reply } from './chat-request.ts';

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
    hasShown: () => shown,
  };
}
