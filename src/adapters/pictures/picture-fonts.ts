import { createRequire } from 'node:module';

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
