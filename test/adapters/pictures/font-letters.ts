import { readFileSync } from 'node:fs';

/** The code points that a TrueType file has glyphs for, from its `cmap` table (formats 4 and 12 of OpenType 1.9). */
export function readLetters(file: string): Set<number> {
  const font = new DataView(new Uint8Array(readFileSync(file)).buffer);
  const letters = new Set<number>();
  const table = findTable(font, 'cmap');
  for (let index = 0; index < font.getUint16(table + 2); index += 1) {
    const at = table + font.getUint32(table + 8 + 8 * index);
    const format = font.getUint16(at);
    if (format === 4) addSegments(font, at, letters);
    if (format === 12) addGroups(font, at, letters);
  }
  return letters;
}

function findTable(font: DataView, name: string): number {
  for (let index = 0; index < font.getUint16(4); index += 1) {
    const record = 12 + 16 * index;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => font.getUint8(record + byte)));
    if (tag === name) return font.getUint32(record + 8);
  }
  throw new Error(`no table ${name}`);
}

function addSegments(font: DataView, at: number, letters: Set<number>): void {
  const doubled = font.getUint16(at + 6);
  for (let offset = 0; offset < doubled; offset += 2) {
    const end = font.getUint16(at + 14 + offset);
    const start = font.getUint16(at + 16 + doubled + offset);
    for (let code = start; code <= end && code !== 0xffff; code += 1) letters.add(code);
  }
}

function addGroups(font: DataView, at: number, letters: Set<number>): void {
  for (let group = 0; group < font.getUint32(at + 12); group += 1) {
    const [start, end] = [font.getUint32(at + 16 + 12 * group), font.getUint32(at + 20 + 12 * group)];
    for (let code = start; code <= end; code += 1) letters.add(code);
  }
}
