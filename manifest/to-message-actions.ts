import type { CommandDefinition } from '../src/core/chat/calls/command-definition.ts';

/** An entry of “More actions” on a message. */
export interface MessageAction {
  /** The command's name. It comes back to the bot as `commandId`. */
  id: string;
  type: 'action';
  context: ['message'];
  title: string;
  description: string;
  fetchTask: true;
}

/**
 * The commands that core offers on any message. With `fetchTask` Teams asks the bot at once (`composeExtension/fetchTask`,
 * with the whole message) and shows its answer, a card, in a dialog that only the one who asked sees. Without it Teams
 * would first open a form made from the manifest, to fill in what the message already says.
 */
export function toMessageActions(commands: readonly CommandDefinition[]): MessageAction[] {
  return commands.flatMap(({ name, summary, onMessage }) =>
    onMessage
      ? [
          {
            id: name,
            type: 'action',
            context: ['message'],
            title: onMessage.label,
            description: summary,
            fetchTask: true,
          } satisfies MessageAction,
        ]
      : [],
  );
}
