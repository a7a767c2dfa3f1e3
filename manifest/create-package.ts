import { isDeepStrictEqual } from 'node:util';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Icons } from './draw-icons.ts';
import type { Json } from './render-manifest.ts';

/** The oldest time a zip can name, in local time as zips have it: equal input gives equal bytes anywhere. */
const ZIP_EPOCH = new Date(1980, 0, 1);

/** The app package: a zip with the manifest and its icons at the root. */
export function createPackage(manifest: Json, icons: Icons): Uint8Array {
  const files = {
    'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
    'color.png': icons.color,
    'outline.png': icons.outline,
  };
  return zipSync(files, { level: 9, mtime: ZIP_EPOCH });
}

/** Faults of a finished package: it is opened again and compared with what should be in it. */
export function checkPackage(bytes: Uint8Array, manifest: Json): string[] {
  const files = unzipSync(bytes);
  const names = Object.keys(files).sort();
  const text = files['manifest.json'];
  if (!text) return ['The package has no manifest.json at its root.'];
  const packed: Json = JSON.parse(strFromU8(text));
  const faults = isDeepStrictEqual(packed, manifest)
    ? []
    : ['The packed manifest.json is not the one that was checked.'];
  const wanted = ['manifest.json', ...iconNames(packed)].sort();
  if (!isDeepStrictEqual(names, wanted))
    faults.push(`The package holds ${names.join(', ')}, but its manifest asks for ${wanted.join(', ')}.`);
  return faults;
}

function iconNames(manifest: Json): string[] {
  if (manifest === null || typeof manifest !== 'object' || Array.isArray(manifest)) return [];
  const icons = manifest.icons;
  if (icons === null || typeof icons !== 'object') return [];
  return Object.values(icons).filter((name) => typeof name === 'string');
}
