import {
  type APIButtonComponent,
  type APIFileComponent,
  type APIMediaGalleryComponent,
  ComponentType,
} from 'discord.js';
import type { Action, Block, Card } from '../../../core/cards/card.ts';
import type { FittedPassage } from './fit-text.ts';
import { MESSAGE_LIMITS } from './message-body.ts';
import type { NamedFile } from './name-files.ts';
import { blockPassages, headPassages, notePassage, sectionPassages } from './passages.ts';
import { type Row, toLabel } from './render-actions.ts';

/** A part of a card in the order shown, ready to be counted. Neighbouring texts share one component. */
export type Piece =
  | { kind: 'text'; passages: readonly FittedPassage[] }
  /** Text with its one button beside it. */
  | { kind: 'section'; passages: readonly FittedPassage[]; button: APIButtonComponent }
  | { kind: 'rows'; rows: readonly Row[] }
  | { kind: 'media'; component: APIFileComponent | APIMediaGalleryComponent }
  | Separator;

/** A line between two things, or without `divider` a little room. */
export interface Separator {
  kind: 'separator';
  divider: boolean;
}

export type Draft =
  | { kind: 'text'; passages: readonly FittedPassage[] }
  | { kind: 'section'; passages: readonly FittedPassage[]; actions: readonly Action[] }
  /** Below everything. */
  | { kind: 'actions'; actions: readonly Action[] }
  | { kind: 'picture'; component: APIMediaGalleryComponent; instead: FittedPassage }
  | { kind: 'file'; component: APIFileComponent }
  | Separator;

/** Most blocks that are looked at: far more than fit. */
const MOST_BLOCKS = 200;

/** The card's parts in the order shown. Files that no picture names are offered below the text. */
export function toPieces(card: Card, files: readonly NamedFile[]): Draft[] {
  const blocks = card.blocks.slice(0, MOST_BLOCKS);
  const drafts: Draft[] = [{ kind: 'text', passages: headPassages(card) }];
  let afterSection = false;
  let before: Block | undefined;
  for (const block of blocks) {
    const isSection = block.kind === 'section';
    if (isSection || afterSection) drafts.push({ kind: 'separator', divider: true });
    else if (needsRoom(before, block)) drafts.push({ kind: 'separator', divider: false });
    afterSection = isSection;
    before = block;
    drafts.push(toDraft(block, files));
  }
  const shown = new Set(blocks.flatMap((block) => (block.kind === 'picture' ? [block.file] : [])));
  for (const { name } of files.filter(({ original }) => !shown.has(original))) {
    drafts.push({ kind: 'file', component: { type: ComponentType.File, file: { url: `attachment://${name}` } } });
  }
  if (afterSection && card.actions.length > 0) drafts.push({ kind: 'separator', divider: true });
  drafts.push({ kind: 'actions', actions: card.actions });
  return drafts;
}

/** Steps and facts stand apart from what is around them, so that the eye finds them. */
function needsRoom(before: Block | undefined, block: Block): boolean {
  const apart = (one: Block): boolean => one.kind === 'list' || one.kind === 'facts';
  return before === undefined ? apart(block) : before.kind !== block.kind && (apart(before) || apart(block));
}

function toDraft(block: Block, files: readonly NamedFile[]): Draft {
  if (block.kind === 'section') {
    return { kind: 'section', passages: sectionPassages(block.section), actions: block.section.actions };
  }
  if (block.kind !== 'picture') return { kind: 'text', passages: blockPassages(block) };
  const named = files.find(({ original }) => original === block.file);
  const description = toLabel(block.description, MESSAGE_LIMITS.fileDescription);
  if (named === undefined) return { kind: 'text', passages: [notePassage(description)] };
  const media = { url: `attachment://${named.name}` };
  return {
    kind: 'picture',
    instead: notePassage(description),
    component: {
      type: ComponentType.MediaGallery,
      items: [{ media, ...(description === '' ? {} : { description }) }],
    },
  };
}
