import { hash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import { systemCodeOf } from '../../core/model/text/system-code.ts';

const require = createRequire(import.meta.url);

/**
 * What a text of YAML says, in the values that JSON has. Parsing takes a fourth of a short start, so its outcome is kept beside
 * the compiled code, under the text's own digest: a text that was changed is another one. Throws a `YAMLException`.
 */
export function readYaml(text: string): unknown {
  const folder = getCompileCacheDir();
  if (folder === undefined) return JSON.parse(parse(text));
  const file = join(folder, `yaml-${hash('sha256', text)}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // Not kept yet, or cut off by a machine that died.
    if (!(error instanceof SyntaxError) && systemCodeOf(error) === undefined) throw error;
  }
  const parsed = parse(text);
  keep(file, parsed);
  return JSON.parse(parsed);
}

function parse(text: string): string {
  // Seldom needed, and as large as the rest of what a short start loads of packages.
  const { load } = require('js-yaml') as typeof import('js-yaml');
  return JSON.stringify(load(text) ?? null);
}

/** Whole or not at all. Where the disk is full or may not be written, the next start parses again. */
function keep(file: string, parsed: string): void {
  const own = `${file}.${process.pid}`;
  try {
    writeFileSync(own, parsed);
    renameSync(own, file);
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
  }
}
