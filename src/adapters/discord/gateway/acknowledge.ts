import { InteractionResponseType, type Message, MessageFlags } from 'discord.js';
import type { Plan } from '../../../core/chat/calls/chat-request.ts';
import { renderForm } from '../render/render-form.ts';
import type { CallInteraction } from './read-call.ts';

export interface FirstAnswer {
  body: unknown;
  isPrivate: boolean;
  /** Whether the message whose component was used becomes the answer. */
  replacesPressed: boolean;
}

/** The first answer to an interaction, given before any work. */
export function toAcknowledgement(plan: Plan, interaction: CallInteraction): FirstAnswer {
  if (plan.kind === 'form') {
    const body = { type: InteractionResponseType.Modal, data: renderForm(plan.form) };
    return { body, isPrivate: true, replacesPressed: false };
  }
  const message = pressedMessage(interaction);
  const isOwn = message !== undefined && (message.flags.has(MessageFlags.Ephemeral) || interaction.guildId === null);
  if (message && (plan.effect === 'replace' || (plan.effect === 'open' && isOwn))) {
    const body = { type: InteractionResponseType.DeferredMessageUpdate };
    return { body, isPrivate: message.flags.has(MessageFlags.Ephemeral), replacesPressed: true };
  }
  const isPrivate = plan.audience === 'private' || plan.effect === 'open';
  return {
    body: {
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      ...(isPrivate ? { data: { flags: MessageFlags.Ephemeral } } : {}),
    },
    isPrivate,
    replacesPressed: false,
  };
}

/** The message whose component was used, directly or by way of a form. */
export function pressedMessage(interaction: CallInteraction): Message | undefined {
  if (interaction.isMessageComponent()) return interaction.message;
  return interaction.isModalSubmit() ? (interaction.message ?? undefined) : undefined;
}
