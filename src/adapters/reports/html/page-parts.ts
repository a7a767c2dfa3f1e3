import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface PagePart {
  text: string;
  /** As a Content-Security-Policy wants it: `'sha256-…'`. */
  hash: string;
}

const STYLES = ['theme', 'base', 'status', 'head', 'details', 'causes', 'rows', 'guides', 'tools', 'media'];

/** The page's own style and script: the only ones its policy lets run. */
export const PAGE_STYLE = toPart(STYLES.map((name) => readText(`style/${name}.css`)).join('\n'));
export const PAGE_SCRIPT = toPart(readText('page.js'));

function readText(name: string): string {
  // A browser hashes what it parsed, and parsing turns CRLF into LF.
  return readFileSync(new URL(name, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
}

function toPart(content: string): PagePart {
  const text = `\n${content}`;
  return { text, hash: `'sha256-${createHash('sha256').update(text).digest('base64')}'` };
}
