import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';

/** Fine enough for screens with small pixels. Teams takes pictures of at most 1024 by 1024. */
const WIDTH = 1024;

/** Our own SVG as a PNG. Takes tens of milliseconds: call it in a process of its own. Reads no fonts of the system. */
export function rasterizeSvg(svg: string): Uint8Array<ArrayBuffer> {
  const resvg = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: pictureFontFiles(), defaultFontFamily: 'Inter' },
    fitTo: { mode: 'width', value: WIDTH },
    logLevel: 'off',
  });
  return new Uint8Array(resvg.render().asPng());
}

const require = createRequire(import.meta.url);

/**
 * The font of our pictures, from a package: a server often has no fonts, and resvg then leaves every text out. It reads
 * TrueType and OpenType files, not WOFF2.
 */
export function pictureFontFiles(): string[] {
  return [
    require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
    require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
  ];
}
