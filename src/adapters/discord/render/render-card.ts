import { type APIComponentInContainer, ComponentType, MessageFlags, SeparatorSpacingSize } from 'discord.js';
import type { Card, CardFile, CardTone } from '../../../core/cards/card.ts';
import { fitPieces } from './fit-pieces.ts';
import { type FittedPassage, fitText, MORE_THAN_FITS, MOST_PASSAGES } from './fit-text.ts';
import { MESSAGE_LIMITS, type MessageBody } from './message-body.ts';
import { nameFiles } from './name-files.ts';
import { type Piece, toPieces } from './pieces.ts';

/**
 * A card as a message of Discord's components (version 2). Whatever the card holds, the message keeps Discord's limits
 * and its text can't call anybody, link, or look like something else. `files` are those sent with it, in their order.
 * `mark` names the message where it is looked for among others: nobody sees it.
 */
export function renderCard(card: Card, files: readonly CardFile[] = [], mark?: number): MessageBody {
  const named = nameFiles(files.slice(0, MESSAGE_LIMITS.files));
  const pieces = fitPieces(toPieces(card, named));
  const passages = pieces.flatMap((piece) => (piece.kind === 'text' || piece.kind === 'section' ? piece.passages : []));
  const texts = fitText(passages, MESSAGE_LIMITS.text);
  const components = pieces.flatMap((piece) => renderPiece(piece, texts));
  if (passages.slice(0, MOST_PASSAGES).some((passage) => !texts.has(passage)) || passages.length > MOST_PASSAGES) {
    sayMore(components);
  }
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [
      {
        type: ComponentType.Container,
        ...(mark === undefined ? {} : { id: mark }),
        accent_color: TONE_ACCENTS[card.tone],
        components,
      },
    ],
    attachments: named.map(({ name }, index) => ({ id: `${index}`, filename: name })),
    allowed_mentions: { parse: [] },
  };
}

function renderPiece(piece: Piece, texts: ReadonlyMap<FittedPassage, string>): APIComponentInContainer[] {
  switch (piece.kind) {
    case 'text': {
      const content = contentOf(piece.passages, texts);
      return content === '' ? [] : [{ type: ComponentType.TextDisplay, content }];
    }
    case 'section': {
      const content = contentOf(piece.passages, texts);
      if (content === '') return [{ type: ComponentType.ActionRow, components: [piece.button] }];
      const text = { type: ComponentType.TextDisplay, content } as const;
      return [{ type: ComponentType.Section, components: [text], accessory: piece.button }];
    }
    case 'rows':
      return [...piece.rows];
    case 'media':
      return [piece.component];
    case 'separator':
      return [{ type: ComponentType.Separator, divider: piece.divider, spacing: SeparatorSpacingSize.Small }];
  }
}

function contentOf(passages: readonly FittedPassage[], texts: ReadonlyMap<FittedPassage, string>): string {
  return passages
    .map((passage) => texts.get(passage) ?? '')
    .filter((text) => text !== '')
    .join('\n');
}

/** Says below the last text that something was left out. */
function sayMore(components: APIComponentInContainer[]): void {
  const last = components.findLast((component) => component.type === ComponentType.TextDisplay);
  if (last) last.content += `\n${MORE_THAN_FITS}`;
}

/** 0xRRGGBB of the container's edge. What it means is always said in words too. */
const TONE_ACCENTS: Readonly<Record<CardTone, number>> = {
  good: 0x2e9e5b,
  warn: 0xe0a100,
  bad: 0xd83c3e,
  unknown: 0x8b6fd6,
  neutral: 0x4a7dd6,
};
