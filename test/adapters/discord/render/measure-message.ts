import type { MessageBody } from '../../../../src/adapters/discord/render/message-body.ts';

/** A component with whatever it holds, as JSON. */
interface AnyComponent {
  type: number;
  components?: AnyComponent[];
  accessory?: AnyComponent;
  content?: string;
  custom_id?: string;
  label?: string;
  url?: string;
  style?: number;
  file?: { url: string };
  items?: { media: { url: string } }[];
  options?: { label: string; value: string }[];
}

export interface MessageMeasures {
  count: number;
  textLength: number;
  texts: string[];
  customIds: string[];
  labels: string[];
  attachmentUrls: string[];
  all: AnyComponent[];
}

/** Counts what Discord limits in a message. Written apart from the renderer, to judge it. */
export function measureMessage(body: MessageBody): MessageMeasures {
  const json = JSON.parse(JSON.stringify(body.components)) as AnyComponent[];
  const all = json.flatMap(flatten);
  const texts = all.flatMap(({ content }) => (content === undefined ? [] : [content]));
  return {
    count: all.length,
    textLength: texts.reduce((sum, text) => sum + text.length, 0),
    texts,
    customIds: all.flatMap(({ custom_id }) => custom_id ?? []),
    labels: all.flatMap(({ type, label }) => (type === 2 ? [label ?? ''] : [])),
    attachmentUrls: all.flatMap(({ file, items }) => [
      ...(file ? [file.url] : []),
      ...(items ?? []).map(({ media }) => media.url),
    ]),
    all,
  };
}

function flatten(component: AnyComponent): AnyComponent[] {
  const children = [...(component.components ?? []), ...(component.accessory ? [component.accessory] : [])];
  return [component, ...children.flatMap(flatten)];
}
