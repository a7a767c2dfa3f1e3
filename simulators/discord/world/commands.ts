import { typeOf } from '../rules/commands.ts';
import type { Json, WireCommand, WireCommandOption } from '../wire.ts';

export interface StoredCommand extends WireCommand {
  readonly id: string;
  readonly version: string;
  readonly type: number;
}

/** The commands registered in one guild, or globally under null. */
export interface Commands {
  list(guildId: string | null): StoredCommand[];
  /** How many commands were new there so far; Discord allows 200 a day. */
  creates(guildId: string | null): number;
  /** Those of the commands that aren't there yet. */
  missing(guildId: string | null, commands: readonly WireCommand[]): WireCommand[];
  /** Replaces all; a command of the same type and name keeps its id. */
  overwrite(guildId: string | null, commands: readonly WireCommand[]): StoredCommand[];
  upsert(guildId: string | null, command: WireCommand): { readonly command: StoredCommand; readonly created: boolean };
  edit(guildId: string | null, id: string, changes: Partial<WireCommand>): StoredCommand | undefined;
  remove(guildId: string | null, id: string): boolean;
}

export function createCommands(mint: () => string): Commands {
  const places = new Map<string | null, StoredCommand[]>();
  const created = new Map<string | null, number>();
  const list = (guildId: string | null) => places.get(guildId) ?? [];

  const find = (guildId: string | null, command: WireCommand) =>
    list(guildId).find((one) => one.name === command.name && one.type === typeOf(command));
  const store = (guildId: string | null, command: WireCommand): StoredCommand => {
    const known = find(guildId, command);
    if (known === undefined) created.set(guildId, (created.get(guildId) ?? 0) + 1);
    return { ...command, type: typeOf(command), id: known?.id ?? mint(), version: mint() };
  };

  return {
    list: (guildId) => [...list(guildId)],
    creates: (guildId) => created.get(guildId) ?? 0,
    missing: (guildId, commands) => commands.filter((command) => find(guildId, command) === undefined),
    overwrite(guildId, commands) {
      const stored = commands.map((command) => store(guildId, command));
      places.set(guildId, stored);
      return stored;
    },
    upsert(guildId, command) {
      const stored = store(guildId, command);
      const others = list(guildId).filter((one) => one.id !== stored.id);
      const isNew = others.length === list(guildId).length;
      places.set(guildId, [...others, stored]);
      return { command: stored, created: isNew };
    },
    edit(guildId, id, changes) {
      const known = list(guildId).find((one) => one.id === id);
      if (known === undefined) return undefined;
      const stored = { ...known, ...changes, id, type: known.type, version: mint() };
      places.set(
        guildId,
        list(guildId).map((one) => (one.id === id ? stored : one)),
      );
      return stored;
    },
    remove(guildId, id) {
      const rest = list(guildId).filter((one) => one.id !== id);
      const removed = rest.length < list(guildId).length;
      places.set(guildId, rest);
      return removed;
    },
  };
}

/** As Discord gives a command back: with its defaults filled in, and without what says nothing. */
export function toApiCommand(command: StoredCommand, applicationId: string, guildId: string | null): Json {
  const permissions = command.default_member_permissions;
  return {
    id: command.id,
    application_id: applicationId,
    version: command.version,
    type: command.type,
    name: command.name,
    name_localizations: null,
    description: command.description ?? '',
    description_localizations: null,
    default_member_permissions: permissions == null ? null : String(permissions),
    nsfw: false,
    ...(command.options == null || command.options.length === 0 ? {} : { options: command.options.map(toApiOption) }),
    ...(guildId === null
      ? {
          dm_permission: command.contexts == null || command.contexts.includes(1),
          contexts: command.contexts ?? null,
          integration_types: command.integration_types ?? [0],
        }
      : { guild_id: guildId }),
  };
}

function toApiOption(option: WireCommandOption): Json {
  const { required, autocomplete, choices, options, ...rest } = option;
  return {
    ...rest,
    ...(required === true ? { required } : {}),
    ...(autocomplete === true ? { autocomplete } : {}),
    ...(choices == null || choices.length === 0 ? {} : { choices }),
    ...(options == null || options.length === 0 ? {} : { options: options.map(toApiOption) }),
  };
}
