import type { OptionValue } from '../../../simulators/discord/drivers/option-values.ts';
import type { Answered, InteractionHandle } from '../../../simulators/discord/interactions/handle.ts';
import type { UserInput } from '../../../simulators/discord/options.ts';
import { buttonsOf, textOf } from '../../../simulators/discord/read-message.ts';
import type { StoredMessage } from '../../../simulators/discord/world/messages.ts';
import { BOUND, type DiscordWorld, GUILD, TECHNICIAN } from './discord-setup.ts';

/** Stands below the verdict of a finished report. */
export const REPORT = /connection default · \d/;

export interface Asking {
  options?: Readonly<Record<string, OptionValue>>;
  user?: UserInput;
  channel?: string;
}

/** Types a command; unless told otherwise the technician does, in the bound channel. */
export function ask(
  { standIn }: Pick<DiscordWorld, 'standIn'>,
  command: string,
  { options = {}, user = TECHNICIAN, channel = BOUND }: Asking = {},
): InteractionHandle {
  return standIn.slash({ guildId: GUILD, channelId: channel, user, command, options });
}

/** What a reader sees: the text without the escapes that keep it harmless. */
export function readable(message: StoredMessage): string {
  return textOf(message).replaceAll(/\\([^\w\s])/g, '$1');
}

/** The message among an interaction's answers that shows this text, as soon as it does. */
export async function shows(handle: InteractionHandle, pattern: RegExp) {
  const all = ({ original, followUps }: Pick<Answered, 'original' | 'followUps'>): StoredMessage[] =>
    [original, ...followUps].flatMap((message) => (message === undefined || message.deleted ? [] : [message]));
  const find = (answered: Answered): StoredMessage | undefined =>
    all(answered).find((message) => pattern.test(readable(message)));
  const answered = await handle
    .waitFor((now) => find(now) !== undefined)
    .catch((error: unknown) => {
      const shown = all({ original: handle.original(), followUps: handle.followUps }).map(readable);
      throw new Error(`${String(error)}\nawaited ${pattern}, shown instead:\n${shown.join('\n---\n')}`);
    });
  const found = find(answered);
  if (!found) throw new Error(`nothing shows ${pattern}`);
  return found;
}

/** The same, and its text at that time. */
export async function reads(handle: InteractionHandle, pattern: RegExp): Promise<string> {
  return readable(await shows(handle, pattern));
}

/** Whether the first answer was for the person alone. */
export async function isPrivate(handle: InteractionHandle): Promise<boolean> {
  return ((await handle.ack).flags & 64) !== 0;
}

/** Presses the first button with this label. */
export function press(
  { standIn }: Pick<DiscordWorld, 'standIn'>,
  message: StoredMessage,
  label: string,
  user: UserInput = TECHNICIAN,
): InteractionHandle {
  return standIn.button({ messageId: message.id, user, label });
}

export function labelsOf(message: StoredMessage): string[] {
  return buttonsOf(message).map((button) => button.label ?? '');
}

/** The id of the first button with this label. */
export function idOf(message: StoredMessage, label: string): string {
  const found = buttonsOf(message).find((button) => button.label === label);
  if (!found?.custom_id) throw new Error(`no button “${label}” among ${labelsOf(message).join(', ')}`);
  return found.custom_id;
}

/** A whole sweep, and the report it ends with. */
export async function sweep(world: DiscordWorld, asking: Asking = {}): Promise<StoredMessage> {
  return shows(ask(world, 'testtokens', asking), REPORT);
}
