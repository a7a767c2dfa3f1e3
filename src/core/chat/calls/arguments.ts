import type { ArgumentDefinition } from './command-definition.ts';

/** What else may be said of an argument. */
type Rest = Omit<Partial<ArgumentDefinition>, 'name' | 'kind' | 'help' | 'placeholder' | 'choices'>;

/** A text under its name: `--tenant <id>`. */
export const text = <const Name extends string, const More extends Rest = object>(
  name: Name,
  placeholder: string,
  help: string,
  more?: More,
) => ({ name, kind: 'text' as const, placeholder, help, ...(more as NoInfer<More>) });

/** A text that is demanded, and taken by position. */
export const operand = <const Name extends string, const More extends Rest = object>(
  name: Name,
  placeholder: string,
  help: string,
  more?: More,
) => ({ ...text(name, placeholder, help, more), required: true as const, positional: true as const });

/** One of a list. */
export const choice = <
  const Name extends string,
  const Choices extends readonly string[],
  const More extends Rest = object,
>(
  name: Name,
  choices: Choices,
  help: string,
  more?: More,
) => ({ name, kind: 'choice' as const, choices, help, ...(more as NoInfer<More>) });

/** A whole number. */
export const number = <const Name extends string, const More extends Rest = object>(
  name: Name,
  placeholder: string,
  help: string,
  more?: More,
) => ({ name, kind: 'number' as const, placeholder, help, ...(more as NoInfer<More>) });

/** Given or not. */
export const flag = <const Name extends string, const More extends Rest = object>(
  name: Name,
  help: string,
  more?: More,
) => ({ name, kind: 'flag' as const, help, ...(more as NoInfer<More>) });

/** Whether it is asked for, as nothing was given in its place; `alone`: for an app by itself. */
export function isNeeded(
  { required, own, instead }: ArgumentDefinition,
  { alone, isGiven }: { alone: boolean; isGiven: (name: string) => boolean },
): boolean {
  return required === true || (own === true && !alone) || (instead !== undefined && !instead.some(isGiven));
}

/** The arguments that `words` without a name fill in turn: those in whose place another is given only where there are as many words. */
export function wordPlaces(
  definitions: readonly ArgumentDefinition[],
  isGiven: (name: string) => boolean,
  words = 0,
): ArgumentDefinition[] {
  const all = definitions.filter(({ positional }) => positional);
  return words >= all.length ? all : all.filter(({ instead }) => !instead?.some(isGiven));
}
