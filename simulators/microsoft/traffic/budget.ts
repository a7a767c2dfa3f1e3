/** How many requests a second are let through, over all services. */
export interface Budget {
  /** Counts the request in; false when this second's budget is spent. */
  admits(): boolean;
}

/** Fixed windows of one second; without a limit everything is let through. */
export function createBudget(requestsPerSecond: number | undefined): Budget {
  let window = 0;
  let admitted = 0;
  const admits = (): boolean => {
    if (requestsPerSecond === undefined) return true;
    const second = Math.floor(Date.now() / 1000);
    if (second !== window) {
      window = second;
      admitted = 0;
    }
    if (admitted >= requestsPerSecond) return false;
    admitted += 1;
    return true;
  };
  return { admits };
}
