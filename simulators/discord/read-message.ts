import { COMPONENT, isSelect, walkComponents } from './rules/walk-components.ts';
import type { WireComponent } from './wire.ts';
import type { MessageVersion } from './world/messages.ts';

type Shown = Pick<MessageVersion, 'content' | 'embeds' | 'components'>;

/** All text a technician reads in a message, in reading order, one piece a line; without buttons and selects. */
export function textOf(message: Shown): string {
  const embeds = message.embeds.flatMap((embed) => [
    embed.author?.name,
    embed.title,
    embed.description,
    ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
    embed.footer?.text,
  ]);
  const displays = walkComponents(message.components)
    .filter((one) => one.type === COMPONENT.textDisplay)
    .map((one) => one.content);
  return [message.content, ...embeds, ...displays].filter((part) => part != null && part !== '').join('\n');
}

/** The buttons of a message, also those in sections. */
export function buttonsOf(message: Shown): WireComponent[] {
  return walkComponents(message.components).filter((one) => one.type === COMPONENT.button);
}

/** The selects of a message. */
export function selectsOf(message: Shown): WireComponent[] {
  return walkComponents(message.components).filter(isSelect);
}
