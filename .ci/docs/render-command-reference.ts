import type { ArgumentDefinition, CommandDefinition } from '../../src/core/chat/calls/command-definition.ts';
import { COMMANDS } from '../../src/core/chat/commands/registry.ts';

export function renderCommandReference(): string {
  const commands: readonly CommandDefinition[] = COMMANDS;
  return `${[
    '# Command reference',
    '',
    'Written by `npm run docs` from the command registry; changes here are overwritten. What the commands do in depth is in',
    '[commands.md](commands.md).',
    '',
    'Roles: `viewer` reads, `technician` also tests, `admin` also changes settings; `anyone` needs none. On the terminal',
    'everything may be run, and every command takes `--json`.',
    '',
    '| Command | Role | Terminal | Chat | |',
    '| --- | --- | --- | --- | --- |',
    ...commands.map(toRow),
    '',
    ...commands.flatMap(toSection),
  ].join('\n')}\n`;
}

function toRow(command: CommandDefinition): string {
  const { name, role, surfaces, summary } = command;
  const chat = surfaces.includes('chat') ? (command.inDirectMessages ? 'yes, also in direct messages' : 'yes') : 'no';
  const anchor = name.replaceAll(' ', '-');
  return `| [\`${name}\`](#${anchor}) | ${role} | ${surfaces.includes('terminal') ? 'yes' : 'no'} | ${chat} | ${summary} |`;
}

function toSection(command: CommandDefinition): string[] {
  const { name, summary, details, onMessage, examples = [] } = command;
  return [
    `## ${name}`,
    '',
    details ? `${summary} ${details}` : summary,
    '',
    ...(onMessage ? [`Also on any message in chat, under Apps: **${onMessage.label}**.`, ''] : []),
    ...(command.arguments.length > 0
      ? ['| Argument | Terminal | Chat | |', '| --- | --- | --- | --- |', ...command.arguments.map(toArgument), '']
      : []),
    ...(examples.length > 0 ? ['```sh', ...examples.map((one) => `samaritan ${one}`), '```', ''] : []),
  ];
}

function toArgument(argument: ArgumentDefinition): string {
  const { name, kind, help, choices, required, repeatable, positional, placeholder, surfaces } = argument;
  const on = (surface: 'terminal' | 'chat'): boolean => !surfaces || surfaces.includes(surface);
  const value = choices ? choices.join('\\|') : (placeholder ?? name).replaceAll('|', '\\|');
  const option = kind === 'flag' ? `\`--${name}\`` : `\`--${name} <${value}>\``;
  const typed = positional ? `\`<${value}>\`` : option;
  const terminal = on('terminal') ? `${typed}${repeatable ? ', repeatable' : ''}` : 'no';
  const chat = on('chat') ? `\`${name}\`` : 'no';
  return `| ${name}${required ? ', required' : ''} | ${terminal} | ${chat} | ${help} |`;
}
