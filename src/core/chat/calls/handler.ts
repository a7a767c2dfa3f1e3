import type { Form } from '../../cards/card.ts';
import type { Role } from '../../model/people/role.ts';
import type { CallContext } from './chat-parts.ts';
import type { GivenFile } from './chat-request.ts';

/**
 * `results`: seen by all in a bound channel. `private`: only ever seen by who asked. `pressed`: nothing is shown but a
 * change of the message that was pressed, to whoever sees that already, be its channel bound or not.
 */
export type Audience = 'results' | 'private' | 'pressed';

/** An argument's value after it was held against its definition. */
export type ParsedValue = string | number | string[] | GivenFile;
export type ParsedValues = Readonly<Record<string, ParsedValue | undefined>>;

/** How a command of the registry is answered in chat. */
export interface CommandHandler {
  audience: Audience;
  /** Asked first, where the values don't suffice. */
  form?(values: ParsedValues): Form | undefined;
  /** What the audit log says it was about; never a text that was pasted. */
  target?(values: ParsedValues): string | null;
  run(context: CallContext, values: ParsedValues): Promise<void>;
}

/** How a press of a button is answered. */
export interface ActionHandler {
  role: Role;
  effect: 'new' | 'open' | 'replace';
  audience: Audience;
  inDirectMessages?: boolean;
  form?(args: readonly string[]): Form | undefined;
  run(context: CallContext, args: readonly string[], inputs: Readonly<Record<string, string>>): Promise<void>;
}

/** A text value, trimmed; undefined where nothing was given. */
export function textOf(values: ParsedValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function listOf(values: ParsedValues, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value : [];
}

export function fileOf(values: ParsedValues, name: string): GivenFile | undefined {
  const value = values[name];
  return typeof value === 'object' && !Array.isArray(value) ? value : undefined;
}
