import { CAUSES, type CauseDefinition } from './catalogue.ts';
import type { Owner } from './owner.ts';

export type CauseId = keyof typeof CAUSES;

export const CAUSE_IDS = Object.keys(CAUSES) as CauseId[];

export function isCauseId(text: string): text is CauseId {
  return Object.hasOwn(CAUSES, text);
}

export function causeDefinition(id: CauseId): CauseDefinition {
  return CAUSES[id];
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
