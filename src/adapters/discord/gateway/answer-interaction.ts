import {
  type Client,
  type Interaction,
  InteractionContextType,
  InteractionResponseType,
  MessageFlags,
} from 'discord.js';
import type { Chat } from '../../../core/chat/calls/chat.ts';
import type { Clock } from '../../../core/model/time/clock.ts';
import type { DiscordLog } from '../discord-log.ts';
import { toRestFault } from '../rest-fault.ts';
import { type FirstAnswer, pressedMessage, toAcknowledgement } from './acknowledge.ts';
import { createReply } from './create-reply.ts';
import type { DiscordApi } from './discord-api.ts';
import { type TextSeal, toMessageAddress } from './message-address.ts';
import { foreignGuildCard } from './notices.ts';
import { knownChannel, missingToPost } from './permissions.ts';
import { type CallInteraction, readCall } from './read-call.ts';
import { readRequest } from './read-request.ts';
import { TOKEN_LIFE_MS, TOKEN_USE_MS } from './reply-context.ts';
import { createReplyOutlet } from './reply-outlet.ts';
import { suggest, toChoices } from './suggest.ts';
import { toMessage } from './to-message.ts';

/** A busy database holds no answer up for longer: what is kept a moment after it has one only misses a kill in between. */
const LONGEST_KEEPING_MS = 25;

interface AnsweringParts {
  client: Client;
  api: DiscordApi;
  chat: Chat;
  clock: Clock;
  log: DiscordLog;
  seal: TextSeal;
  guildIds: ReadonlySet<string>;
  standIn: string | undefined;
  /** Told how long it took until Discord had the first answer to a call. */
  onAcknowledged?: ((ms: number) => void) | undefined;
  pause(ms: number): Promise<void>;
}

/**
 * Answers one interaction: has it kept and acknowledges it before any work, then has core run it. Resolves when all is done and never
 * rejects. An interaction that could not be acknowledged is not run: nobody would see what came of it.
 */
export async function answerInteraction(interaction: Interaction, parts: AnsweringParts): Promise<void> {
  const receivedAt = parts.clock.now();
  if (!isServed(interaction, parts.guildIds)) return refuseForeign(interaction, parts);
  if (interaction.isAutocomplete()) {
    const body = await suggest(interaction, parts.chat);
    if (body === undefined) return ignore(interaction, parts);
    await acknowledge(interaction, body, parts);
    return;
  }
  const isCall =
    interaction.isChatInputCommand() ||
    interaction.isMessageContextMenuCommand() ||
    interaction.isMessageComponent() ||
    interaction.isModalSubmit();
  if (isCall) return answerCall(interaction, receivedAt, parts);
  parts.log('warn', 'an interaction of an unknown kind is not answered', { type: interaction.type });
}

async function answerCall(interaction: CallInteraction, receivedAt: number, parts: AnsweringParts): Promise<void> {
  const { chat, log } = parts;
  const request = readRequest(interaction);
  const call = readCall(interaction, parts.standIn);
  if (!call) return ignore(interaction, parts);
  const plan = chat.plan(request, call);
  const first = toAcknowledgement(plan, interaction);
  let isAcknowledged = false;
  const tell = async (): Promise<boolean> => {
    isAcknowledged = await acknowledge(interaction, first.body, parts);
    if (isAcknowledged && plan.kind !== 'form') parts.onAcknowledged?.(parts.clock.now() - receivedAt);
    return isAcknowledged;
  };
  if (plan.kind === 'form') return void (await tell());
  // A card that was pressed stays what it is; an answer that thinks would do so for good.
  if (first.replacesPressed && !(await tell())) return;

  const outlet = createReplyOutlet(toContext(interaction, first, receivedAt, parts));
  const reply = createReply(outlet, parts.seal, log);
  const at = first.replacesPressed ? undefined : outlet.address();
  const taken = at && {
    id: interaction.id,
    address: toMessageAddress({ ...at, thinks: true }, parts.seal),
    kept: (keeping: Promise<unknown>) => Promise.race([keeping, parts.pause(LONGEST_KEEPING_MS)]).then(tell),
  };
  try {
    await chat.run(request, call, Object.assign(reply, taken && { taken }));
    if (isAcknowledged) await reply.finish();
  } catch (error) {
    await reply.finish({ error });
  }
}

/** Discord's own clients send no such thing: nobody waits for an answer. */
function ignore({ id, type }: Interaction, { log }: AnsweringParts): void {
  log('warn', 'an interaction that is malformed is not answered', { interaction: id, type });
}

/** Whether Discord took the first answer. 10062: it came too late; 40060: another process of this bot was faster. */
async function acknowledge(interaction: Interaction, body: unknown, { api, log }: AnsweringParts): Promise<boolean> {
  try {
    await api.callback(interaction, body);
    return true;
  } catch (error) {
    const fields = { interaction: interaction.id, guild: interaction.guildId, ...toRestFault(error) };
    log('warn', 'an interaction could not be acknowledged and is dropped', fields);
    return false;
  }
}

/** Guilds that are configured, and direct messages with the bot itself. */
function isServed({ guildId, context }: Interaction, guildIds: ReadonlySet<string>): boolean {
  if (guildId !== null) return guildIds.has(guildId);
  return context !== InteractionContextType.PrivateChannel && context !== InteractionContextType.Guild;
}

async function refuseForeign(interaction: Interaction, parts: AnsweringParts): Promise<void> {
  const fields = { guild: interaction.guildId, person: interaction.user.id };
  parts.log('warn', 'an interaction from a place that is not configured is refused', fields);
  const { flags, ...body } = toMessage(foreignGuildCard()).body;
  const refusal = {
    type: InteractionResponseType.ChannelMessageWithSource,
    data: { ...body, flags: flags | MessageFlags.Ephemeral },
  };
  await acknowledge(interaction, interaction.isAutocomplete() ? toChoices([]) : refusal, parts);
}

function toContext(
  interaction: CallInteraction,
  { isPrivate, replacesPressed }: FirstAnswer,
  receivedAt: number,
  { api, clock, log, client, pause }: AnsweringParts,
): Parameters<typeof createReplyOutlet>[0] {
  const message = replacesPressed ? pressedMessage(interaction) : undefined;
  const channelId = interaction.channelId ?? '';
  return {
    api,
    clock,
    log,
    pause,
    isPrivate,
    pressed: message ? { channelId: message.channelId, messageId: message.id } : undefined,
    expiresAt: receivedAt + TOKEN_LIFE_MS,
    movesAt: receivedAt + TOKEN_USE_MS,
    interaction: {
      id: interaction.id,
      token: interaction.token,
      channelId,
      userId: interaction.user.id,
      appPermissions: interaction.appPermissions,
      fileLimit: interaction.attachmentSizeLimit,
    },
    wayInto(id, files) {
      const channel = knownChannel(client, id);
      if (!channel) return undefined;
      const missing = missingToPost(channel, { files, reply: false });
      return { missing, mayReply: missingToPost(channel, { files, reply: true }).length === 0 };
    },
  };
}
