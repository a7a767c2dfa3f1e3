/** How long a test waits for what must come. What is slow because the machine is busy is not at fault. */
export const PATIENCE_MS = 90_000;
/** The same, as `vi.waitUntil` takes it. */
export const PATIENT = { timeout: PATIENCE_MS, interval: 20 } as const;
