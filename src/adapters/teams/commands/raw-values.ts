import { wordPlaces } from '../../../core/chat/calls/arguments.ts';
import type { ArgumentDefinition, CommandDefinition } from '../../../core/chat/calls/command-definition.ts';
import { argumentsFor } from '../../../core/chat/calls/command-list.ts';
import type { Word } from './split-words.ts';

export type Values = Record<string, string>;

/** `--tenant`, and what Teams' autocorrection makes of its hyphens. */
const OPTION = /^(?:--|[–—])(?=[\p{L}])/u;
const ONE_HYPHEN = /^-(?=[\p{L}])/u;
const NAMED = /^([\p{L}-]{1,40})\s*[:=](.*)$/su;

interface Named {
  name: string;
  /** What stood in the same word. */
  value: string;
}

/**
 * The values of a command's words. Named ones may be `--name value`, `name: value` or `name=value`; the others fill the
 * arguments that take a place, in order, and else its first text. A name that the command doesn't know is kept: core
 * says what it takes. Undefined where there are words and nothing takes any.
 */
export function toRawValues(command: CommandDefinition, words: readonly Word[]): Values | undefined {
  const definitions = argumentsFor(command, 'chat').filter(({ kind }) => kind !== 'file');
  const places = definitions.filter(({ positional }) => positional);
  const text = definitions.find(({ kind }) => kind === 'text');
  const free = places.length > 0 ? places : text ? [text] : [];
  const values: Values = {};
  const loose: string[] = [];
  const add = ({ name, repeatable }: Pick<ArgumentDefinition, 'name' | 'repeatable'>, value: string): void => {
    const before = values[name];
    // A value given twice where one is taken: the later one, as on a command line.
    values[name] = before !== undefined && repeatable ? `${before},${value}` : value;
  };
  const nameOf = (word: Word | undefined): Named | undefined => (word ? readName(word, definitions) : undefined);

  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    const named = nameOf(word);
    if (!word) break;
    if (!named) {
      loose.push(word.text);
      continue;
    }
    const definition = definitions.find(({ name }) => name === named.name);
    const parts = named.value === '' ? [] : [named.value];
    // The argument that loose words would fill too takes all that follow: a tenant's name may have blanks.
    const takesAll = definition !== undefined && definition === free.at(-1) && definition.kind === 'text';
    while (at + 1 < words.length && (parts.length === 0 || takesAll)) {
      const next = words[at + 1];
      if (!next || nameOf(next)) break;
      parts.push(next.text);
      at += 1;
      if (next.quoted) break;
    }
    add(definition ?? { name: named.name }, parts.join(' '));
  }

  const isGiven = (name: string): boolean => values[name] !== undefined;
  const open = (places.length > 0 ? wordPlaces(places, isGiven) : free).filter(({ name }) => !isGiven(name));
  const takers = open.length > 0 ? open : free.slice(-1);
  if (takers.length === 0) return loose.length > 0 ? undefined : values;
  for (const [index, definition] of takers.entries()) {
    const mine = index === takers.length - 1 ? loose.slice(index) : loose.slice(index, index + 1);
    if (mine.length > 0) add(definition, mine.join(' '));
  }
  return values;
}

function readName({ text, quoted }: Word, definitions: readonly ArgumentDefinition[]): Named | undefined {
  if (quoted) return undefined;
  const known = (name: string): string | undefined =>
    definitions.find((definition) => definition.name === name.toLowerCase())?.name;
  const isOption = OPTION.test(text);
  const bare = text.replace(OPTION, '').replace(ONE_HYPHEN, '');
  const [, name = bare, value = ''] = NAMED.exec(bare) ?? [];
  const argument = known(name);
  if (isOption) return { name: argument ?? name.toLowerCase().slice(0, 40), value };
  if (argument === undefined) return undefined;
  return NAMED.test(bare) || bare !== text ? { name: argument, value } : undefined;
}
