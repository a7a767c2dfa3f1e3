import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';

/** The two pictures of the package, as PNG. */
export interface Icons {
  color: Uint8Array;
  outline: Uint8Array;
}

/** Draws the icons from their SVG sources, at the size the source names. They hold no text, so no font matters. */
export function drawIcons(folder = new URL('./icons/', import.meta.url)): Icons {
  const draw = (name: string): Uint8Array => {
    const svg = readFileSync(new URL(`${name}.svg`, folder), 'utf8');
    return new Uint8Array(new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng());
  };
  return { color: draw('color'), outline: draw('outline') };
}
