import type { ChatWatch, CommandParts } from './chat-parts.ts';

/** The watch that an answer works with. Throws where none was put together: a fault of ours. */
export function watchOf({ parts }: { parts: Pick<CommandParts, 'watch'> }): ChatWatch {
  if (!parts.watch) throw new Error('the parts were put together without a watch');
  return parts.watch;
}
