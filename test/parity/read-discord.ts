import { type APIMessageTopLevelComponent, ButtonStyle, ComponentType } from 'discord.js';
import type { MessageBody } from '../../src/adapters/discord/render/message-body.ts';
import { toMoment, toWords, type View, type ViewAction } from './view.ts';

type Component = APIMessageTopLevelComponent | { type: ComponentType; [key: string]: unknown };

/** What a reader sees of a message on Discord. */
export function readDiscord({ components }: Pick<MessageBody, 'components'>): View {
  const view: View = { words: [], actions: [] };
  const visit = (component: Component): void => {
    const {
      content,
      components: children,
      accessory,
    } = component as {
      content?: string;
      components?: Component[];
      accessory?: Component;
    };
    if (component.type === ComponentType.TextDisplay) view.words.push(...toWords(readMarkdown(content ?? '')));
    const action = readAction(component as Record<string, unknown> & { type: ComponentType });
    if (action) view.actions.push(action);
    for (const child of children ?? []) visit(child);
    if (accessory) visit(accessory);
  };
  for (const component of components) visit(component);
  return view;
}

function readAction(component: Record<string, unknown> & { type: ComponentType }): ViewAction | undefined {
  const { type, label, placeholder, custom_id, url, style, options } = component;
  if (type === ComponentType.Button) {
    const isLink = style === ButtonStyle.Link;
    return { kind: isLink ? 'link' : 'button', label: String(label), to: String(isLink ? url : custom_id) };
  }
  if (type !== ComponentType.StringSelect) return undefined;
  const choices = (options as { label: string; value: string; description?: string }[]).map((one) => ({
    label: one.description === undefined ? one.label : `${one.label} (${one.description})`,
    value: one.value,
  }));
  return { kind: 'choice', label: String(placeholder ?? ''), to: String(custom_id), options: choices };
}

/** Discord's markdown as text: marks gone, escapes resolved, times as moments, links as label and address. */
function readMarkdown(text: string): string {
  const pattern =
    /```\n([\s\S]*?)\n```|`([^`]*)`|\\(.)|<t:(\d+):f> \(<t:\d+:R>\)|\]\(<([^>]+)>\)|(\*\*)|(\[)|(^(?:#{1,3}|-#|-) )/gm;
  return text.replace(pattern, (...[, block, code, escaped, seconds, url, strong, bracket, prefix]) => {
    if (block !== undefined) return block;
    if (code !== undefined) return code;
    if (escaped !== undefined) return escaped;
    if (seconds !== undefined) return toMoment(Number(seconds) * 1000);
    if (url !== undefined) return ` ${url}`;
    return strong === undefined && bracket === undefined && prefix === undefined ? '?' : '';
  });
}
