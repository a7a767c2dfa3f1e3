import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface PagePart {
  text: string;
  /** As a Content-Security-Policy wants it: `'sha256-…'`. */
  hash: string;
}

/** The page's own style and script: the only ones its policy lets run. */
export const PAGE_STYLE = readPart('page.css');
export const PAGE_SCRIPT = readPart('page.js');

function readPart(name: string): PagePart {
  // A browser hashes what it parsed, and parsing turns CRLF into LF.
  const file = readFileSync(new URL(name, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
  const text = `\n${file}`;
  return { text, hash: `'sha256-${createHash('sha256').update(text).digest('base64')}'` };
}
