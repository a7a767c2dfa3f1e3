import type { CardFile } from '../../../core/cards/card.ts';

/** A file under the name that Discord keeps: it rewrites others, and `attachment://` would find nothing. */
export interface NamedFile {
  name: string;
  original: string;
  file: CardFile;
}

const MOST_NAME = 100;

/** The files with names of letters, digits, `.`, `_` and `-`, no two alike. */
export function nameFiles(files: readonly CardFile[]): NamedFile[] {
  const used = new Set<string>();
  return files.map((file, index) => {
    const cleaned = file.name
      .replace(/[^A-Za-z0-9._-]+/g, '_')
      .replace(/^[._]+/, '')
      .slice(-MOST_NAME);
    const name = cleaned === '' || used.has(cleaned) ? `${index + 1}-${cleaned || 'file'}` : cleaned;
    used.add(name);
    return { name, original: file.name, file };
  });
}
