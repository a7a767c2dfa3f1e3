import { toSafeText } from '../../model/text/format.ts';
import type { SecretKind } from '../../model/text/secret-rules.ts';
import { parseSubject } from '../access/subject.ts';
import { isNeeded } from './arguments.ts';
import type { ArgumentValue } from './chat-request.ts';
import { cleanName, cleanTyped, MOST_TYPED } from './clean-typed.ts';
import type { ArgumentDefinition, CommandDefinition, Surface } from './command-definition.ts';
import { argumentsFor } from './command-list.ts';
import type { ParsedValue, ParsedValues } from './values.ts';

/**
 * `secrets`: what was typed by mistake and cut; absent where nothing was. `missing`: what is required and was left out, where
 * nothing else is wrong.
 */
export type ValuesResult = { secrets?: SecretKind[] } & (
  | { ok: true; values: ParsedValues }
  | { ok: false; problems: string[]; missing?: readonly ArgumentDefinition[] }
);

/** Whether a connection is an app by itself; not asked where the answer looks itself. */
export type IsAlone = (connection: ArgumentValue | undefined) => boolean;

/** Of what was made up, so many are named: a client may send thousands. */
const MOST_NAMED = 5;

/**
 * Holds what was typed or chosen against the command's definition: the one reader of values, whatever the surface. No
 * secret gets past it. Every problem names the argument, its value and the way out.
 */
export function readValues(
  command: CommandDefinition,
  surface: Surface,
  given: Readonly<Record<string, ArgumentValue>>,
  isAlone: IsAlone = () => true,
): ValuesResult {
  const definitions = argumentsFor(command, surface);
  const values: Record<string, ParsedValue> = {};
  const problems: string[] = [];
  const missing: ArgumentDefinition[] = [];
  const secrets = new Set<SecretKind>();
  const foreign = Object.keys(given).filter((name) => definitions.every((definition) => definition.name !== name));
  for (const name of foreign.slice(0, MOST_NAMED)) {
    problems.push(`${command.name} takes no “${cleanName(name, secrets)}”. ${takes(command, definitions)}`);
  }
  for (const definition of definitions) {
    const value = given[definition.name];
    if (value === undefined || isBlank(value)) {
      if (isNeeded(definition, { alone: isAlone(given.connection), isGiven: (name) => given[name] !== undefined })) {
        problems.push(missingProblem(definition));
        missing.push(definition);
      }
      continue;
    }
    const parsed = readValue(definition, surface, value, secrets);
    if ('problem' in parsed) problems.push(parsed.problem);
    else values[definition.name] = parsed.value;
  }
  const cut = secrets.size > 0 ? { secrets: [...secrets] } : {};
  if (problems.length === 0) return { ...cut, ok: true, values };
  return { ...cut, ok: false, problems, ...(missing.length === problems.length ? { missing } : {}) };
}

export function missingProblem({ name, help }: ArgumentDefinition): string {
  return `“${name}” is missing. ${help}`;
}

/** White space alone says nothing. */
function isBlank(value: ArgumentValue): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.every((one) => one.trim() === '');
}

function takes({ name }: CommandDefinition, definitions: readonly ArgumentDefinition[]): string {
  const names = definitions.map((definition) => definition.name);
  return names.length > 0 ? `It takes: ${names.join(', ')}.` : `${name} takes nothing.`;
}

type ValueResult = { value: ParsedValue } | { problem: string };

function readValue(
  definition: ArgumentDefinition,
  surface: Surface,
  given: ArgumentValue,
  secrets: Set<SecretKind>,
): ValueResult {
  const { name, kind } = definition;
  const clean = (typed: string): string => (definition.pasted ? typed : cleanTyped(typed, secrets)).trim();
  if (kind === 'file') {
    return typeof given === 'object' && 'readText' in given ? { value: given } : { problem: `“${name}” takes a file.` };
  }
  if (typeof given === 'object' && 'readText' in given) return { problem: `“${name}” takes no file.` };
  if (kind === 'number')
    return readNumber(definition, typeof given === 'number' ? given : clean(String(given).slice(0, MOST_TYPED)));
  const typed = Array.isArray(given) ? given.join(definition.positional ? ' ' : ',') : String(given);
  // What a shell hands over is bounded by the shell.
  const longest = surface === 'chat' ? (definition.maximumLength ?? 200) : Number.POSITIVE_INFINITY;
  const text = typed.length > Math.max(longest, MOST_TYPED) ? typed : clean(typed);
  if (text.length > longest) {
    return { problem: `“${name}” is too long: ${text.length} characters, and at most ${longest} are taken.` };
  }
  const shown = toSafeText(text, { maxLength: 60 });
  if (kind === 'flag') {
    if (/^(?:true|yes|on)$/i.test(text)) return { value: true };
    if (/^(?:false|no|off)$/i.test(text)) return { value: false };
    return { problem: `“${name}” is “${shown}”, which is neither true nor false.` };
  }
  if (kind === 'choice') {
    const choice = definition.choices?.find((one) => one === text.toLowerCase());
    return choice === undefined
      ? { problem: `“${name}” is “${shown}”, which is none of: ${(definition.choices ?? []).join(', ')}.` }
      : { value: choice };
  }
  if (kind === 'subject') {
    const subject = parseSubject(text);
    return subject === undefined
      ? {
          problem: `“${shown}” names nobody. Use discord:user:ID, discord:role:ID, teams:user:OBJECTID or api:token:NAME.`,
        }
      : { value: subject };
  }
  if (definition.repeatable && !definition.positional) {
    // Typed in one field they are separated by commas; a list that came as one is taken as it is.
    const parts = Array.isArray(given) ? given.map(clean) : text.split(',').map((part) => part.trim());
    return { value: parts.filter((part) => part !== '') };
  }
  return { value: text };
}

function readNumber(definition: ArgumentDefinition, given: string | number): ValueResult {
  const { name, minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = definition;
  const text = toSafeText(String(given), { maxLength: 20 });
  const value = typeof given === 'number' ? given : Number(given || Number.NaN);
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return { value };
  return { problem: `“${name}” is “${text}”, and has to be a whole number from ${minimum} to ${maximum}.` };
}
