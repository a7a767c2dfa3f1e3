import { readFileSync, statfsSync } from 'node:fs';

const MEMORY = '/dev/shm';
/** All that a run of the tests ever has in it at once, several times over. */
const LEAST_FREE = 2 * 1024 ** 3;

/**
 * A folder that is in memory, for databases that live as long as a test: no disk is waited for. Undefined where there is
 * none, or no program may be run in it. A container often has 64 MB there, which is too little.
 */
export function memoryFolder(): string | undefined {
  try {
    const mount = readFileSync('/proc/mounts', 'utf8')
      .match(/ \/dev\/shm tmpfs (\S+)/)?.[1]
      ?.split(',');
    if (!mount?.includes('rw') || mount.includes('noexec')) return undefined;
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= LEAST_FREE ? MEMORY : undefined;
  } catch {
    return undefined;
  }
}
