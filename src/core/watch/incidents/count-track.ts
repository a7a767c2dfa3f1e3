import { type CauseId, isNoAnswer } from '../../model/causes/cause.ts';
import { isBad } from '../../model/causes/evidence.ts';
import type { Check, CheckId } from '../../model/checks/check.ts';
import type { WatchSettings } from './settings.ts';
import type { CheckCount, Track } from './track.ts';

/**
 * What a check's answer says of a cause. Only what was answered teaches anything: skipped, unknown and Microsoft being down
 * are `nothing`, except that an unknown with this very cause is the cause being `seen`. `replaced`: it fails, for another cause.
 */
type Sight = 'seen' | 'passed' | 'replaced' | 'nothing';

function sightOf(check: Check | undefined, cause: CauseId): Sight {
  if (!check || check.status === 'skipped') return 'nothing';
  if (!isBad(check.status)) return 'passed';
  if (check.cause === cause) return 'seen';
  return check.status === 'fail' && !isNoAnswer(check.cause) ? 'replaced' : 'nothing';
}

export interface CountOptions {
  at: number;
  settings: WatchSettings;
  isAccepted: (id: CheckId) => boolean;
  /** In a maintenance window no failure raises a suspicion. */
  muted: boolean;
}

/**
 * The track after a run that had these checks: itself where nothing changed, null where nothing is left of it. A
 * suspicion ends with the first pass; what holds an incident counts passes.
 */
export function countTrack(track: Track, checks: readonly Check[], options: CountOptions): Track | null {
  const counts: Partial<Record<CheckId, CheckCount>> = {};
  let [changed, failed] = [false, false];
  for (const [key, count] of Object.entries(track.checks)) {
    const id = key as CheckId;
    const sight = sightOf(
      checks.find((check) => check.id === id),
      track.cause,
    );
    const next = options.isAccepted(id) ? undefined : countOne(count, sight, track.incident !== null, options);
    if (next) counts[id] = next;
    if (next !== count) changed = true;
    if (sight === 'seen') failed = true;
  }
  const left = Object.values(counts);
  if (left.length === 0) return null;
  const passing = track.incident !== null && !failed && left.every((count) => count.passes > 0);
  const passingSince = passing ? (track.passingSince ?? options.at) : null;
  return changed || passingSince !== track.passingSince ? { ...track, checks: counts, passingSince } : track;
}

function countOne(
  count: CheckCount,
  sight: Sight,
  holds: boolean,
  { at, settings, muted }: CountOptions,
): CheckCount | undefined {
  const { failuresToOpen, passesToClose, countGapMs } = settings;
  // A clock that was set back must not stop the counting.
  const apart = at < count.at || at - count.at >= countGapMs;
  switch (sight) {
    case 'nothing':
      return count;
    case 'seen': {
      if (muted && !holds) return count;
      if (count.passes > 0) return { failures: count.failures, passes: 0, at };
      return apart && count.failures < failuresToOpen ? { ...count, failures: count.failures + 1, at } : count;
    }
    case 'passed':
    case 'replaced': {
      // Another cause in between is no pass: a suspicion is neither confirmed nor cleared by it.
      if (!holds) return sight === 'passed' ? undefined : count;
      if (count.passes >= passesToClose || (count.passes > 0 && !apart)) return count;
      return { ...count, passes: count.passes + 1, at };
    }
  }
}

/** The track with checks at which the cause was seen for the first time. */
export function strikeTrack(track: Track, ids: readonly CheckId[], at: number): Track {
  const checks = { ...track.checks };
  for (const id of ids) checks[id] ??= { failures: 1, passes: 0, at };
  return { ...track, checks, passingSince: null };
}

export function isConfirmed({ checks }: Track, { failuresToOpen }: WatchSettings): boolean {
  return Object.values(checks).some((count) => count.failures >= failuresToOpen);
}

export function isSettled(
  { checks, passingSince }: Track,
  flapping: boolean,
  at: number,
  settings: WatchSettings,
): boolean {
  if (!Object.values(checks).every((count) => count.passes >= settings.passesToClose)) return false;
  return !flapping || (passingSince !== null && (at < passingSince || at - passingSince >= settings.flapQuietMs));
}

/** Whether one more answer would open an incident, or end the subject's part in one. */
export function isUndecided(track: Track, settings: WatchSettings): boolean {
  if (track.incident === null) return !isConfirmed(track, settings);
  const passes = Object.values(track.checks).map((count) => count.passes);
  return track.passingSince !== null && passes.some((count) => count < settings.passesToClose);
}

/** Whether one of the track's checks was answered, and not with its cause. */
export function hasPass({ checks, cause }: Track, answers: readonly Check[]): boolean {
  return answers.some((answer) => {
    const sight = checks[answer.id] === undefined ? 'nothing' : sightOf(answer, cause);
    return sight === 'passed' || sight === 'replaced';
  });
}
