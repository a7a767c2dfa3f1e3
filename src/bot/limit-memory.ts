import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Beyond this a larger young generation saves little time and costs three times its size in memory. */
const YOUNG_BYTES = 32 * 1024 * 1024;
/** How far the old generation may grow past what is alive in it; V8's own choice is up to four times. */
const OLD_ROOM_BYTES = 30 * 1024 * 1024;
/** Little alive needs no more room than itself, and with very much alive collecting must not be all that is done. */
const LEAST_PERCENT = 20;
const MOST_PERCENT = 150;
/** A sweep fills a generation at once, and what a service does rarely. */
const LOOK_EVERY_MS = { command: 50, service: 100 };
const AGAIN_MS = 1000;
/** By then a thread has loaded its code. */
const LOADED_AFTER_MS = 3000;

let liftedUntil = 0;

/** A command ends when its work does; a service goes on, and people wait for it. */
export type Life = 'command' | 'service';

/**
 * Keeps the process small: Node 24 lets the young generation grow to 134 MB, which a sweep's short-lived garbage fills
 * at once. V8 reads both flags whenever it resizes a generation, so they can be set while it runs (docs/adr/0005). Gives
 * back what ends it: code that is loaded meanwhile is compiled anew, for V8 takes compiled code under the flags alone
 * that it was kept with.
 */
export function limitMemory(life: Life): () => void {
  // For whom nobody waits one thread collects the young generation: several take more of the processor for it.
  if (life === 'command') setFlagsFromString('--no-parallel-scavenge');
  else shrinkYoung();
  limitOld();
  const timers = [setInterval(limitOld, AGAIN_MS), setInterval(limitYoung, LOOK_EVERY_MS[life])];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
    lift();
  };
}

/** Lets a thread that starts now take the code that is kept compiled: the flags are those of the whole process. */
export function liftLimits(): void {
  liftedUntil = performance.now() + LOADED_AFTER_MS;
  liftOld();
}

/** As V8 has them by itself. */
function lift(): void {
  setFlagsFromString('--parallel-scavenge');
  setFlagsFromString('--semi-space-growth-factor=2');
  liftOld();
}

function liftOld(): void {
  setFlagsFromString('--heap-growing-percent=0');
}

/**
 * V8 takes a share of what is alive there. The same room for all costs a small sweep less time, and a large one less memory.
 * What is young is none of it: counted as well, it left two thirds of the room.
 */
function limitOld(): void {
  if (performance.now() < liftedUntil) return;
  const oldBytes = getHeapStatistics().used_heap_size - (youngSpace()?.space_used_size ?? 0);
  const share = Math.round((100 * OLD_ROOM_BYTES) / oldBytes);
  setFlagsFromString(`--heap-growing-percent=${Math.min(MOST_PERCENT, Math.max(LEAST_PERCENT, share))}`);
}

function limitYoung(): void {
  const young = youngSpace();
  const isFull = !young || young.space_size >= YOUNG_BYTES;
  setFlagsFromString(`--semi-space-growth-factor=${isFull ? 1 : 2}`);
}

/** What loading needed would stay: V8 gives it back only where memory ends. Takes up to a quarter of a second. */
function shrinkYoung(): void {
  if ((youngSpace()?.space_size ?? 0) <= YOUNG_BYTES) return;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (how: { type: 'major'; flavor: 'last-resort' }) => void;
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', flavor: 'last-resort' });
}

function youngSpace() {
  return getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
}
