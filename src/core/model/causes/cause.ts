import { z } from 'zod';
import causes from './causes.json' with { type: 'json' };

const definitionSchema = z.strictObject({
  /** The fact, as a headline of at most 60 characters. */
  title: z.string().min(1).max(60),
  /** What it means, in one sentence a tired person understands. */
  meaning: z.string().min(1),
  /** Who has to act by default. `either`: the tenant that refused decides. `none`: nobody outside Samaritan. */
  owner: z.enum(['partner', 'customer', 'either', 'microsoft', 'network', 'unknown', 'none']),
  /** It hangs on what a customer bought: many that have it at once share no origin of ours. */
  bought: z.literal(true).optional(),
});
export type CauseDefinition = z.infer<typeof definitionSchema>;

/**
 * The vocabulary of verdicts. An id is a contract with reports, articles and other programs: add one when none fits,
 * never rename one. Every id has an article in docs/articles; a test holds the two together.
 */
export type CauseId = keyof typeof causes;

const CAUSES: Readonly<Record<CauseId, CauseDefinition>> = z
  .record(z.string(), definitionSchema)
  .parse(causes) as Record<CauseId, CauseDefinition>;

export const CAUSE_IDS = Object.keys(CAUSES) as CauseId[];

export function isCauseId(text: string): text is CauseId {
  return Object.hasOwn(CAUSES, text);
}

export function causeDefinition(id: CauseId): CauseDefinition {
  return CAUSES[id];
}

/** It kept an answer away: nothing was learnt of what was asked about, neither that it works nor what is wrong with it. */
export function isNoAnswer(cause: string | undefined): boolean {
  return /^(?:network|service|throttle)\.|^(?:vault\.throttled|internal)$/.test(cause ?? '');
}

/** Whose tenant refused: the partner's own, a customer's, or nobody knows (a pasted text). */
export type RefusingTenant = 'partner' | 'customer' | 'unknown';

/**
 * Who has to act on a cause, seen alone. The tenant whose policy, consent, licence or directory refused owns it,
 * so whatever the partner's own tenant refuses is the partner's.
 */
export function ownerOf(id: CauseId, place: RefusingTenant): Owner {
  const { owner } = causeDefinition(id);
  switch (owner) {
    case 'either':
      return place === 'customer' ? 'customer' : 'partner';
    case 'customer':
      return place === 'partner' ? 'partner' : 'customer';
    case 'none':
      return 'unknown';
    default:
      return owner;
  }
}

export type Owner = 'partner' | 'customer' | 'microsoft' | 'network' | 'unknown';

const WHOSE: Record<Owner, string> = {
  partner: 'ours',
  customer: 'theirs',
  microsoft: 'Microsoft’s',
  network: 'the network’s',
  unknown: 'owner unknown',
};

export function ownerWord(owner: Owner): string {
  return WHOSE[owner];
}
