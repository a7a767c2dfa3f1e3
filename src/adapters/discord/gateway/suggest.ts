import { type AutocompleteInteraction, InteractionResponseType } from 'discord.js';
import { z } from 'zod';
import type { Chat } from '../../../core/chat/calls/chat.ts';
import type { Suggestion } from '../../../core/chat/calls/chat-request.ts';
import { toLabel } from '../render/render-actions.ts';
import { leavesOf, readCommandName } from './read-call.ts';
import { readRequest } from './read-request.ts';

const MOST_CHOICES = 25;
const MOST_LENGTH = 100;
/** Discord waits 3 s; a list that comes later is of no use. */
const LATEST_MS = 2000;

const focusedSchema = z.object({ name: z.string(), value: z.union([z.string(), z.number()]) });

/**
 * What Discord is answered while somebody types: at most 25 choices, none where they don't come in time. Undefined where
 * nothing says what is typed.
 */
export async function suggest(interaction: AutocompleteInteraction, chat: Chat): Promise<unknown> {
  const { options } = interaction;
  const { data: typed } = focusedSchema.safeParse(leavesOf(options.data).find(({ focused }) => focused === true));
  if (!typed) return undefined;
  const { name, value } = typed;
  const tooLate = Promise.withResolvers<Suggestion[]>();
  const timer = setTimeout(() => tooLate.resolve([]), LATEST_MS);
  try {
    const command = readCommandName(interaction);
    const asked = chat.suggest(readRequest(interaction), command, name, String(value));
    return toChoices(await Promise.race([asked, tooLate.promise]));
  } finally {
    clearTimeout(timer);
  }
}

export function toChoices(suggestions: readonly Suggestion[]): unknown {
  // A value that was cut would name something else.
  const usable = suggestions.filter(({ value }) => value.length > 0 && value.length <= MOST_LENGTH);
  const choices = usable
    .slice(0, MOST_CHOICES)
    .map(({ label, value }) => ({ name: toLabel(label, MOST_LENGTH) || value, value }));
  return { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } };
}
