import { isDeepStrictEqual } from 'node:util';
import { ApplicationCommandType } from 'discord.js';
import type { NormalizedCommand } from './normalize-command.ts';

interface ChangedCommand {
  name: string;
  fields: string[];
}

export interface CommandDiff {
  created: string[];
  changed: ChangedCommand[];
  removed: string[];
  unchanged: string[];
}

const FIELDS = ['description', 'options', 'default_member_permissions', 'nsfw'] as const;
/** Fields that only commands outside a guild have a say in; Discord fills them in for those of a guild. */
const GLOBAL_FIELDS = [...FIELDS, 'contexts', 'integration_types'] as const;

export function diffCommands(
  wanted: readonly NormalizedCommand[],
  registered: readonly NormalizedCommand[],
  scope: 'guild' | 'global',
): CommandDiff {
  const byKey = new Map(registered.map((command) => [keyOf(command), command]));
  const diff: CommandDiff = { created: [], changed: [], removed: [], unchanged: [] };
  for (const command of wanted) {
    const existing = byKey.get(keyOf(command));
    byKey.delete(keyOf(command));
    if (!existing) {
      diff.created.push(nameOf(command));
      continue;
    }
    const fields = (scope === 'guild' ? FIELDS : GLOBAL_FIELDS).filter(
      (field) => !isDeepStrictEqual(command[field], existing[field]),
    );
    if (fields.length === 0) diff.unchanged.push(nameOf(command));
    else diff.changed.push({ name: nameOf(command), fields });
  }
  diff.removed = [...byKey.values()].map(nameOf);
  return diff;
}

export function differs({ created, changed, removed }: CommandDiff): boolean {
  return created.length + changed.length + removed.length > 0;
}

/** `/testtokens`, or the label of a command on messages or people. */
export function nameOf({ type, name }: Pick<NormalizedCommand, 'type' | 'name'>): string {
  return type === ApplicationCommandType.ChatInput ? `/${name}` : name;
}

function keyOf({ type, name }: NormalizedCommand): string {
  return `${type}:${name}`;
}
