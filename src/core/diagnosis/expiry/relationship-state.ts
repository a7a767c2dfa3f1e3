import type { GdapRelationship } from '../../model/cloud/microsoft-cloud.ts';
import { DAY_MS } from './stage.ts';

/** Microsoft's own id of the role in every tenant. A relationship that holds it cannot be extended automatically. */
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

/**
 * What a relationship is good for now.
 * - `live`: it gives access. `starting`: approved, and being set up. `pending`: waits for the customer.
 * - `over`: it gave access and does not, or not for long, any more. `draft`: was never sent.
 */
export type RelationshipState = 'live' | 'starting' | 'pending' | 'over' | 'draft' | 'unknown';

/** learn.microsoft.com/graph/api/resources/delegatedadminrelationship, November 2026. */
const STATES: Readonly<Record<string, RelationshipState>> = {
  created: 'draft',
  approvalpending: 'pending',
  approved: 'starting',
  activating: 'starting',
  active: 'live',
  expired: 'over',
  terminationrequested: 'over',
  terminating: 'over',
  terminated: 'over',
};

/** `expiring` means "past its end" by the documentation; one whose end lies ahead still gives access. */
export function stateOf({ status, endsAt }: GdapRelationship, now: number): RelationshipState {
  const word = status.toLowerCase();
  if (word === 'expiring') return endsAt !== null && endsAt > now ? 'live' : 'over';
  return Object.hasOwn(STATES, word) ? (STATES[word] ?? 'unknown') : 'unknown';
}

export function wasTerminated({ status }: GdapRelationship): boolean {
  return status.toLowerCase().startsWith('terminat');
}

export function hasGlobalAdministrator({ roleDefinitionIds }: GdapRelationship): boolean {
  return roleDefinitionIds.includes(GLOBAL_ADMINISTRATOR);
}

/** learn.microsoft.com/partner-center/gdap-faq: a request that nobody answers lapses. */
export const REQUEST_LASTS_DAYS = 90;

/** Whether it is a request that was open for too long to be approved still. */
export function hasLapsed(relationship: GdapRelationship, now: number): boolean {
  const since = changedAt(relationship);
  return stateOf(relationship, now) === 'pending' && since !== null && now - since > REQUEST_LASTS_DAYS * DAY_MS;
}

/** Whether Microsoft prolongs it at its end. Not with Global Administrator in it, whatever the setting says. */
export function extendsItself(relationship: GdapRelationship): boolean {
  const { status, autoExtendDuration } = relationship;
  const isOn = /^P(?=.*[1-9])/i.test(autoExtendDuration ?? '');
  return isOn && status.toLowerCase() === 'active' && !hasGlobalAdministrator(relationship);
}

/** Until when access is sure: for ever while it extends itself, unless an extension that was due did not come. */
export function lastsUntil(relationship: GdapRelationship, now: number): number {
  const { endsAt } = relationship;
  if (endsAt === null) return Number.NEGATIVE_INFINITY;
  return extendsItself(relationship) && endsAt > now - DAY_MS ? Number.POSITIVE_INFINITY : endsAt;
}

/** When it last changed its state, as far as is known: when a request was sent, when access ended. */
export function changedAt({ lastModifiedAt, endsAt, createdAt }: GdapRelationship): number | null {
  return lastModifiedAt ?? endsAt ?? createdAt;
}
