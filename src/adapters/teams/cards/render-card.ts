import type { Card, CardFile, Form, FormField } from '../../../core/cards/card.ts';
import { plain } from '../../../core/cards/inline.ts';
import { toOneLine } from '../../../core/model/text/format.ts';
import { toDataUrl } from '../outbound/message-attachment.ts';
import type { AdaptiveCardJson } from '../outbound/outgoing-message.ts';
import { bytesOf, cardOf, type Element, isPictureType, MOST_CARD_BYTES, TONE_STYLES } from './elements.ts';
import { cutText, toLiteral } from './neutralize-text.ts';
import { fieldId } from './press.ts';
import { type ActionRoom, type ActionSurface, renderActions, renderSubmit, toLabel } from './render-actions.ts';
import { type BlockOptions, type Extent, renderBlock, renderHeading } from './render-blocks.ts';
import { renderLine } from './render-line.ts';

export interface RenderCardOptions {
  /** Milliseconds since the epoch: what times are told from. */
  now: number;
  /** Pictures that the card shows. Other files don't travel in a card. */
  files?: readonly CardFile[];
  surface?: ActionSurface;
  /** The card is one person's own view of a message that all others see as it was. Its buttons say so. */
  own?: boolean;
  /** Largest card. Default 28 KB. */
  mostBytes?: number;
}

export interface RenderedCard {
  card: AdaptiveCardJson;
  /** One plain line that says it all, where the card can't be shown. */
  text: string;
  /** The same, for notifications. */
  summary: string;
  /** Its pictures fit into it. Otherwise their descriptions stand for them. */
  hasPictures: boolean;
}

/** What is shown, from all that a card should ever hold down to what can't be too large. */
const EXTENTS: readonly (Extent & { pictures: boolean })[] = [
  { text: 2000, items: 60, copy: 8000, blocks: 60, actions: 36, options: 25, pictures: true },
  { text: 2000, items: 60, copy: 8000, blocks: 60, actions: 36, options: 25, pictures: false },
  { text: 1000, items: 40, copy: 5000, blocks: 40, actions: 36, options: 25, pictures: false },
  { text: 500, items: 25, copy: 3000, blocks: 30, actions: 30, options: 25, pictures: false },
  { text: 300, items: 12, copy: 1500, blocks: 25, actions: 24, options: 25, pictures: false },
  { text: 160, items: 6, copy: 800, blocks: 15, actions: 18, options: 25, pictures: false },
  { text: 120, items: 3, copy: 400, blocks: 6, actions: 12, options: 15, pictures: false },
  { text: 100, items: 0, copy: 0, blocks: 0, actions: 6, options: 5, pictures: false },
];

const MOST_SUMMARY = 300;

/**
 * A card as an Adaptive Card of at most 28 KB, whatever it holds: long texts are cut, then later items and blocks are
 * left out with a word on how many. Title, status and the card's own actions stay. Pure.
 */
export function renderCard(card: Card, options: RenderCardOptions): RenderedCard {
  const summary = toLiteral(cutText(toOneLine(card.summary).trim(), MOST_SUMMARY)) || 'Samaritan';
  for (const extent of EXTENTS) {
    const rendered = cardOf(renderBody(card, extent, options), summary);
    if (bytesOf(rendered) <= (options.mostBytes ?? MOST_CARD_BYTES))
      return { card: rendered, text: summary, summary, hasPictures: extent.pictures };
  }
  throw new RangeError('the head of a card is larger than a card may be');
}

function renderBody(card: Card, extent: (typeof EXTENTS)[number], options: RenderCardOptions): Element[] {
  const { now, files = [], surface = 'message', own = false } = options;
  const room: ActionRoom = { surface, own, left: extent.actions, options: extent.options, ids: new Set(), lists: 0 };
  // First, so that they have their places before those of the sections.
  const actions = renderActions(card.actions, room);
  const blocks: Omit<BlockOptions, 'isFirst'> = {
    now,
    extent,
    room,
    picture: (name) => {
      const file = extent.pictures ? files.find((one) => one.name === name) : undefined;
      return file && isPictureType(file.type) ? toDataUrl(file) : undefined;
    },
  };
  const shown = card.blocks.slice(0, extent.blocks);
  const left = card.blocks.length - shown.length;
  return [
    { type: 'Container', style: TONE_STYLES[card.tone], bleed: true, items: renderHeading(card, blocks, 'Large') },
    ...shown.flatMap((block, index) => renderBlock(block, { ...blocks, isFirst: index === 0 })),
    ...(left > 0 ? [MORE] : []),
    ...spaced(actions),
  ];
}

const MORE: Element = {
  ...renderLine(plain('There is more than fits here.'), { now: 0, max: 60 }, { size: 'Small', isSubtle: true }),
  type: 'RichTextBlock',
};

function spaced([first, ...rest]: readonly Element[]): Element[] {
  return first === undefined ? [] : [{ ...first, separator: true, spacing: 'Large' }, ...rest];
}

const MOST_FIELDS = 10;
const MOST_VALUE = 1000;

/** A form as a card with its fields and one button, whose press brings what was typed. */
export function renderForm({ id, title, fields, submit }: Form, surface: ActionSurface = 'message'): RenderedCard {
  const summary = toLabel(title, 120);
  const look = { size: 'Large', weight: 'Bolder', style: 'heading' } as const;
  const heading = renderLine(plain(title), { now: 0, max: 120 }, look);
  const head: Element = {
    type: 'Container',
    style: TONE_STYLES.neutral,
    bleed: true,
    items: heading === undefined ? [] : [heading],
  };
  const body = [
    head,
    ...fields.slice(0, MOST_FIELDS).map(renderField),
    { type: 'ActionSet', actions: [renderSubmit(submit, id, surface)] },
  ];
  return { card: cardOf(body, summary), text: summary, summary, hasPictures: false };
}

function renderField({
  name,
  label,
  multiline,
  required,
  maxLength,
  placeholder = '',
  value = '',
}: FormField): Element {
  return {
    type: 'Input.Text',
    id: fieldId(name),
    label: toLabel(label, 120),
    isMultiline: multiline,
    maxLength: Math.max(1, maxLength),
    isRequired: required,
    ...(required ? { errorMessage: 'This is needed.' } : {}),
    ...(placeholder === '' ? {} : { placeholder: toLabel(placeholder, 200) }),
    ...(value === '' ? {} : { value: toLiteral(value.slice(0, Math.min(maxLength, MOST_VALUE))) }),
  };
}
