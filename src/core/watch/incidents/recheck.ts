import { PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import { groupToTest, type TenantGroup } from '../../model/checks/check.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { WatchSettings } from './settings.ts';
import type { Track } from './track.ts';

export interface RecheckTarget extends Tenant {
  /** Only this group; null for all. */
  only: TenantGroup | null;
}

/** A quick second look, minutes after something changed. At most one waits for each connection. */
export interface Recheck {
  connection: string;
  /** `all`: a sweep over everything, which also tests the partner connection itself. */
  targets: 'all' | readonly RecheckTarget[];
  /** As the last run found it. */
  partnerTenantId: string;
  notBefore: number;
}

/** Puts a new wish to the one that waits: nothing is forgotten, and nobody who keeps wishing can put it off. */
export function mergeRechecks(
  waiting: Recheck | null,
  wish: Recheck,
  at: number,
  { mostRecheckTargets, countGapMs }: WatchSettings,
): Recheck {
  const earliest = at + countGapMs;
  const notBefore = waiting ? Math.max(earliest, Math.min(waiting.notBefore, wish.notBefore)) : wish.notBefore;
  const before = waiting?.targets ?? [];
  if (before === 'all' || wish.targets === 'all') return { ...wish, targets: 'all', notBefore };
  const targets = new Map<string, RecheckTarget>(before.map((target) => [target.tenantId, target]));
  for (const target of wish.targets) {
    const other = targets.get(target.tenantId);
    targets.set(target.tenantId, { ...target, only: other && other.only !== target.only ? null : target.only });
  }
  const all = targets.size > mostRecheckTargets;
  return { ...wish, targets: all ? 'all' : [...targets.values()], notBefore };
}

/** The tenants and groups of tracks; everything where the partner connection is among them, or they are too many. */
export function toTargets(tracks: readonly Track[], { mostRecheckTargets }: WatchSettings): Recheck['targets'] {
  const targets = new Map<string, RecheckTarget>();
  for (const { subject, displayName, defaultDomainName, checks } of tracks) {
    if (subject === PARTNER_STATE_KEY) return 'all';
    const only = groupToTest(Object.keys(checks)) ?? null;
    const other = targets.get(subject);
    const merged = other && other.only !== only ? null : only;
    targets.set(subject, { tenantId: subject, displayName, defaultDomainName, only: merged });
  }
  return targets.size > mostRecheckTargets ? 'all' : [...targets.values()];
}
