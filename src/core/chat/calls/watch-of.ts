import type { CallContext, ChatWatch } from './chat-parts.ts';

/** The watch that this chat belongs to. Throws where none was put together with it: a fault of ours. */
export function watchOf({ parts }: CallContext): ChatWatch {
  if (!parts.watch) throw new Error('the chat was put together without a watch');
  return parts.watch;
}
