import type { Block, Card } from '../../../cards/card.ts';
import { code, type Line, line, plain, strong } from '../../../cards/inline.ts';
import { defineCommand, problem } from '../../calls/command.ts';
import type { Surface } from '../../calls/command-definition.ts';
import { type HelpEntry, type HelpView, toHelpView } from './help-view.ts';

export const help = defineCommand({
  name: 'help',
  role: 'anyone',
  summary: 'Show the commands you may run, or how to use one of them.',
  arguments: [
    {
      name: 'command',
      help: 'The command to explain.',
      kind: 'text',
      positional: true,
      repeatable: true,
      maximumLength: 100,
      suggest: 'command',
    },
  ],
  examples: ['help testtokens'],
  inDirectMessages: true,
  offline: true,
  audience: 'private',
  answer: async ({ parts, request, role }, { command }) => {
    const surface = request.place.platform === 'terminal' ? 'terminal' : 'chat';
    const view = toHelpView(await parts.commands(), surface, role, command);
    if ('problem' in view) return problem(view.problem);
    return { card: toHelpCard(view, { prefix: parts.prefix, surface, hasRole: role !== 'anyone' }), json: view };
  },
});

interface HelpCardOptions {
  /** Stands before the names of commands. */
  prefix: string;
  surface: Surface;
  /** Whether the person was given a role; without one there is little to run. */
  hasRole: boolean;
}

/** The commands this person may run, or one of them with its arguments; on the terminal with how to write it. */
export function toHelpCard(view: HelpView, { prefix, surface, hasRole }: HelpCardOptions): Card {
  const one = view.commands.find((command) => command.name === view.title);
  const title = one ? `${prefix}${surface === 'terminal' ? one.usage : one.name}` : view.title;
  return {
    tone: 'neutral',
    status: 'help',
    title: plain(title),
    blocks: one ? commandBlocks(one, prefix, surface) : listBlocks(view, prefix, surface, hasRole),
    actions: [],
    summary: one ? one.summary : view.title,
  };
}

function commandBlocks(one: HelpEntry, prefix: string, surface: Surface): Block[] {
  const blocks: Block[] = [{ kind: 'text', line: plain(one.summary) }];
  if (one.details) blocks.push({ kind: 'text', line: plain(one.details) });
  if (one.arguments.length > 0) {
    const items = one.arguments.map(({ name, label, help }) =>
      line(code(surface === 'terminal' ? label : name), ` ${help}`),
    );
    blocks.push({ kind: 'list', numbered: false, items });
  }
  if (surface === 'terminal' && one.examples.length > 0)
    blocks.push({ kind: 'copy', label: 'Examples', text: one.examples.map((text) => `${prefix}${text}`).join('\n') });
  return blocks;
}

function listBlocks(view: HelpView, prefix: string, surface: Surface, hasRole: boolean): Block[] {
  const help = code('samaritan help');
  const isTerminal = surface === 'terminal';
  const rest = isTerminal
    ? line('Each is run as ', code('samaritan COMMAND'), ' and takes --json. ', help, ' with a command says more.')
    : hasRole
      ? line('These are the commands that you may run. ', help, ' with a command says more.')
      : line('You have no role here yet. Ask an administrator: ', code('samaritan access grant'), ' gives roles.');
  const blocks = view.tasks
    ? view.tasks.flatMap(({ title, example, groups }): Block[] => [
        { kind: 'text', line: line(strong(title), ', for example ', code(`samaritan ${example}`)) },
        listOf(
          groups.map(({ name, summary, members }) => {
            const told = members.length > 0 ? `${summary.replace(/\.$/, '')}: ${members.join(', ')}.` : summary;
            return isTerminal ? line(code(name), `: ${told}`) : line(code(`${prefix}${name}`), ` ${told}`);
          }),
        ),
      ])
    : [listOf(view.commands.map(({ name, summary }) => line(code(`${prefix}${name}`), ` ${summary}`)))];
  const first = line(
    'New here? ',
    code('npm run demo'),
    ' shows all of it on a simulated cloud, and ',
    code('samaritan setup'),
    ' begins with your own.',
  );
  return [
    ...blocks,
    // The demo is there where the sources are.
    ...(isTerminal && prefix.startsWith('npm run ') ? [{ kind: 'text', line: first } as const] : []),
    { kind: 'text', line: rest, subtle: true },
  ];
}

const listOf = (items: readonly Line[]): Block => ({ kind: 'list', numbered: false, items });
