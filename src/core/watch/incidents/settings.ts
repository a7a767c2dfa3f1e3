const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The numbers by which the watch decides. Times in milliseconds. */
export interface WatchSettings {
  /** So many failures with no pass between them open an incident. */
  failuresToOpen: number;
  /** So many passes with no failure between them close it. */
  passesToClose: number;
  /** Answers of one kind that come closer together than this count as one: a second look at the same blip tells nothing. */
  countGapMs: number;
  /** After the first failure, and after the first pass of what was broken, a quick re-check follows in this time. */
  recheckAfterMs: number;
  /** Beyond this many tenants a re-check is a sweep over all. */
  mostRecheckTargets: number;
  /** Incidents of one cause that open within this time share a message. */
  groupWindowMs: number;
  /** So often opened within `flapWindowMs`, an incident is flapping, and stays open until it was quiet for `flapQuietMs`. */
  flapCycles: number;
  flapWindowMs: number;
  flapQuietMs: number;
  /** So many messages for one place within `groupWindowMs` become a digest. */
  digestFrom: number;
}

export const WATCH_SETTINGS: WatchSettings = {
  failuresToOpen: 2,
  passesToClose: 2,
  countGapMs: MINUTE_MS,
  recheckAfterMs: 3 * MINUTE_MS,
  mostRecheckTargets: 200,
  groupWindowMs: 10 * MINUTE_MS,
  flapCycles: 3,
  flapWindowMs: 24 * HOUR_MS,
  flapQuietMs: 3 * HOUR_MS,
  digestFrom: 5,
};
