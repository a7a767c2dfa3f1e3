import { RootCommand } from '@bomb.sh/tab';
import type {
  ArgumentDefinition,
  CommandDefinition,
  SuggestionKind,
} from '../../core/chat/calls/command-definition.ts';
import { argumentsFor, groupCommands } from '../../core/chat/calls/command-list.ts';

export type Shell = 'bash' | 'zsh' | 'fish' | 'powershell';

/** What can be offered for an argument beside its own choices, with a word on each. */
export type Offers = Partial<Record<SuggestionKind, readonly { value: string; about: string }[]>>;

/** Writes the script to standard output that makes a shell ask `samaritan complete -- …` when Tab is pressed. */
export function writeCompletionScript(shell: Shell): void {
  if (shell === 'bash') process.stdout.write(READ_WORDS);
  new RootCommand().setup('samaritan', 'samaritan', shell);
}

/** The script takes this from the package bash-completion, which is not everywhere. */
const READ_WORDS = `declare -F _get_comp_words_by_ref >/dev/null || _get_comp_words_by_ref() {
  words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
  cur=\${words[cword]} prev=\${words[cword - 1]}
}
`;

/** Writes to standard output what may stand in the place of the last of the words, as the scripts read it. */
export function completeLine(words: readonly string[], commands: readonly CommandDefinition[], offers: Offers): void {
  const root = new RootCommand();
  addShared(root);
  root.option('version', 'Show the version.', 'v');
  for (const { name, command, members, summary } of groupCommands(commands)) {
    // A command of two words is found only where its first one is a command too.
    const group = root.command(name, summary);
    addArguments(group, command, offers);
    for (const member of members) {
      addArguments(root.command(member.command.name, member.command.summary), member.command, offers);
    }
  }
  root.parse([...words]);
}

type Completed = ReturnType<RootCommand['command']>;

function addShared(target: Completed): void {
  target.option('json', 'Print the answer as JSON.').option('help', 'Show what it takes.', 'h');
}

function addArguments(target: Completed, definition: CommandDefinition | undefined, offers: Offers): void {
  addShared(target);
  for (const argument of definition ? argumentsFor(definition, 'terminal') : []) {
    const offer = (complete: (value: string, about: string) => void): void => {
      for (const { value, about } of valuesOf(argument, offers)) complete(value, about);
    };
    if (argument.positional) target.argument(argument.name, offer, argument.repeatable);
    else if (argument.kind === 'flag') target.option(argument.name, argument.help);
    // An option with values is one even where none can be offered.
    else target.option(argument.name, argument.help, offer);
  }
}

function valuesOf({ choices, suggest }: ArgumentDefinition, offers: Offers): NonNullable<Offers[SuggestionKind]> {
  if (choices) return choices.map((value) => ({ value, about: '' }));
  return (suggest && offers[suggest]) ?? [];
}
