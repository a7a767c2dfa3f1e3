import type { Card } from '../../../core/cards/card.ts';
import { code, line, plain } from '../../../core/cards/inline.ts';
import { commandNamed } from '../../../core/chat/commands/registry.ts';
import type { ConversationType } from '../inbound/inbound-event.ts';

/** What a newcomer needs first, in the registry's own words. */
const FIRST_COMMANDS = ['testtokens', 'explain', 'help'] as const;

/** Shown once where the app was added. It names no customer, so everybody may read it. */
export function toWelcomeCard(type: ConversationType): Card {
  const how = type === 'personal' ? 'Write one of these to me.' : 'Mention me and add one of these.';
  return {
    tone: 'neutral',
    status: 'ready',
    title: plain('Samaritan tests your access to your customers’ Microsoft 365 tenants'),
    blocks: [
      { kind: 'text', line: plain('It says what is broken, why, and who must do what about it.') },
      { kind: 'text', line: plain(how) },
      {
        kind: 'list',
        numbered: false,
        items: FIRST_COMMANDS.map((name) => line(code(name), ` ${commandNamed(name)?.summary ?? ''}`)),
      },
      {
        kind: 'text',
        line: plain(
          'On any message with an error in it: More actions, “Explain this error”. The answer is for you alone.',
        ),
      },
      {
        kind: 'text',
        line: plain(
          'Who may run what is up to an administrator of Samaritan. Never paste a secret or a token into a chat.',
        ),
        subtle: true,
      },
    ],
    actions: [],
    summary: 'Samaritan is ready. Write help to see what you may run.',
  };
}
