import type { Answer, Fault, PaceReading, Refusal } from '../../../core/model/cloud/microsoft-cloud.ts';
import type { SentRequest } from '../../../core/model/cloud/sent-request.ts';
import { HttpClient, type HttpRequest } from '../../http/http-client.ts';
import { type HttpResponse, header } from '../../http/http-response.ts';
import { NoAnswer } from '../../http/no-answer.ts';
import { parseRetryAfter } from '../../http/retry-after.ts';
import { type LaneName, Pacer } from '../pacing/pacer.ts';
import { type PacingTime, systemPacingTime } from '../pacing/pacing-time.ts';
import { findInterception } from './find-interception.ts';
import { malformedAnswer } from './own-marks.ts';

export interface PacedRequest extends HttpRequest {
  lane: LaneName;
  /** The tenant asked, for whom a refusal counts. */
  tenant: string;
  /** Reads a refusal out of an answer other than 2xx. */
  toRefusal: (response: HttpResponse) => Refusal;
}

const TIMEOUT_MS = 15_000;
/** What is asked of each tenant is answered with a few thousand; many are on their way at once. */
export const MOST_BYTES_OF_ONE = 1024 * 1024;

/** A way to Microsoft for what asks one thing after another, beside sweeps. */
export function openRequester(reach: { sandboxUrl?: string | undefined; useProxy?: boolean }, signal: AbortSignal) {
  const { sandboxUrl, useProxy = false } = reach;
  const http = new HttpClient({ sandboxUrl, connections: 2, timeoutMs: TIMEOUT_MS, useProxy });
  const timers = systemPacingTime;
  const requester = new Requester({ http, pacer: new Pacer(2, timers), timers, signal, random: Math.random });
  const close = async (): Promise<void> => {
    requester.close();
    await http.close();
  };
  return { http, requester, close };
}

export interface RequesterOptions {
  http: HttpClient;
  pacer: Pacer;
  timers: PacingTime;
  signal: AbortSignal;
  /** A number between 0 and 1 that spreads pauses. */
  random: () => number;
  /** Told of every request that was sent, for metrics. */
  onRequest?: ((facts: SentRequest) => void) | undefined;
}

/** Most tries for server errors and broken connections, and for time-outs. */
const MOST_TRIES = 3;
const MOST_TIMEOUTS = 2;
/** Most tries where this machine itself could not ask: it may have too much to do at once. */
const MOST_LOCAL_TRIES = 8;
const BACK_OFF_MS = 400;
const LONGEST_LOCAL_PAUSE_MS = 2000;
/** Pauses between refusals that name no time of their own. */
const FIRST_THROTTLE_PAUSE_MS = 1000;
const LONGEST_THROTTLE_PAUSE_MS = 30_000;
/** Entra's code for "too many requests for this tenant", which also comes without status 429. */
const THROTTLED_CODE = 90055;
/** Entra's code for a loop: asking again makes it worse. */
const LOOP_CODE = 50196;

interface Tries {
  failures: number;
  timeouts: number;
  refusals: number;
  local: number;
}

/** So many callers go on with their answers before the network is looked at again. */
const AT_ONCE = 4;
/** They wait no longer than for so many looks that each brought answers. */
const MOST_PUT_OFF = 16;
/** So long nothing else is under way before waits are given up: what comes next of an answer takes a moment to be asked. */
const QUIET_MS = 1000;

/** `throttled`: what the pause is for, where the service asked for it. */
type Step = { done: Fault | HttpResponse } | { pauseMs: number; throttled?: Fault & { kind: 'throttled' } };

interface Pause {
  until: number;
  end: () => void;
  /** Ends it as given up before its time. */
  leave: () => void;
}

/**
 * Sends a request as often as it is worth it. Server errors, 408 and broken connections get three tries, a time-out
 * two, and no verdict is ever asked for again. Being throttled is no verdict: it is waited out until the deadline.
 */
export class Requester {
  readonly #options: RequesterOptions;
  #deadline = Number.NEGATIVE_INFINITY;
  /** Longest wait while nothing else is under way. */
  #aloneMs = Number.POSITIVE_INFINITY;
  #underWay = 0;
  #cancelLook: (() => void) | undefined;
  #throttled = 0;
  #requests = 0;
  /** Who has an answer and has not gone on with it. */
  readonly #answered: (() => void)[] = [];
  /** Whether an answer came since the network was looked at last, and for how many looks callers have waited. */
  #arrived = false;
  #putOff = 0;
  readonly #pauses = new Set<Pause>();
  /** Those of them that a service asked for. */
  readonly #waits = new Set<Pause>();

  constructor(options: RequesterOptions) {
    this.#options = options;
  }

  extendDeadline(deadlineMs: number, aloneMs?: number): void {
    this.#deadline = Math.max(this.#deadline, this.#options.timers.now() + deadlineMs);
    if (aloneMs === undefined) return;
    this.#aloneMs = aloneMs;
    this.#look();
  }

  hold(lane: LaneName, forMs: number): void {
    this.#options.pacer.hold(lane, forMs);
  }

  pace(): PaceReading {
    return { waiting: this.#waits.size, throttled: this.#throttled, requests: this.#requests };
  }

  /** The last answer: 2xx as a response, everything else as a fault. Never throws for what the network does. */
  async send(request: PacedRequest): Promise<Answer<HttpResponse>> {
    const { pacer, timers, signal, http } = this.#options;
    const tries: Tries = { failures: 0, timeouts: 0, refusals: 0, local: 0 };
    let attempts = 0;
    let startedAt: number | undefined;
    const elapsed = (): number => (startedAt === undefined ? 0 : timers.now() - startedAt);
    this.#underWay += 1;
    try {
      for (;;) {
        if (!(await pacer.acquire(request.lane)))
          return { ok: false, fault: { kind: 'aborted' }, attempts, durationMs: elapsed() };
        const sentAt = timers.now();
        startedAt ??= sentAt;
        attempts += 1;
        this.#requests += 1;
        const answer = await http.send(request);
        const failed = answer instanceof NoAnswer;
        const status = failed ? null : answer.status;
        this.#options.onRequest?.({ kind: request.lane, status, durationMs: timers.now() - sentAt });
        const step =
          signal.aborted && failed ? { done: { kind: 'aborted' } as Fault } : this.#judge(request, answer, tries);
        if ('done' in step) {
          const { done } = step;
          const durationMs = elapsed();
          await this.#afterOthers();
          return 'kind' in done
            ? { ok: false, fault: done, attempts, durationMs }
            : { ok: true, value: done, attempts, durationMs };
        }
        const leftMs = await this.#pause(step.pauseMs, step.throttled !== undefined);
        if (leftMs !== undefined && step.throttled)
          return { ok: false, fault: { ...step.throttled, retryAfterMs: leftMs }, attempts, durationMs: elapsed() };
      }
    } finally {
      this.#underWay -= 1;
      this.#look();
    }
  }

  #judge(request: PacedRequest, response: HttpResponse | NoAnswer, tries: Tries): Step {
    const { pacer, random } = this.#options;
    const { lane } = request;
    const backOff = (): number => BACK_OFF_MS * 2 ** tries.failures * (0.75 + random() / 2);
    if (response instanceof NoAnswer) {
      const fault = toFault(response);
      if (response.kind === 'local') {
        pacer.release(lane, { outcome: 'starved' });
        tries.local += 1;
        if (tries.local >= MOST_LOCAL_TRIES) return { done: fault };
        return { pauseMs: Math.min(LONGEST_LOCAL_PAUSE_MS, 100 * 2 ** tries.local * (0.75 + random() / 2)) };
      }
      pacer.release(lane, { outcome: 'other' });
      if (fault.kind === 'timeout') tries.timeouts += 1;
      else if (fault.kind === 'unreachable') tries.failures += 1;
      else return { done: fault };
      if (tries.timeouts >= MOST_TIMEOUTS || tries.failures + tries.timeouts >= MOST_TRIES) return { done: fault };
      return { pauseMs: backOff() };
    }
    const { status } = response;
    if (status >= 200 && status < 300) {
      pacer.release(lane, { outcome: 'passed' });
      return { done: findInterception(response) ?? response };
    }
    const intercepted = findInterception(response);
    const refusal = request.toRefusal(response);
    if (isThrottled(refusal) && (status === 429 || !intercepted))
      return this.#judgeThrottle(request, response, refusal, tries);
    pacer.release(lane, { outcome: status >= 500 ? 'other' : 'passed' });
    if (intercepted) return { done: intercepted };
    const fault: Fault = { kind: 'refused', ...refusal };
    if ((status < 500 && status !== 408) || refusal.codes.includes(LOOP_CODE)) return { done: fault };
    tries.failures += 1;
    if (tries.failures >= MOST_TRIES) return { done: fault };
    const pauseMs = Math.max(backOff(), this.#retryAfter(response) ?? 0);
    return this.#endsInTime(pauseMs) ? { pauseMs } : { done: fault };
  }

  #judgeThrottle(
    { lane, tenant }: PacedRequest,
    response: HttpResponse,
    refusal: Refusal,
    tries: { refusals: number },
  ): Step {
    const { pacer, random } = this.#options;
    const asked = this.#retryAfter(response);
    const fallback = Math.min(LONGEST_THROTTLE_PAUSE_MS, FIRST_THROTTLE_PAUSE_MS * 2 ** tries.refusals);
    const retryAfterMs = asked ?? fallback;
    tries.refusals += 1;
    this.#throttled += 1;
    pacer.release(lane, { outcome: 'refused', tenant, again: tries.refusals > 1, retryAfterMs });
    // Those refused together must not come back together.
    const pauseMs = retryAfterMs + random() * Math.min(1000, 0.25 * retryAfterMs + 50);
    const fault = { kind: 'throttled', ...refusal, retryAfterMs } as const;
    return this.#endsInTime(pauseMs) ? { pauseMs, throttled: fault } : { done: fault };
  }

  #retryAfter(response: HttpResponse): number | undefined {
    return parseRetryAfter(response, Date.now());
  }

  #endsInTime(pauseMs: number): boolean {
    return this.#options.timers.now() + pauseMs < this.#deadline;
  }

  /**
   * Resolves once nothing that has arrived waits for a slot. What callers make of an answer takes longer than sending
   * the next request; so they go on a few at a time, and wait for a while as long as further answers arrive.
   */
  #afterOthers(): Promise<void> {
    return new Promise((resolve) => {
      this.#answered.push(resolve);
      this.#arrived = true;
      if (this.#answered.length === 1) setImmediate(() => this.#goOn());
    });
  }

  #goOn(): void {
    this.#putOff = this.#arrived ? (this.#putOff + 1) % MOST_PUT_OFF : 0;
    this.#arrived = false;
    if (this.#putOff === 0) for (const resolve of this.#answered.splice(0, AT_ONCE)) resolve();
    if (this.#answered.length > 0) setImmediate(() => this.#goOn());
  }

  /** Gives up: whoever waits is sent away, and nothing more is sent. */
  close(): void {
    this.#cancelLook?.();
    this.#options.pacer.close();
    for (const { end } of [...this.#pauses]) end();
  }

  /** Gives the waits up once nothing else has been under way for a moment and each of them is a long one. */
  #look(): void {
    this.#cancelLook?.();
    this.#cancelLook = undefined;
    const isAlone = (): boolean => this.#waits.size > 0 && this.#waits.size === this.#underWay;
    if (this.#aloneMs === Number.POSITIVE_INFINITY || !isAlone()) return;
    this.#cancelLook = this.#options.timers.after(QUIET_MS, () => {
      const longFrom = this.#options.timers.now() + this.#aloneMs;
      const waits = [...this.#waits];
      if (isAlone() && waits.every(({ until }) => until > longFrom)) for (const { leave } of waits) leave();
    });
  }

  /** Waits, or until everything is given up. Where this wait alone is given up, what is left of it. */
  async #pause(ms: number, throttled: boolean): Promise<number | undefined> {
    const { timers, signal } = this.#options;
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    const until = timers.now() + ms;
    const pause: Pause = { until, end: () => resolve(undefined), leave: () => resolve(until - timers.now()) };
    const cancel = timers.after(ms, pause.end);
    this.#pauses.add(pause);
    if (throttled) this.#waits.add(pause);
    this.#look();
    if (signal.aborted) pause.end();
    const leftMs = await promise;
    cancel();
    this.#pauses.delete(pause);
    this.#waits.delete(pause);
    return leftMs;
  }
}

function toFault(answer: NoAnswer): Fault {
  const { kind, message: detail, code, begun } = answer;
  if (kind === 'local') return { kind: 'internal', error: answer, detail: `${detail}.` };
  if (begun) return malformedAnswer(begun, detail, header(begun, 'request-id'));
  return { kind: kind === 'too-large' ? 'malformed' : kind, detail, ...(code && { code }) };
}

function isThrottled({ httpStatus, codes }: Refusal): boolean {
  if (codes.includes(LOOP_CODE)) return false;
  return httpStatus === 429 || (httpStatus < 500 && codes.includes(THROTTLED_CODE));
}
