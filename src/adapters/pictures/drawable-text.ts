/**
 * Letters and signs that the picture's font has: Latin with its extensions, Greek, Cyrillic, punctuation. Held to the
 * font by a test. Everything else would be drawn as an empty box.
 */
const IN_FONT =
  /[\u0020-\u007e\u00a0-\u00ac\u00ae-\u0148\u014a-\u01c3\u01c5-\u024f\u0384-\u03ce\u0400-\u045f\u1e00-\u1e9b\u1e9e-\u1eff\u2010-\u2015\u2018-\u2022\u2026\u20ac\u2116\u2122]/u;
const LETTER = /[\p{L}\p{N}]/u;

/**
 * A text the font can draw: signs it lacks, such as emoji, are left out. Where it lacks a letter, `plain` stands in
 * for the whole text: half a name would be another name.
 */
export function toDrawable(text: string, plain: string): string {
  const characters = [...text.normalize('NFC')];
  const kept = characters.filter((character) => IN_FONT.test(character));
  const lacksLetter = characters.some((character) => LETTER.test(character) && !IN_FONT.test(character));
  const drawable = kept.join('').replace(/\s+/g, ' ').trim();
  if (!lacksLetter && kept.some((character) => LETTER.test(character))) return drawable;
  return [...plain].filter((character) => IN_FONT.test(character)).join('');
}

/** Widths in em of the font's letters: upper bounds of groups, so that a text is never wider than estimated. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:;'|!I ]/, 0.3],
  [/[frt()[\]/\\-]/, 0.42],
  [/[aceksvxyzJ]/, 0.6],
  [/[bdghnopqu0-9*]/, 0.66],
  [/[mwMW@%–—…]/, 0.98],
];

/** The text, cut with an ellipsis where it could be wider than `width`. */
export function fitWidth(text: string, width: number, fontSize: number): string {
  const characters = [...text];
  if (widthOf(characters) * fontSize <= width) return text;
  const room = width / fontSize - 0.98;
  let used = 0;
  const kept = characters.filter((character) => {
    used += widthOf([character]);
    return used <= room;
  });
  return `${kept.join('').trimEnd()}…`;
}

function widthOf(characters: readonly string[]): number {
  return characters.reduce(
    (sum, character) => sum + (WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? 0.78),
    0,
  );
}
