export interface Blocked {
  wallMs: number;
  /** The longest that the event loop did not turn: by the clock, and by the time this thread really ran. */
  longestMs: number;
  longestCpuMs: number;
}

/** Runs work and watches the event loop meanwhile. On a busy machine the clock also counts what others took. */
export async function watchLoop(work: () => Promise<unknown>): Promise<Blocked> {
  let [longestMs, longestCpuMs] = [0, 0];
  let running = true;
  let last = performance.now();
  let lastCpu = cpuMs();
  const turn = (): void => {
    const [now, cpu] = [performance.now(), cpuMs()];
    longestMs = Math.max(longestMs, now - last);
    longestCpuMs = Math.max(longestCpuMs, cpu - lastCpu);
    last = now;
    lastCpu = cpu;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  const startedAt = performance.now();
  await work();
  const wallMs = performance.now() - startedAt;
  await new Promise(setImmediate);
  running = false;
  return { wallMs, longestMs, longestCpuMs };
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
