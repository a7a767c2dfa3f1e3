import type { WireComponent, WireEmoji } from '../wire.ts';
import { type Breach, breach } from './breach.ts';

const LINK = 5;
const PREMIUM = 6;
const LINK_PROTOCOLS = new Set(['http:', 'https:', 'discord:']);

/** components/reference.mdx, "Button": which of custom_id, url and sku_id a style needs, and that it shows something. */
export function checkButton(button: WireComponent): Breach[] {
  const name = `button "${button.label ?? button.custom_id ?? button.url ?? ''}"`;
  const has = { custom_id: present(button.custom_id), url: present(button.url), sku_id: present(button.sku_id) };
  const wanted = button.style === LINK ? 'url' : button.style === PREMIUM ? 'sku_id' : 'custom_id';
  const breaches: Breach[] = [];
  for (const [key, there] of Object.entries(has)) {
    if (there === (key === wanted)) continue;
    const reason = there ? `must not have ${key}` : `needs ${key}`;
    breaches.push(breach('button-pairing', `${name} of style ${button.style} ${reason}`));
  }
  if (button.style !== PREMIUM && !present(button.label) && button.emoji == null)
    breaches.push(breach('button-blank', `${name} has neither label nor emoji`));
  if (present(button.url) && !LINK_PROTOCOLS.has(protocolOf(button.url ?? '')))
    breaches.push(breach('button-url', `${name} has a link Discord doesn't open: ${protocolOf(button.url ?? '')}`));
  return [...breaches, ...checkEmoji(button.emoji, name)];
}

/** A name without an id must be one that Unicode knows as an emoji. */
export function checkEmoji(emoji: WireEmoji | null | undefined, where: string): Breach[] {
  if (emoji == null || present(emoji.id)) return [];
  const known = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic})$/v.test(emoji.name ?? '');
  return known ? [] : [breach('emoji-unknown', `${where}: "${emoji.name ?? ''}" is no emoji`)];
}

function present(value: string | null | undefined): boolean {
  return value != null && value.trim() !== '';
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : 'not a link';
}
