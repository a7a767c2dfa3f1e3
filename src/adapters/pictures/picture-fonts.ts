import { createRequire } from 'node:module';

const FILES = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'];

/**
 * The font of our pictures, from a package: a server often has no fonts, and resvg then leaves every text out. It reads
 * TrueType and OpenType files, not WOFF2.
 */
export function pictureFontFiles(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return FILES.map((file) => resolve(`@expo-google-fonts/inter/${file}`));
}
