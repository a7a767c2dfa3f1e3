import { z } from 'zod';

/** One of a command's fields, alike on both sides once it is normalized: Discord adds some and leaves out others. */
export type NormalizedCommand = z.infer<typeof registeredCommand>;

/** What is missing or null is none. */
const orEmpty = <T>(list: z.ZodType<T[]>) => list.nullish().transform((given): T[] => given ?? []);
const choice = z.object({ name: z.string(), value: z.union([z.string(), z.number()]) });

const optionFields = {
  type: z.number(),
  name: z.string(),
  description: z.string().default(''),
  required: z.boolean().default(false),
  autocomplete: z.boolean().default(false),
  choices: orEmpty(z.array(choice)),
  min_value: z.number().nullish().transform(toNull),
  max_value: z.number().nullish().transform(toNull),
  min_length: z.number().nullish().transform(toNull),
  max_length: z.number().nullish().transform(toNull),
};
const basicOption = z.object(optionFields);
/** Subcommands have options of their own; groups of subcommands are never ours and compare as different. */
const option = z.object({
  ...optionFields,
  options: orEmpty(z.array(basicOption)),
});

const registeredCommand = z.object({
  id: z.string().optional(),
  type: z.number().default(1),
  name: z.string(),
  description: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  options: orEmpty(z.array(option)),
  default_member_permissions: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((bits) => (bits === null || bits === undefined ? null : String(bits))),
  contexts: z.array(z.number()).nullish().transform(sorted),
  integration_types: z.array(z.number()).nullish().transform(sorted),
  nsfw: z
    .boolean()
    .nullish()
    .transform((flag) => flag ?? false),
});

const registeredCommands = z.array(registeredCommand);

/** Reads commands as Discord lists them, or as we send them. Throws where they are nothing of the kind. */
export function parseCommands(json: unknown): NormalizedCommand[] {
  return registeredCommands.parse(json);
}

function toNull(value: number | null | undefined): number | null {
  return value ?? null;
}

function sorted(list: readonly number[] | null | undefined): number[] | null {
  return list ? [...list].sort((a, b) => a - b) : null;
}
