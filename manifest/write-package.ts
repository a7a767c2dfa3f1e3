import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes the package whole or not at all; an older one stays until then. Gives the fault, if there is one. */
export function writePackage(file: string, bytes: Uint8Array): string | undefined {
  const unfinished = `${file}.${process.pid}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, bytes);
    renameSync(unfinished, file);
    return undefined;
  } catch (error) {
    rmSync(unfinished, { force: true });
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return `${file} could not be written (${reason}). Name another file with --output.`;
  }
}
