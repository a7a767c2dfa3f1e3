import { vi } from 'vitest';
import {
  BOT_ID,
  cardAction,
  channelActivity,
  type FakeActivity,
  message,
  TENANT_ID,
} from '../../../simulators/teams/activities.ts';
import type { Sent } from '../../../simulators/teams/send-activity.ts';
import { PATIENT } from '../../patience.ts';
import { TECHNICIAN, type TeamsPerson, type TeamsWorld } from './teams-setup.ts';

/** Stands below the verdict of a finished report. */
export const REPORT = /connection default · \d/;

export type Shown = Record<string, unknown>;

/** Where something is asked, and who asks. */
export interface Asking {
  person?: TeamsPerson;
  /** A personal chat or, with `kind`, something else. */
  conversation?: string;
  kind?: 'personal' | 'groupChat' | 'channel';
}

let chats = 0;

/** A personal chat of its own: Teams' limits are for each conversation. */
export function newChat(): string {
  chats += 1;
  return `a:chat-${chats}`;
}

/** What goes into an activity so that it comes from there. */
export function from({ person = TECHNICIAN, conversation = newChat(), kind = 'personal' }: Asking): FakeActivity {
  if (kind === 'channel') return { ...channelActivity(''), from: person };
  return {
    from: person,
    conversation: { id: conversation, conversationType: kind, isGroup: kind !== 'personal', tenantId: TENANT_ID },
  };
}

/** Types a message, with a mention where others read too; gives the conversation that it stands in. */
export async function ask(world: TeamsWorld, text: string, asking: Asking = {}): Promise<string> {
  const { id, serviceUrl, ...where } = from(asking);
  const mention = { type: 'mention', text: '<at>Samaritan</at>', mentioned: { id: BOT_ID, name: 'Samaritan' } };
  const isPersonal = (asking.kind ?? 'personal') === 'personal';
  const typed = isPersonal ? text : `${mention.text} ${text}`;
  const entities = isPersonal ? [] : [mention];
  const activity = message(world.connector.serviceUrl, typed, { ...where, entities });
  const { status } = await world.post(activity);
  if (status !== 200) throw new Error(`the message was answered ${status}`);
  return (activity.conversation as { id: string }).id;
}

/** Presses the first button with this label on a card that was shown. */
export function press(
  world: TeamsWorld,
  conversation: string,
  shown: Shown,
  label: string,
  asking: Asking & { inputs?: Record<string, string> } = {},
): Promise<Sent> {
  const action = actionsOf(shown).find(({ title }) => title === label);
  if (!action) throw new Error(`no button “${label}” among ${labelsOf(shown).join(', ')}`);
  const { id, serviceUrl, ...where } = from({ ...asking, conversation });
  const data = { ...(action.data as Record<string, unknown>), ...asking.inputs };
  const more = { ...where, replyToId: String(shown.id) };
  return world.post(cardAction(world.connector.serviceUrl, String(action.verb), data, more));
}

/** The newest message of a conversation that shows this text, as soon as there is one. */
export async function shows(world: TeamsWorld, conversation: string, pattern: RegExp): Promise<Shown> {
  const find = (): Shown | undefined =>
    world.connector.messages(conversation).findLast((one) => pattern.test(readable(one)));
  const found = await vi.waitUntil(find, PATIENT).catch(() => undefined);
  if (found) return found;
  const instead = world.connector.messages(conversation).map(readable);
  const calls = world.connector.calls
    .slice(-3)
    .map(({ operation, conversationId }) => `${operation} ${conversationId}`);
  throw new Error(
    `awaited ${pattern}, shown instead:\n${instead.join('\n---\n')}\nlast calls: ${calls.join(', ')}\n${world.written().slice(-2000)}`,
  );
}

/** The card of a sweep that tests tenants by now. A tenant that never answers has to keep it under way. */
export async function underWay(world: TeamsWorld, conversation: string): Promise<Shown> {
  const running = await shows(world, conversation, /Testing tokens.*running/);
  await vi.waitUntil(() => world.sandbox.stats().requests.graph > 2, PATIENT);
  return running;
}

/** What a reader sees of a message or an invoke's answer, without what keeps it harmless. */
export function readable(value: unknown): string {
  const texts: string[] = [];
  const walk = (one: unknown, key = ''): void => {
    if (Array.isArray(one)) for (const item of one) walk(item);
    else if (typeof one === 'object' && one !== null) {
      for (const [name, inner] of Object.entries(one)) if (name !== 'fallback') walk(inner, name);
    } else if (typeof one === 'string' && /^(?:text|title|value|summary)$/.test(key)) texts.push(one);
  };
  walk(value);
  return texts.join('').replaceAll('\u200b', '');
}

export function labelsOf(shown: Shown): string[] {
  return actionsOf(shown).map(({ title }) => String(title));
}

export function actionsOf(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(actionsOf);
  if (typeof value !== 'object' || value === null) return [];
  const one = value as Record<string, unknown>;
  if (one.type === 'Action.Execute') return [one];
  return Object.values(one).flatMap(actionsOf);
}
