import { closeSync, openSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';

/** Left for the program itself: modules, the database, standard streams, timers, names being looked up. */
const RESERVE = 48;
const LEAST = 2;

/** How many connections may be open at once without running out of file descriptors; undefined where nobody says so. */
export function mostConnections(): number | undefined {
  const soft = /^Max open files\s+(\d+)/m.exec(readLimits() ?? '')?.[1];
  return soft === undefined ? undefined : Math.max(LEAST, Number(soft) - RESERVE);
}

/** Linux says it in a file; elsewhere a connection that can't be opened tells it. */
function readLimits(): string | undefined {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether nothing more can be opened right now. A name that is looked up then is said not to exist. */
export function isOutOfDescriptors(): boolean {
  try {
    closeSync(openSync(devNull, 'r'));
    return false;
  } catch {
    return true;
  }
}
