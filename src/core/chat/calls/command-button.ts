import { encodeAction } from '../../cards/action-id.ts';
import { type Action, button } from '../../cards/card.ts';
import type { SecretKind } from '../../model/text/secret-rules.ts';
import type { Call } from './chat-request.ts';
import { cleanTyped } from './clean-typed.ts';

export type WholeCommand = Extract<Call, { kind: 'command' }>;

/**
 * An action that bears a whole command, to be authorized and run as if it was typed. `which` is for who asked back about
 * it. Undefined where it has no room, and for what no message may keep.
 */
export function encodeCommand(
  { name, values }: Omit<WholeCommand, 'kind'>,
  which: string | number = '',
): string | undefined {
  const secrets = new Set<SecretKind>();
  const parts = [name];
  for (const [argument, value] of Object.entries(values)) {
    if (typeof value === 'object' && !Array.isArray(value)) return undefined;
    parts.push(`${argument}=${value}`);
    cleanTyped(String(value), secrets);
  }
  if (secrets.size > 0) return undefined;
  try {
    return encodeAction('choose', '', which, ...parts);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The command that an action's arguments bear; undefined for those that bear none. */
export function decodeCommand([reference, , name, ...typed]: readonly string[]): WholeCommand | undefined {
  if (reference !== '' || name === undefined) return undefined;
  const values = typed.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]);
  return { kind: 'command', name, values: Object.fromEntries(values) };
}

/** A button that runs a command; none where the command has no room in it. */
export function commandButton(label: string, name: string, given: Readonly<Record<string, string | null>>): Action[] {
  const values = Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  );
  const id = encodeCommand({ name, values });
  return id === undefined ? [] : [button(label, id)];
}
