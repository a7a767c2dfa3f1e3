import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who owns a run. A process id alone is used again sooner or later; with its start it names one process. */
export interface ProcessIdentity {
  host: string;
  pid: number;
  /** Opaque; null where the system doesn't tell (elsewhere than on Linux). */
  processStart: string | null;
}

export function currentProcess(): ProcessIdentity {
  return { host: hostname(), pid: process.pid, processStart: readProcess(process.pid)?.start ?? null };
}

/** Whether that process of this host still runs. In doubt it does: a living run must never be called interrupted. */
export function isAlive({ pid, processStart }: Pick<ProcessIdentity, 'pid' | 'processStart'>): boolean {
  if (!exists(pid)) return false;
  const now = readProcess(pid);
  if (now === undefined) return true;
  return !now.ended && (processStart === null || processStart === now.start);
}

export function isSameProcess(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.host === other.host && one.pid === other.pid && one.processStart === other.processStart;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code !== 'ESRCH';
  }
}

/** proc(5): field 3 is the state, field 22 the start in clock ticks since the boot; field 2 may hold blanks and parentheses. */
function readProcess(pid: number): { ended: boolean; start: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, ticks] = [fields[0], fields[19]];
    if (state === undefined || ticks === undefined) return undefined;
    return { ended: state === 'Z' || state === 'X', start: `${boot}/${ticks}` };
  } catch {
    return undefined;
  }
}
