import type { Service } from './inbound.ts';

const MOST_VIOLATIONS = 1_000;

/** What the sandbox has seen since it started or was last reset. The control plane's own requests do not count. */
export interface SandboxStats {
  requests: { total: number; entra: number; graph: number; exchange: number; partnerCenter: number };
  /** Requests beyond the budget, answered 429; the `throttled` scenarios do not count here. */
  refused: number;
  /** One entry per second in which something arrived; `second` is Unix time. */
  perSecond: { second: number; requests: number; refused: number }[];
  inFlight: number;
  mostInFlight: number;
  /** TCP connections opened, and those open now. */
  connections: { opened: number; open: number };
  /** What must never happen, each sort once, in the order it was first seen. */
  violations: string[];
}

/** Counts traffic; cheap enough for thousands of requests a second. */
export interface Traffic {
  arrived(service: Service): void;
  refused(): void;
  left(): void;
  connected(): void;
  disconnected(): void;
  violated(text: string): void;
  stats(): SandboxStats;
  reset(): void;
}

/** Starts to count. */
export function createTraffic(): Traffic {
  let now = empty();
  let inFlight = 0;
  let open = 0;
  const thisSecond = () => {
    const second = Math.floor(Date.now() / 1000);
    const last = now.perSecond.at(-1);
    if (last?.second === second) return last;
    const next = { second, requests: 0, refused: 0 };
    now.perSecond.push(next);
    return next;
  };
  return {
    arrived(service) {
      now.requests.total += 1;
      now.requests[service] += 1;
      thisSecond().requests += 1;
      inFlight += 1;
      if (inFlight > now.mostInFlight) now.mostInFlight = inFlight;
    },
    refused() {
      now.refused += 1;
      thisSecond().refused += 1;
    },
    left() {
      inFlight -= 1;
    },
    connected() {
      open += 1;
      now.opened += 1;
    },
    disconnected() {
      open -= 1;
    },
    violated(text) {
      if (now.violations.size < MOST_VIOLATIONS) now.violations.add(text);
    },
    stats: () => ({
      requests: { ...now.requests },
      refused: now.refused,
      perSecond: now.perSecond.map((second) => ({ ...second })),
      inFlight,
      mostInFlight: now.mostInFlight,
      connections: { opened: now.opened, open },
      violations: [...now.violations],
    }),
    reset() {
      now = empty();
      now.mostInFlight = inFlight;
    },
  };
}

function empty() {
  return {
    requests: { total: 0, entra: 0, graph: 0, exchange: 0, partnerCenter: 0 },
    refused: 0,
    perSecond: [] as SandboxStats['perSecond'],
    mostInFlight: 0,
    opened: 0,
    violations: new Set<string>(),
  };
}
