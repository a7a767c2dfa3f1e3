import type { StandInState } from '../state.ts';
import type { Json, WireCommandOption } from '../wire.ts';
import type { StoredCommand } from '../world/commands.ts';
import type { Channel } from '../world/places.ts';
import { OPTION } from './option-values.ts';

/** interactions/application-commands.mdx, "Interaction context types". */
const GUILD_CONTEXT = 0;
const BOT_DM_CONTEXT = 1;

/** A command as Discord offers it in a channel: of the guild, or global and meant for such a place. */
export function findCommand(
  state: StandInState,
  channel: Channel,
  name: string,
  type: number,
): StoredCommand | undefined {
  const context = channel.guild === null ? BOT_DM_CONTEXT : GUILD_CONTEXT;
  const ofGuild = channel.guild === null ? [] : state.commands.list(channel.guild.id);
  const global = state.commands.list(null).filter(({ contexts }) => contexts == null || contexts.includes(context));
  return [...ofGuild, ...global].find((command) => command.type === type && command.name === name);
}

/** The options of `access grant` are those of its subcommand, which the interaction wraps again. */
export interface OptionLevel {
  readonly definitions: readonly WireCommandOption[];
  wrap(options: Json[]): Json[];
}

export function findLevel(command: StoredCommand, path: readonly string[]): OptionLevel {
  let definitions = command.options ?? [];
  let wrap = (options: Json[]) => options;
  for (const name of path) {
    const found = definitions.find(
      (one) => one.name === name && (one.type === OPTION.subcommand || one.type === OPTION.group),
    );
    if (found === undefined) throw new Error(`Command ${command.name} has no subcommand "${name}"`);
    const outer = wrap;
    wrap = (options) => outer([{ name, type: found.type, options }]);
    definitions = found.options ?? [];
  }
  const nested = definitions.some((one) => one.type === OPTION.subcommand || one.type === OPTION.group);
  if (nested) throw new Error(`Command ${command.name} can only be sent with one of its subcommands`);
  return { definitions, wrap };
}
