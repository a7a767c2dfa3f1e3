import type { CommandDefinition } from '../../calls/command-definition.ts';

/** What is said of a command about the machine, and what it takes. Without examples its name is one. */
type HostDefinition = Pick<CommandDefinition, 'summary' | 'details' | 'inChat'> &
  Partial<Pick<CommandDefinition, 'arguments' | 'examples'>>;
export type HostDefinitions = Readonly<Record<string, HostDefinition>>;
