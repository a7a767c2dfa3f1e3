import * as spec from 'discord-api-spec/zod';
import { type core, z } from 'zod';
import { type Breach, breach } from './breach.ts';

export type BodyKind =
  | 'callback'
  | 'channel-message'
  | 'channel-message-edit'
  | 'webhook-message'
  | 'webhook-message-edit'
  | 'commands'
  | 'command'
  | 'command-edit'
  | 'private-channel';

const CALLBACKS: Readonly<Record<number, core.$ZodType>> = {
  4: spec.CreateMessageInteractionCallbackRequestSchema,
  5: spec.CreateMessageInteractionCallbackRequestSchema,
  6: spec.UpdateMessageInteractionCallbackRequestSchema,
  7: spec.UpdateMessageInteractionCallbackRequestSchema,
  8: spec.ApplicationCommandAutocompleteCallbackRequestSchema,
  9: spec.ModalInteractionCallbackRequestSchema,
};

const SCHEMAS: Readonly<Record<Exclude<BodyKind, 'callback'>, core.$ZodType>> = {
  'channel-message': spec.MessageCreateRequestSchema,
  'channel-message-edit': spec.MessageEditRequestPartialSchema,
  'webhook-message': spec.IncomingWebhookRequestPartialSchema,
  'webhook-message-edit': spec.IncomingWebhookUpdateRequestPartialSchema,
  // Discord's array limit is 130 (100 chat, 15 user, 15 message).
  commands: z.array(z.custom(() => true)).max(130),
  command: spec.ApplicationCommandCreateRequestSchema,
  'command-edit': spec.ApplicationCommandPatchRequestPartialSchema,
  'private-channel': spec.CreatePrivateChannelRequestSchema,
};

/** Holds a body against Discord's published schema. Properties the schema doesn't know pass, as they do at Discord. */
export function checkSchema(kind: BodyKind, body: unknown): Breach[] {
  if (kind === 'callback') {
    const type = z.object({ type: z.number() }).safeParse(body).data?.type;
    const schema = type === undefined ? undefined : CALLBACKS[type];
    if (schema === undefined) return [breach('schema', `type: ${String(type)} is no interaction callback type`)];
    return violationsOf(schema, body, '');
  }
  if (kind === 'commands' && Array.isArray(body)) {
    const each = body.flatMap((command, index) =>
      violationsOf(spec.ApplicationCommandUpdateRequestSchema, withNumericPermissions(command), `${index}`),
    );
    return [...violationsOf(SCHEMAS.commands, body, ''), ...each];
  }
  return violationsOf(SCHEMAS[kind], kind.startsWith('command') ? withNumericPermissions(body) : body, '');
}

/**
 * The schema asks for an integer where Discord documents a string of digits (interactions/application-commands.mdx);
 * a client may send either.
 */
function withNumericPermissions(command: unknown): unknown {
  if (typeof command !== 'object' || command === null || !('default_member_permissions' in command)) return command;
  const permissions = command.default_member_permissions;
  if (typeof permissions !== 'string' || !/^[0-9]+$/.test(permissions)) return command;
  return { ...command, default_member_permissions: Number(permissions) };
}

function violationsOf(schema: core.$ZodType, body: unknown, at: string): Breach[] {
  const result = z.safeParse(schema, body);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => toReasons(issue, at)).map((reason) => breach('schema', reason));
}

/** A union fails in every branch: only the branch meant, the one whose `type` matched, is worth reading. */
function toReasons(issue: core.$ZodIssue, at: string): string[] {
  const path = [at, ...issue.path.map(String)].filter((part) => part !== '').join('.');
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [`${path}: ${issue.message}`];
  const meant = issue.errors.filter((branch) => !branch.some((one) => one.path[0] === 'type' && one.path.length === 1));
  const candidates = meant.length > 0 ? meant : issue.errors;
  const closest = candidates.reduce((best, branch) => (branch.length < best.length ? branch : best));
  if (meant.length === 0) return [`${path}: not a type that may stand here`];
  return closest.flatMap((one) => toReasons(one, path));
}
