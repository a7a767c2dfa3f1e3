/** Pictures that Teams shows (learn.microsoft.com: Format cards in Teams; no SVG, no moving pictures). */
const TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg']);

export function isPictureType(type: string): boolean {
  return TYPES.has(type);
}
