import answers from '../../../docs/api.schema.json' with { type: 'json' };
import explanationSchema from '../../../docs/explanation.schema.json' with { type: 'json' };
import type { ArgumentDefinition, CommandDefinition } from '../../core/chat/calls/command-definition.ts';
import { argumentsFor } from '../../core/chat/calls/command-list.ts';

/** Under which a command is asked: `accept list` is `/accept/list`. */
export const pathOf = ({ name }: Pick<CommandDefinition, 'name'>): string => `/${name.replaceAll(' ', '/')}`;

/** What a program calls it: `tag list` is `tagList`. */
export const operationOf = ({ name }: Pick<CommandDefinition, 'name'>): string =>
  name.replaceAll(/ (\w)/g, (_, letter: string) => letter.toUpperCase());

/** What was pasted may hold a secret, which has no place in an address. */
export const isPosted = ({ arguments: all }: Pick<CommandDefinition, 'arguments'>): boolean =>
  all.some(({ pasted }) => pasted);

export function answersPrograms<C extends CommandDefinition>(commands: readonly C[]): C[] {
  return commands.filter(({ forPrograms }) => forPrograms);
}

function argumentSchema({ kind, choices, minimum, maximum, repeatable, help }: ArgumentDefinition): object {
  const one = {
    ...(kind === 'number'
      ? { type: 'integer', minimum: minimum ?? 0, ...(maximum === undefined ? {} : { maximum }) }
      : {}),
    ...(kind === 'flag' ? { type: 'boolean' } : {}),
    ...(kind === 'number' || kind === 'flag' ? {} : { type: 'string', ...(choices ? { enum: choices } : {}) }),
  };
  return { ...(repeatable ? { type: 'array', items: one } : one), description: help };
}

/** The arguments a program may give: it hands over no files. */
export function programArguments(command: CommandDefinition): ArgumentDefinition[] {
  return argumentsFor(command, 'chat').filter(({ kind }) => kind !== 'file');
}

export function argumentsSchema(command: CommandDefinition) {
  const all = programArguments(command);
  return {
    type: 'object' as const,
    properties: Object.fromEntries(all.map((one) => [one.name, argumentSchema(one)])),
    required: all.flatMap(({ name, required }) => (required ? [name] : [])),
  };
}

/** RFC 9457, with every problem as a sentence beside. */
const PROBLEMS = {
  'application/problem+json': {
    schema: {
      type: 'object',
      required: ['type', 'title', 'status', 'detail', 'problems'],
      properties: {
        type: { const: 'about:blank' },
        title: { type: 'string' },
        status: { type: 'integer' },
        detail: { type: 'string' },
        problems: { type: 'array', items: { type: 'string' } },
      },
    },
  },
};
const REFUSALS = {
  400: 'Not as it was asked: what is wrong, and the way out.',
  401: 'No token, or one that opens nothing.',
  403: 'The token has no role for this. access grant gives one.',
  404: 'Nothing of that name answers programs.',
  429: 'Too many in a minute.',
  500: 'A fault of Samaritan’s; the sentence has its reference.',
};

/** Schemas under names that are theirs alone, for a document that has one list of them. */
function toComponents(schemas: object, prefix = ''): Record<string, unknown> {
  const refers = JSON.stringify(schemas).replaceAll('#/$defs/', `#/components/schemas/${prefix}`);
  return Object.fromEntries(Object.entries(JSON.parse(refers)).map(([name, schema]) => [`${prefix}${name}`, schema]));
}

const { $schema: _, $id: __, $defs, ...explanation } = explanationSchema;
const SCHEMAS: Readonly<Record<string, unknown>> = {
  ...toComponents(answers.$defs),
  ...toComponents({ '': explanation, ...$defs }, 'Explanation'),
};
const ANSWERS: Readonly<Record<string, { $ref: string }>> = {
  ...answers.properties,
  explain: { $ref: '#/$defs/Explanation' },
};

/** What the schema of a command's answer is called. One that has none throws: it can't answer programs. */
function answerName(command: CommandDefinition): string {
  const { $ref } = ANSWERS[operationOf(command)] ?? {};
  if ($ref === undefined) throw new Error(`docs/api.schema.json has no answer of ${command.name}`);
  return $ref.slice('#/$defs/'.length);
}

export function renderOpenApi(commands: readonly CommandDefinition[], version: string): object {
  const refusals = Object.fromEntries(
    Object.entries(REFUSALS).map(([status, description]) => [status, { description, content: PROBLEMS }]),
  );
  const answerOf = (command: CommandDefinition): object => ({
    description: 'What the command prints with --json.',
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${answerName(command)}` } } },
  });
  const toPath = (command: CommandDefinition): object => {
    const described = {
      operationId: operationOf(command),
      summary: command.summary,
      responses: { 200: answerOf(command), ...refusals },
    };
    if (!isPosted(command)) {
      const parameters = programArguments(command).map((one) => ({
        name: one.name,
        in: 'query',
        ...(one.required ? { required: true } : {}),
        ...(one.repeatable ? { style: 'form', explode: true } : {}),
        schema: argumentSchema(one),
      }));
      return { get: { ...described, parameters } };
    }
    const schema = argumentsSchema(command);
    return { post: { ...described, requestBody: { required: true, content: { 'application/json': { schema } } } } };
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Samaritan',
      version,
      description:
        'Read-only. Answers what the commands of the same names answer, for the tenants that the token may see.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths: Object.fromEntries(answersPrograms(commands).map((one) => [pathOf(one), toPath(one)])),
    components: { schemas: SCHEMAS, securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
}
