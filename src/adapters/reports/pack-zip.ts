import { strToU8, type Zippable, zipSync } from 'fflate';

/** Text files as one zip: fflate, which the Teams package is packed with already, has no dependency and needs no disk. */
export function packZip(files: readonly { name: string; text: string }[], madeAt: number): Uint8Array {
  const entries: Zippable = {};
  for (const { name, text } of files) entries[name] = [strToU8(text), { mtime: madeAt }];
  return zipSync(entries, { level: 9 });
}
