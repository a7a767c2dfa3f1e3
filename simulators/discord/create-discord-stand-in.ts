import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createChanges } from './changes.ts';
import { createOffsetClock } from './clock.ts';
import * as commandDrivers from './drivers/commands.ts';
import * as componentDrivers from './drivers/components.ts';
import { createDispatch } from './drivers/dispatch.ts';
import { type ModalInput, modalSubmit } from './drivers/modal.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import type { InteractionHandle } from './interactions/handle.ts';
import { createInteractions } from './interactions/interaction-store.ts';
import type { Journal } from './journal.ts';
import type { StandInOptions } from './options.ts';
import { createCommandRoutes } from './rest/command-routes.ts';
import { createFaults, type FaultInput } from './rest/faults.ts';
import { createIdentityRoutes } from './rest/identity-routes.ts';
import { createInteractionRoutes } from './rest/interaction-routes.ts';
import { createMessageRoutes } from './rest/message-routes.ts';
import { createRestServer } from './rest/server.ts';
import { createWebhookRoutes } from './rest/webhook-routes.ts';
import { checkCommands } from './rules/commands.ts';
import { FLAG } from './rules/messages.ts';
import { checkSchema } from './rules/schema.ts';
import { createSnowflakes } from './snowflake.ts';
import type { StandInState } from './state.ts';
import type { WireCommand, WireMessage } from './wire.ts';
import { type Commands, createCommands, type StoredCommand } from './world/commands.ts';
import { createFiles } from './world/files.ts';
import { createMessages, type StoredMessage, toVersion } from './world/messages.ts';
import type { PermissionName } from './world/permissions.ts';
import { createPlaces, toApiChannel } from './world/places.ts';

/** A Discord on loopback for the real client: REST, gateway and CDN, with what a test does to it and sees of it. */
export interface DiscordStandIn extends Journal {
  /** The REST base without a version, for `DISCORD_API_URL`. */
  readonly origin: string;
  readonly gateway: Pick<Gateway, 'identifies' | 'resumes' | 'heartbeats' | 'connected' | 'dispatch'>;
  readonly interactions: readonly InteractionView[];
  /** Resolves once a bot is logged in and connected. */
  ready(deadlineMs?: number): Promise<void>;
  /** Of a channel or of all, oldest first, ephemeral and deleted ones too. */
  messages(channelId?: string): readonly StoredMessage[];
  message(id: string): StoredMessage | undefined;
  /** How many messages the bot has created in a channel, replies and follow-ups too. */
  createdCount(channelId: string): number;
  /** The first message of a channel for which the predicate holds. */
  waitForMessage(
    channelId: string,
    predicate: (message: StoredMessage) => boolean,
    deadlineMs?: number,
  ): Promise<StoredMessage>;
  /** Waits for anything else; looked at after every request and gateway event. */
  waitUntil(holds: () => boolean, what: string, deadlineMs?: number): Promise<void>;
  /** The commands registered in a guild; null: the global ones. */
  commands(guildId: string | null): readonly StoredCommand[];
  commandCreates(guildId: string | null): number;
  /** Registers commands without the bot, after the same checks. */
  registerCommands(guildId: string | null, commands: readonly WireCommand[]): void;

  slash(input: commandDrivers.SlashInput): InteractionHandle;
  messageCommand(input: commandDrivers.MessageCommandInput): InteractionHandle;
  autocomplete(input: commandDrivers.AutocompleteInput): InteractionHandle;
  button(input: componentDrivers.ButtonInput): InteractionHandle;
  select(input: componentDrivers.SelectInput): InteractionHandle;
  modalSubmit(input: ModalInput): InteractionHandle;
  /** Puts a message of the bot's own into a channel, as an earlier run of it left one. */
  plantMessage(channelId: string, body: WireMessage): StoredMessage;

  failNext(fault: FaultInput): void;
  clearFaults(): void;
  /** Cuts the gateway (1006 unless a code is told); resolves when the bot is back. Not resumable: RESUME is refused. */
  dropGateway(how?: { readonly resumable?: boolean; readonly code?: number }): Promise<'resumed' | 'identified'>;
  /** Makes the token of every interaction so far invalid. */
  expireInteractionTokens(): void;
  /** Moves the stand-in's clock, against which 3 s, 15 min and nonces are measured. */
  setClock(offsetMs: number): void;
  deleteMessage(id: string): void;
  /** Takes a permission from the bot in a channel, and tells it so on the gateway. */
  denyPermission(channelId: string, permission: PermissionName): void;
  grantPermission(channelId: string, permission: PermissionName): void;
  close(): Promise<void>;
}

type InteractionView = Pick<InteractionHandle, 'id' | 'token' | 'refusals'> & { readonly name: string };

/** Whoever is slow because the machine is busy is waited for. */
const DEADLINE_MS = 90_000;

export async function createDiscordStandIn(options: StandInOptions): Promise<DiscordStandIn> {
  const mint = createSnowflakes();
  const clock = createOffsetClock();
  const journal: Journal = { requests: [], violations: [], acknowledgements: [] };
  const changes = createChanges(options.deadlineMs ?? DEADLINE_MS, () =>
    journal.violations.map((one) => `\n  violation of ${one.rule}: ${one.reason}`).join(''),
  );
  const faults = createFaults();
  let port = 0;
  const state: StandInState = {
    applicationId: options.applicationId,
    clock,
    mint,
    changes,
    journal,
    places: createPlaces(options.guilds, mint),
    files: createFiles(mint, () => `http://127.0.0.1:${port}/cdn`),
    messages: createMessages(mint, clock.now),
    commands: createCommands(mint),
    interactions: createInteractions(mint, clock.now, options.firstAnswerMs),
    gatewayUrl: () => `ws://127.0.0.1:${port}/gateway`,
  };
  const accepts = (token: string) => (options.token === undefined ? token !== '' : token === options.token);
  const routes = [
    createIdentityRoutes,
    createCommandRoutes,
    createMessageRoutes,
    createInteractionRoutes,
    createWebhookRoutes,
  ].flatMap((createRoutes) => createRoutes(state));
  const server = createRestServer({ state, routes, faults, latencyMs: options.latencyMs ?? 0, accepts });
  const { places } = state;
  const url = state.gatewayUrl;
  const gateway = createGateway({ server, url, botId: options.applicationId, places, journal, changes, accepts });
  const dispatch = createDispatch(state, gateway);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;

  const until = async (holds: () => boolean, what: string, deadlineMs?: number) => {
    await changes.until(
      () => holds() || undefined,
      () => what,
      deadlineMs,
    );
  };
  const setDenied = (channelId: string, change: (denied: Set<PermissionName>) => void) => {
    const channel = places.channel(channelId);
    if (channel === undefined) throw new Error(`The stand-in has no channel ${channelId}`);
    change(channel.denied);
    if (gateway.connected() && channel.guild !== null)
      gateway.dispatch('CHANNEL_UPDATE', toApiChannel(channel, options.applicationId), channel.guild.id);
  };

  return {
    ...journal,
    origin: `http://127.0.0.1:${port}/api`,
    gateway,
    get interactions() {
      return state.interactions.list();
    },
    ready: (deadlineMs) => until(() => gateway.connected(), 'a bot to log in', deadlineMs),
    messages: (channelId) => state.messages.list(channelId),
    message: (id) => state.messages.find(id),
    createdCount: (channelId) => state.messages.list(channelId).filter((one) => one.author.bot && !one.planted).length,
    waitForMessage: (channelId, predicate, deadlineMs) =>
      changes.until(
        () => state.messages.list(channelId).find(predicate),
        () => `a message in channel ${channelId}, which has ${state.messages.list(channelId).length}`,
        deadlineMs,
      ),
    waitUntil: until,
    commands: (guildId) => state.commands.list(guildId),
    commandCreates: (guildId) => state.commands.creates(guildId),
    registerCommands: (guildId, commands) => registerCommands(state.commands, guildId, commands),

    slash: (input) => commandDrivers.slash(state, dispatch, input),
    messageCommand: (input) => commandDrivers.messageCommand(state, dispatch, input),
    autocomplete: (input) => commandDrivers.autocomplete(state, dispatch, input),
    button: (input) => componentDrivers.button(state, dispatch, input),
    select: (input) => componentDrivers.select(state, dispatch, input),
    modalSubmit: (input) => modalSubmit(state, dispatch, input),
    plantMessage(channelId, body) {
      const guildId = places.channel(channelId)?.guild?.id ?? null;
      const author = { id: options.applicationId, name: 'samaritan', bot: true };
      const version = toVersion({ ...body, flags: (body.flags ?? 0) & ~FLAG.ephemeral }, [], state.files);
      return state.messages.create({ channelId, guildId, author, planted: true }, version);
    },

    failNext: faults.plan,
    clearFaults: faults.clear,
    dropGateway: ({ resumable = true, code } = {}) =>
      gateway.drop(code === undefined ? { resumable } : { resumable, code }),
    expireInteractionTokens() {
      for (const interaction of state.interactions.list()) interaction.expired = true;
    },
    setClock: clock.set,
    deleteMessage(id) {
      const message = state.messages.find(id);
      if (message === undefined) throw new Error(`There is no message ${id} to delete`);
      state.messages.remove(message);
    },
    denyPermission: (channelId, permission) => setDenied(channelId, (denied) => denied.add(permission)),
    grantPermission: (channelId, permission) => setDenied(channelId, (denied) => denied.delete(permission)),
    async close() {
      changes.close();
      gateway.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function registerCommands(store: Commands, guildId: string | null, commands: readonly WireCommand[]): void {
  const breaches = [...checkSchema('commands', commands), ...checkCommands(commands, guildId !== null)];
  if (breaches.length > 0) throw new Error(breaches.map((one) => one.reason).join('; '));
  store.overwrite(guildId, commands);
}
