import type { CardFile } from '../../../core/cards/card.ts';

/** Pictures that Teams shows in cards (learn.microsoft.com: Format cards in Teams; no SVG, no moving pictures). */
const TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg']);

/**
 * A picture as an address that carries its content: the bot has no public place to serve it from. It has to fit into
 * the card together with all else, so a large one is left out; its description then stands for it.
 */
export function pictureAddress(file: CardFile | undefined): string | undefined {
  if (file === undefined || !TYPES.has(file.type)) return undefined;
  return `data:${file.type};base64,${Buffer.from(file.content).toString('base64')}`;
}
