import type { Block, Card } from '../../cards/card.ts';
import { code, line, plain } from '../../cards/inline.ts';
import type { HelpView } from './help-view.ts';

export interface HelpCardOptions {
  /** Stands before the names of commands. */
  prefix?: string;
  /** Whether the person was given a role; without one there is little to run. */
  hasRole: boolean;
}

/** Help in chat: the commands this person may run, or one of them with its arguments. */
export function toHelpCard(view: HelpView, { prefix = '/', hasRole }: HelpCardOptions): Card {
  const one = view.commands.find((command) => command.name === view.title);
  const blocks: Block[] = one
    ? [
        { kind: 'text', line: plain(one.summary) },
        ...(one.details ? [{ kind: 'text', line: plain(one.details) } as const] : []),
        ...(one.arguments.length > 0
          ? [
              {
                kind: 'list',
                numbered: false,
                items: one.arguments.map((argument) => line(code(argument.name), ` ${argument.help}`)),
              } as const,
            ]
          : []),
      ]
    : [
        {
          kind: 'list',
          numbered: false,
          items: view.commands.map((command) => line(code(`${prefix}${command.name}`), ` ${command.summary}`)),
        },
        {
          kind: 'text',
          line: hasRole
            ? line('These are the commands that you may run. ', code(`${prefix}help`), ' with a command says more.')
            : line('You have no role here yet. Ask an administrator: ', code(`${prefix}access grant`), ' gives roles.'),
          subtle: true,
        },
      ];
  return {
    tone: 'neutral',
    status: 'help',
    title: plain(one ? `${prefix}${one.name}` : view.title),
    blocks,
    actions: [],
    summary: one ? one.summary : view.title,
  };
}
