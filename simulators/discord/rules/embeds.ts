import type { WireEmbed } from '../wire.ts';
import { type Breach, breach } from './breach.ts';

const MOST_IN_ALL = 6000;

/** resources/message.mdx, "Embed limits": what the schema leaves out. */
export function checkEmbeds(embeds: readonly WireEmbed[]): Breach[] {
  const breaches: Breach[] = [];
  const total = embeds.reduce((sum, embed) => sum + lengthOf(embed), 0);
  if (total > MOST_IN_ALL)
    breaches.push(breach('embed-total', `embeds: ${total} characters of ${MOST_IN_ALL} allowed`));
  for (const [index, embed] of embeds.entries()) {
    if (isEmpty(embed)) breaches.push(breach('embed-empty', `embeds.${index}: nothing to show`));
    for (const [at, field] of (embed.fields ?? []).entries()) {
      if (field.name.trim() === '' || field.value.trim() === '')
        breaches.push(breach('embed-field-empty', `embeds.${index}.fields.${at}: name and value must not be blank`));
    }
  }
  return breaches;
}

function lengthOf(embed: WireEmbed): number {
  const fields = (embed.fields ?? []).map((field) => field.name.length + field.value.length);
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0) + fields.reduce((sum, length) => sum + length, 0);
}

function isEmpty(embed: WireEmbed): boolean {
  const shown = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  const pictures = [embed.image?.url, embed.thumbnail?.url];
  return [...shown, ...pictures].every((part) => (part ?? '').trim() === '') && (embed.fields ?? []).length === 0;
}
