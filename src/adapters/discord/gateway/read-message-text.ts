import type { APIEmbed, Message } from 'discord.js';
import { z } from 'zod';

/** Longest text taken from a message: what `explain` takes in chat, with room to spare. */
const MOST_TEXT = 20_000;
/** Deepest nesting of components that is read. */
const MOST_DEPTH = 5;

type Target = Pick<Message, 'content'> & {
  embeds: readonly { toJSON(): APIEmbed }[];
  components: readonly { toJSON(): unknown }[];
  attachments: ReadonlyMap<string, { name: string }>;
};

const component = z.looseObject({
  content: z.string().optional(),
  label: z.string().optional(),
  components: z.array(z.unknown()).optional(),
});

/** All that can be read on a message: its text, embeds and components, and the names of its files. */
export function readMessageText({ content, embeds, components, attachments }: Target): string {
  const texts = [
    content,
    ...embeds.flatMap((embed) => readEmbed(embed.toJSON())),
    ...components.flatMap((one) => readComponent(one.toJSON(), 0)),
    ...[...attachments.values()].map(({ name }) => name),
  ];
  return texts
    .filter((text) => text !== undefined && text.trim() !== '')
    .join('\n')
    .slice(0, MOST_TEXT);
}

function readEmbed({ author, title, description, fields = [], footer }: APIEmbed): (string | undefined)[] {
  return [author?.name, title, description, ...fields.flatMap(({ name, value }) => [name, value]), footer?.text];
}

/** Texts of a component and of those in it. Labels of buttons say what they do, not what happened. */
function readComponent(json: unknown, depth: number): string[] {
  const { data } = component.safeParse(json);
  if (!data || depth > MOST_DEPTH) return [];
  return [
    ...(data.content ? [data.content] : []),
    ...(data.components ?? []).flatMap((one) => readComponent(one, depth + 1)),
  ];
}
