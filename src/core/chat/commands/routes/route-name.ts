import type { ArgumentDefinition } from '../../calls/command-definition.ts';

/** The route meant, by its name. */
export const routeName = {
  name: 'name',
  help: 'The route’s name, as routes list shows it.',
  kind: 'text',
  required: true,
  positional: true,
  placeholder: 'name',
  maximumLength: 40,
  suggest: 'route',
} as const satisfies ArgumentDefinition;
