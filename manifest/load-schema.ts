import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The template names the same one. A newer one is only needed for a newer field. */
const MANIFEST_VERSION = '1.25';

/** Microsoft's schema for the manifest, from the package `@microsoft/app-manifest`: nothing is downloaded. */
export function loadSchema(): Record<string, unknown> {
  const folder = dirname(require.resolve('@microsoft/app-manifest/package.json'));
  const file = join(folder, 'build/json-schemas/teams', `v${MANIFEST_VERSION}`, 'MicrosoftTeams.schema.json');
  const text = readFileSync(file, 'utf8');
  // Several of the schema files start with a byte order mark, which is no JSON.
  const schema: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (typeof schema !== 'object' || schema === null) throw new TypeError(`${file} holds no schema`);
  return { ...schema };
}
