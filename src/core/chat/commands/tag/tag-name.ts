import type { ArgumentDefinition } from '../../calls/command-definition.ts';

/** The tag that a command of `tag` is about. */
export const tagName = {
  name: 'tag',
  help: 'The tag: letters, digits, dots, dashes and underscores.',
  kind: 'text',
  required: true,
  positional: true,
  placeholder: 'tag',
  maximumLength: 40,
  suggest: 'tag',
} as const satisfies ArgumentDefinition;
