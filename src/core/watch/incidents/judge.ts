import { PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import type { CauseId, Owner } from '../../model/causes/cause.ts';
import { isBad } from '../../model/causes/evidence.ts';
import type { Check } from '../../model/checks/check.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { closeEmpty, dropAccepted, type MendingHints } from './closing.ts';
import { countTrack, hasPass, isConfirmed, isSettled, isUndecided, strikeTrack } from './count-track.ts';
import { eachWithBreaks } from './each-with-breaks.ts';
import type { Expected } from './expected.ts';
import { incidentKey, isOneTenants } from './incident-key.ts';
import type { Ledger } from './ledger.ts';
import { type Recheck, toTargets } from './recheck.ts';
import type { WatchSettings } from './settings.ts';
import type { Severity } from './severity.ts';
import { ownerOfCheck, type Sighting } from './sighting.ts';
import { type Track, trackKey } from './track.ts';

interface JudgeOptions extends MendingHints {
  at: number;
  settings: WatchSettings;
  expected: Expected;
  shared: ReadonlySet<CauseId>;
}

interface Strike {
  track: Track;
  owner: Owner;
  severity: Severity;
}

/** Judges observations, step by step, into the books of a ledger. */
export class Judge {
  readonly #ledger: Ledger;
  readonly #options: JudgeOptions;
  /** Tracks whose cause was seen in this run, by key. */
  readonly #strikes = new Map<string, Strike>();
  /** Subjects of which something is wrong now. */
  readonly #broken = new Set<string>();
  /** Tracks that one more answer would decide. */
  readonly #undecided = new Map<string, Track>();
  /** Tracks of which this run saw a pass: no other can settle by it. */
  readonly #passed = new Map<string, Track>();

  constructor(ledger: Ledger, options: JudgeOptions) {
    this.#ledger = ledger;
    this.#options = options;
  }

  /** Counts failures and passes. */
  async count(observations: readonly Sighting[]): Promise<void> {
    await eachWithBreaks(observations, (observation) => {
      this.#countKnown(observation);
      this.#countNew(observation);
    });
  }

  /** Tenants that left the customer list are tested no more: nothing of them will ever pass. */
  dropVanished(tenants: readonly Tenant[]): void {
    for (const { tenantId } of tenants) {
      for (const track of this.#ledger.tracks.of(tenantId)) this.#ledger.drop(track, 'vanished');
    }
  }

  /** Ends, opens, joins and merges what the counts allow, and closes what is left without a tenant. */
  async conclude(): Promise<void> {
    await eachWithBreaks(this.#passed.values(), (track) => this.#settle(track));
    await eachWithBreaks(this.#strikes.values(), (strike) => this.#openOrJoin(strike));
    await eachWithBreaks(this.#options.shared.size > 0 ? this.#ledger.tracks.all() : [], (track) =>
      this.#mergeShared(track),
    );
    dropAccepted(this.#ledger, this.#options.expected);
    closeEmpty(this.#ledger, this.#options);
  }

  /** What should be looked at again in minutes: whatever one more answer would decide. */
  recheck(partnerTenantId: string): Recheck | null {
    const { at, settings } = this.#options;
    const targets = toTargets([...this.#undecided.values()], settings);
    if (targets.length === 0) return null;
    return { connection: this.#ledger.connection, targets, partnerTenantId, notBefore: at + settings.recheckAfterMs };
  }

  #countKnown({ subject, checks, accepted }: Sighting): void {
    const { at, settings, expected } = this.#options;
    for (const track of this.#ledger.tracks.of(subject)) {
      const next = countTrack(track, checks, {
        at,
        settings,
        isAccepted: (id) => accepted || expected.isAccepted(subject, id),
        muted: expected.isMuted(subject),
      });
      if (next && hasPass(next, checks)) this.#passed.set(trackKey(next), next);
      if (next === track) continue;
      if (next === null) this.#ledger.drop(track, 'accepted');
      else {
        this.#ledger.tracks.put(next);
        if (isUndecided(next, settings)) this.#undecided.set(trackKey(next), next);
      }
    }
  }

  #countNew({ subject, tenant, checks, accepted }: Sighting): void {
    const { at, expected, shared } = this.#options;
    const bad = checks.filter(
      (check): check is Check & { cause: CauseId } => isBad(check.status) && check.cause !== undefined,
    );
    const counting = accepted ? [] : bad.filter(({ id }) => !expected.isAccepted(subject, id));
    if (counting.length > 0) this.#broken.add(subject);
    for (const cause of new Set(counting.map((check) => check.cause))) {
      const seen = counting.filter((check) => check.cause === cause);
      const [first] = seen;
      const known = this.#ledger.tracks.of(subject).find((track) => track.cause === cause);
      if (!first || (!known && expected.isMuted(subject))) continue;
      const fresh = seen.map(({ id }) => id).filter((id) => known?.checks[id] === undefined);
      const track =
        fresh.length > 0 && !expected.isMuted(subject)
          ? strikeTrack(known ?? this.#newTrack(tenant, cause), fresh, at)
          : known;
      if (!track) continue;
      if (track !== known) this.#ledger.tracks.put(track);
      if (!known) this.#undecided.set(trackKey(track), track);
      const severity =
        subject === PARTNER_STATE_KEY
          ? 'critical'
          : seen.some(({ status }) => status === 'fail')
            ? 'failure'
            : 'warning';
      this.#strikes.set(trackKey(track), { track, owner: ownerOfCheck(first, subject, shared), severity });
    }
  }

  #newTrack({ tenantId, displayName, defaultDomainName }: Tenant, cause: CauseId): Track {
    const { connection } = this.#ledger;
    const { at } = this.#options;
    return {
      connection,
      subject: tenantId,
      cause,
      displayName,
      defaultDomainName,
      checks: {},
      firstFailedAt: at,
      passingSince: null,
      incident: null,
    };
  }

  #openOrJoin({ track, owner, severity }: Strike): void {
    if (track.incident !== null || !isConfirmed(track, this.#options.settings)) return;
    const { connection, subject, cause, firstFailedAt } = track;
    const key = incidentKey(connection, cause, owner, subject);
    const partnerLevel = subject === PARTNER_STATE_KEY;
    const incident =
      this.#ledger.openByKey(key) ??
      this.#ledger.open({ key, cause, owner, severity, firstFailedAt, partnerLevel, finding: null });
    this.#ledger.join(track, incident.reference, { severity, partnerLevel });
    this.#undecided.delete(trackKey(track));
  }

  /** A cause that has become the partner's takes over what were incidents of single tenants. */
  #mergeShared(track: Track): void {
    const { shared } = this.#options;
    const { connection, cause, incident } = track;
    const own = incident === null || !shared.has(cause) ? undefined : this.#ledger.incident(incident);
    const whole =
      own && isOneTenants(own) ? this.#ledger.openByKey(incidentKey(connection, cause, 'partner', '')) : undefined;
    if (!own || !whole) return;
    this.#ledger.drop(track, 'merged');
    this.#ledger.join({ ...track, incident: null }, whole.reference, { severity: own.severity, partnerLevel: false });
    this.#ledger.close(own.reference, 'merged', null, whole.reference);
  }

  #settle(passed: Track): void {
    const { at, settings } = this.#options;
    // The same run may have seen its cause at another check since.
    const track = this.#ledger.tracks.current(passed);
    const incident = track?.incident == null ? undefined : this.#ledger.incident(track.incident);
    if (!track || !incident || !isSettled(track, incident.flapping, at, settings)) return;
    this.#ledger.drop(track, this.#failsOtherwise(track) ? 'replaced' : 'mended');
    this.#undecided.delete(trackKey(track));
  }

  #failsOtherwise({ subject, cause }: Track): boolean {
    if (this.#broken.has(subject)) return true;
    return this.#ledger.tracks
      .of(subject)
      .some((other) => other.cause !== cause && other.incident !== null && other.passingSince === null);
  }
}
