import { Resvg } from '@resvg/resvg-js';
import { pictureFontFiles } from './picture-fonts.ts';

/** Twice the size, for screens with fine pixels and for whoever opens the picture. */
const ZOOM = 2;

/** Our own SVG as a PNG. Takes tens of milliseconds: call it off the main thread. Reads no fonts of the system. */
export function rasterizeSvg(svg: string): Uint8Array<ArrayBuffer> {
  const resvg = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: pictureFontFiles(), defaultFontFamily: 'Inter' },
    fitTo: { mode: 'zoom', value: ZOOM },
    logLevel: 'off',
  });
  // A copy with a buffer of its own: one from a pool could not be handed to another thread.
  return new Uint8Array(resvg.render().asPng());
}
