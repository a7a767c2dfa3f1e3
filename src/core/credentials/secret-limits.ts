import type { Answer } from '../model/cloud/microsoft-cloud.ts';
import { countOf } from '../model/text/format.ts';

/** What an app management policy says of client secrets. */
export interface SecretRestriction {
  /** No secret may be added, or none that lasts longer than `longestMs`. */
  kind: 'addition' | 'lifetime';
  longestMs: number | null;
  /** Only apps that were created at that time or later; null: all of them. */
  createdAfter: number | null;
}

/** The policy that acts on an app: its own, else the tenant’s for all. An own one takes nothing over from the other. */
export interface AppPolicy {
  name: string | null;
  restrictions: readonly SecretRestriction[];
  /** When the app was created; null where it will be. */
  appCreatedAt: number | null;
}

/** What may be added to an app. `unread`: the tenant did not say, and may refuse. */
export type SecretLimits = 'unread' | { policy: string; forbidden: boolean; longestMs: number | null };

const DAY_MS = 86_400_000;
/** The end is counted from Microsoft’s clock, which may be behind ours. */
const SKEW_MS = 600_000;

export function limitsOf(answer: Answer<AppPolicy>): SecretLimits {
  if (!answer.ok) return 'unread';
  const { name, restrictions, appCreatedAt } = answer.value;
  const acting = restrictions.filter(
    ({ createdAfter }) => createdAfter === null || appCreatedAt === null || appCreatedAt >= createdAfter,
  );
  const lifetimes = acting.flatMap(({ kind, longestMs }) => (kind === 'lifetime' ? (longestMs ?? []) : []));
  return {
    policy: name ?? 'app management policy',
    forbidden: acting.some(({ kind }) => kind === 'addition'),
    longestMs: lifetimes.length === 0 ? null : Math.min(...lifetimes),
  };
}

/** When a secret ends that is to last so many days, or as long as it may. */
export function secretEnd(now: number, days: number, limits: SecretLimits): number {
  const longestMs = (limits !== 'unread' && limits.longestMs) || Number.POSITIVE_INFINITY;
  return now + Math.min(days * DAY_MS, longestMs - SKEW_MS);
}

/** What is to be known of the end beforehand, a sentence; undefined where the policies have nothing against the wish. */
export function limitWords(limits: SecretLimits, days: number): string | undefined {
  if (limits === 'unread')
    return 'Whether a policy of the tenant limits client secrets could not be read (Policy.Read.All); Microsoft refuses the secret if one does.';
  const { policy, longestMs } = limits;
  if (longestMs === null || longestMs - SKEW_MS >= days * DAY_MS) return undefined;
  const longest = longestMs < DAY_MS ? 'less than a day' : countOf(Math.floor(longestMs / DAY_MS), 'day');
  return `The policy “${policy}” of the tenant lets a client secret last ${longest} at most, so it does not last the ${days} days asked for.`;
}
