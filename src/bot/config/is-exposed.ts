import type { Stats } from 'node:fs';

/** Whether users other than the owner and its group can read a file. Windows has no such modes, and Node makes them up there. */
export function isExposed({ mode }: Pick<Stats, 'mode'>): boolean {
  return process.platform !== 'win32' && (mode & 0o007) !== 0;
}
