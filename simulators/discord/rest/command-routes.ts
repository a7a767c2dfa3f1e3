import { checkCommand, checkCommands } from '../rules/commands.ts';
import type { StandInState } from '../state.ts';
import type { WireCommand } from '../wire.ts';
import { toApiCommand } from '../world/commands.ts';
import { refuseBreaches, refuseShape } from './accept-body.ts';
import { apiError } from './api-error.ts';
import type { Answer, Call, Route } from './route.ts';

const MOST_CREATES = 200;

/** The commands of a guild, and the global ones, under the same verbs. */
export function createCommandRoutes(state: StandInState): Route[] {
  return [
    ...routesUnder(state, '/applications/:application/commands'),
    ...routesUnder(state, '/applications/:application/guilds/:guild/commands'),
  ];
}

function routesUnder(state: StandInState, base: string): Route[] {
  const { commands, applicationId } = state;

  // Only the bot's own application and the guilds it is in are open to it.
  const inPlace = (call: Call, run: (guildId: string | null) => Answer): Answer => {
    const guildId = call.params.guild ?? null;
    if (call.params.application !== applicationId) return apiError(403, 20012);
    if (guildId !== null && state.places.guild(guildId) === undefined) return apiError(403, 50001);
    return run(guildId);
  };
  const show = (guildId: string | null) =>
    commands.list(guildId).map((command) => toApiCommand(command, applicationId, guildId));
  const find = (call: Call, guildId: string | null) =>
    commands.list(guildId).find((command) => command.id === call.params.command);

  return [
    {
      method: 'GET',
      path: base,
      run: (call) => inPlace(call, (guildId) => ({ status: 200, body: show(guildId) })),
    },
    {
      method: 'PUT',
      path: base,
      run: (call) =>
        inPlace(call, (guildId) => {
          const wrongShape = refuseShape(state, call, 'commands');
          if (wrongShape !== undefined) return wrongShape;
          const asked = call.body as WireCommand[];
          const refused = refuseBreaches(state, call, checkCommands(asked, guildId !== null));
          if (refused !== undefined) return refused;
          if (commands.creates(guildId) + commands.missing(guildId, asked).length > MOST_CREATES)
            return apiError(400, 30034);
          commands.overwrite(guildId, asked);
          return { status: 200, body: show(guildId) };
        }),
    },
    {
      method: 'POST',
      path: base,
      run: (call) =>
        inPlace(call, (guildId) => {
          const wrongShape = refuseShape(state, call, 'command');
          if (wrongShape !== undefined) return wrongShape;
          const asked = call.body as WireCommand;
          const refused = refuseBreaches(state, call, checkCommand(asked, guildId !== null));
          if (refused !== undefined) return refused;
          const { command, created } = commands.upsert(guildId, asked);
          return { status: created ? 201 : 200, body: toApiCommand(command, applicationId, guildId) };
        }),
    },
    {
      method: 'GET',
      path: `${base}/:command`,
      run: (call) =>
        inPlace(call, (guildId) => {
          const command = find(call, guildId);
          if (command === undefined) return apiError(404, 10063);
          return { status: 200, body: toApiCommand(command, applicationId, guildId) };
        }),
    },
    {
      method: 'PATCH',
      path: `${base}/:command`,
      run: (call) =>
        inPlace(call, (guildId) => {
          const wrongShape = refuseShape(state, call, 'command-edit');
          if (wrongShape !== undefined) return wrongShape;
          const known = find(call, guildId);
          if (known === undefined) return apiError(404, 10063);
          const changes = call.body as Partial<WireCommand>;
          const refused = refuseBreaches(state, call, checkCommand({ ...known, ...changes }, guildId !== null));
          if (refused !== undefined) return refused;
          const edited = commands.edit(guildId, known.id, changes) ?? known;
          return { status: 200, body: toApiCommand(edited, applicationId, guildId) };
        }),
    },
    {
      method: 'DELETE',
      path: `${base}/:command`,
      run: (call) =>
        inPlace(call, (guildId) =>
          commands.remove(guildId, call.params.command ?? '') ? { status: 204 } : apiError(404, 10063),
        ),
    },
  ];
}
