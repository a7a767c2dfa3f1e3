import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ProcessIo } from '../process-io.ts';

/** How this program can be run again from here: its own name where the PATH has it, else through npm. */
export function programName({ PATH = '' }: ProcessIo['env']): string {
  const names = process.platform === 'win32' ? ['samaritan.cmd', 'samaritan.ps1'] : ['samaritan'];
  const folders = PATH.split(delimiter).filter((folder) => folder !== '');
  // npm puts the package's own folder first while it runs a script; a shell doesn't have it afterwards.
  const lasting = folders.filter((folder) => !/node_modules[/\\]\.bin[/\\]?$/.test(folder));
  const found = lasting.some((folder) => names.some((name) => existsSync(join(folder, name))));
  return found ? 'samaritan' : 'npm run samaritan --';
}
