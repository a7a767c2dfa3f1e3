import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Beyond this a larger young generation saves little time and costs three times its size in memory. */
const YOUNG_BYTES = 32 * 1024 * 1024;
/** How far the old generation may grow past what was alive in it; V8's own choice is up to four times. */
const OLD_GROWTH_PERCENT = 50;
const LOOK_EVERY_MS = 50;

/**
 * Keeps the process small: Node 24 lets the young generation grow to 134 MB, which a sweep's short-lived garbage fills
 * at once. V8 reads both flags whenever it resizes a generation, so they can be set while it runs (docs/adr/0005). Who
 * rarely makes garbage may look more rarely; milliseconds.
 */
export function limitMemory(lookEveryMs = LOOK_EVERY_MS): void {
  setFlagsFromString(`--heap-growing-percent=${OLD_GROWTH_PERCENT}`);
  const timer = setInterval(() => {
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    if (young && young.space_size < YOUNG_BYTES) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    clearInterval(timer);
  }, lookEveryMs);
  timer.unref();
}
