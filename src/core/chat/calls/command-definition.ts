import type { Role } from '../../model/people/role.ts';

/** Where a command can be run. Housekeeping of the machine itself belongs to the terminal. */
export type Surface = 'terminal' | 'chat';

export type SuggestionKind =
  | 'connection'
  | 'tenant'
  | 'tag'
  | 'route'
  | 'topic'
  | 'command'
  | 'cause'
  | 'schedule'
  | 'report'
  | 'subscription';

/** One argument, as every surface derives its option, flag or field from it. */
export interface ArgumentDefinition {
  name: string;
  help: string;
  /**
   * `file`: handed over in chat, named by its path on the terminal. `subject`: a person or role, as text `discord:user:ID` or picked in chat.
   * `text` and `subject` reach a handler as text, or as a list of texts where `repeatable`. `flag`: given or not.
   */
  kind: 'text' | 'choice' | 'number' | 'file' | 'subject' | 'flag';
  choices?: readonly string[];
  required?: boolean;
  /** It can be left out for an app by itself, which has one of its own; for every other connection it is asked for. */
  own?: boolean;
  /** It can be left out, by position too, where one of these arguments is given in its place. */
  instead?: readonly string[];
  /** May be given more than once. In chat one option takes several, separated by commas. */
  repeatable?: boolean;
  /** The terminal takes it by position. */
  positional?: boolean;
  /** On the terminal `-`, or nothing, reads standard input. */
  standardInput?: boolean;
  /** Shown in usage lines: `--tenant <id|domain|name>`. */
  placeholder?: string;
  minimum?: number;
  maximum?: number;
  /** An error as it was pasted: kept nowhere, and cleaned by its reader. Everything else is cleaned before a handler has it. */
  pasted?: boolean;
  /** How the name of a file to be written ends, where the command has no formats to choose from. */
  endings?: readonly string[];
  /** Longest text in chat, in characters. */
  maximumLength?: number;
  suggest?: SuggestionKind;
  /** Only where given; by default wherever the command is. */
  surfaces?: readonly Surface[];
}

export interface CommandDefinition {
  /** One word, or two for the commands of a group: `access grant`. */
  name: string;
  role: Role;
  /** One line, at most 100 characters: chat clients cut there. */
  summary: string;
  details?: string;
  arguments: readonly ArgumentDefinition[];
  surfaces: readonly Surface[];
  /** The command of chat that does the same. */
  inChat?: string;
  examples?: readonly string[];
  /** Also offered on any message in chat, under this label; the message's text becomes the argument named. */
  onMessage?: { label: string; argument: string };
  /** Concerns every tenant, or who may see which: nobody runs it whose role is for the tenants of tags. */
  wholeFleet?: boolean;
  /** Its answer is a sweep: the terminal says so before it has loaded anything. */
  sweeps?: boolean;
  /** Asks Microsoft before it answers: the terminal loads what that takes first. */
  asksMicrosoft?: boolean;
  /** Answers programs too: changes nothing, and asks nobody. */
  forPrograms?: boolean;
  /** Tells of what is sealed: without the master key there is nothing true to say. */
  needsKey?: boolean;
  /** So seldom needed that a menu with little room does without it; it works when typed. */
  rare?: boolean;
  /** Whether chat answers it in direct messages too, where nobody vouches for the person's roles. */
  inDirectMessages?: boolean;
}

/** Commands under their first word: `access` has `grant`, `revoke` …; a command of one word stands alone. */
export interface CommandGroup {
  name: string;
  /** The command itself, where it has one word. */
  command?: CommandDefinition;
  /** The commands of two words, each with its second one. */
  members: readonly { name: string; command: CommandDefinition }[];
  summary: string;
}
