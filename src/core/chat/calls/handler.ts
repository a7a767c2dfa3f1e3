import type { Form } from '../../cards/card.ts';
import type { Role } from '../../model/people/role.ts';
import type { CallContext } from './chat-parts.ts';
import type { Audience } from './command.ts';

export interface ActionHandler {
  role: Role;
  effect: 'new' | 'open' | 'replace';
  audience: Audience;
  inDirectMessages?: boolean;
  /** Its form takes an error as it is pasted: kept nowhere, and cleaned by its reader. */
  pasted?: boolean;
  form?(args: readonly string[]): Form | undefined;
  run(context: CallContext, args: readonly string[], inputs: Readonly<Record<string, string>>): Promise<void>;
}
