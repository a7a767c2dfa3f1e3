import type { GivenFile } from './chat-request.ts';
import type { ArgumentDefinition } from './command-definition.ts';

/** An argument's value after it was held against its definition. */
export type ParsedValue = string | number | boolean | string[] | GivenFile;

/** What the reader hands on, by the arguments' names. */
export type ParsedValues = Readonly<Record<string, ParsedValue | undefined>>;

type ValueOf<A extends ArgumentDefinition> = A extends { kind: 'number' }
  ? number
  : A extends { kind: 'file' }
    ? GivenFile
    : A extends { kind: 'flag' }
      ? boolean
      : A extends { kind: 'choice'; choices: readonly (infer Choice)[] }
        ? Choice
        : A extends { repeatable: true; positional: true }
          ? string
          : A extends { repeatable: true }
            ? string[]
            : string;

/** Only what is demanded everywhere is sure to be there. */
type Given<A extends ArgumentDefinition> = A extends { surfaces: readonly unknown[] }
  ? ValueOf<A> | undefined
  : A extends { required: true }
    ? ValueOf<A>
    : ValueOf<A> | undefined;

export type ValuesOf<Arguments extends readonly ArgumentDefinition[]> = {
  readonly [A in Arguments[number] as A['name']]: Given<A>;
};
