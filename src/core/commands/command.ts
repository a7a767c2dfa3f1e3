import type { Role } from '../access/role.ts';

/** Where a command can be run. Housekeeping of the machine itself belongs to the terminal. */
export type Surface = 'terminal' | 'chat';

/** One argument, as every surface derives its option, flag or field from it. */
export interface ArgumentDefinition {
  name: string;
  help: string;
  kind: 'text' | 'choice' | 'number';
  choices?: readonly string[];
  required?: boolean;
  /** May be given more than once. */
  repeatable?: boolean;
  /** The terminal takes it by position. */
  positional?: boolean;
  /** Shown in usage lines: `--tenant <id|domain|name>`. */
  placeholder?: string;
  minimum?: number;
  maximum?: number;
  /** Longest text in chat, in characters. */
  maximumLength?: number;
  /** Only where given; by default wherever the command is. */
  surfaces?: readonly Surface[];
}

export interface CommandDefinition {
  name: string;
  role: Role;
  /** One line, at most 100 characters: chat clients cut there. */
  summary: string;
  details?: string;
  arguments: readonly ArgumentDefinition[];
  surfaces: readonly Surface[];
  examples?: readonly string[];
}
