import type { WireCommand } from '../wire.ts';
import { type Breach, breach } from './breach.ts';
import { checkName } from './command-name.ts';
import { checkOptions } from './command-options.ts';
import { repeated } from './walk-components.ts';

const MOST_CHARACTERS = 8000;
const MOST_OF_TYPE: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };
const CHAT_INPUT = 1;

/** interactions/application-commands.mdx: what holds for one command. */
export function checkCommand(command: WireCommand, inGuild: boolean): Breach[] {
  const breaches = typeOf(command) === CHAT_INPUT ? checkChatInput(command) : checkContextMenu(command);
  const length = lengthOf(command);
  if (length > MOST_CHARACTERS)
    breaches.push(breach('command-length', `${command.name}: ${length} characters in all of ${MOST_CHARACTERS}`));
  if (inGuild && (command.contexts != null || command.integration_types != null))
    breaches.push(breach('guild-command-contexts', `${command.name}: contexts and integration_types are for global`));
  return breaches;
}

/** What holds for all commands of one place together. */
export function checkCommands(commands: readonly WireCommand[], inGuild: boolean): Breach[] {
  const breaches = commands.flatMap((command) => checkCommand(command, inGuild));
  for (const [type, most] of Object.entries(MOST_OF_TYPE)) {
    const names = commands.filter((command) => typeOf(command) === Number(type)).map((command) => command.name);
    if (names.length > most)
      breaches.push(breach('command-count', `${names.length} commands of type ${type}, of ${most}`, 30032));
    for (const name of repeated(names))
      breaches.push(breach('command-duplicate', `${name}: more than one command of type ${type} has this name`));
  }
  return breaches;
}

export function typeOf(command: WireCommand): number {
  return command.type ?? CHAT_INPUT;
}

function checkChatInput(command: WireCommand): Breach[] {
  const breaches = checkName(command.name, 'command-name');
  if ((command.description ?? '').trim() === '')
    breaches.push(breach('command-description', `${command.name}: a chat command needs a description`));
  return [...breaches, ...checkOptions(command.options ?? [], command.name)];
}

function checkContextMenu(command: WireCommand): Breach[] {
  const breaches: Breach[] = [];
  if (command.name.trim() === '') breaches.push(breach('command-name', 'a context menu command needs a name'));
  if ((command.description ?? '') !== '')
    breaches.push(breach('command-description', `${command.name}: a context menu command has no description`));
  if ((command.options ?? []).length > 0)
    breaches.push(breach('context-menu-options', `${command.name}: a context menu command has no options`));
  return breaches;
}

/** Counts names, descriptions and choice values, of the command and all its options. */
function lengthOf(part: Pick<WireCommand, 'name' | 'description' | 'options'>): number {
  const options = (part.options ?? []).map((option) => {
    const choices = (option.choices ?? []).map((choice) => choice.name.length + String(choice.value).length);
    return lengthOf(option) + choices.reduce((sum, length) => sum + length, 0);
  });
  return part.name.length + (part.description?.length ?? 0) + options.reduce((sum, length) => sum + length, 0);
}
