import type { PermissionKind } from '../../model/cloud/app-grants.ts';

/**
 * What is true of one permission in one tenant.
 * - `held`: the live token carries it. `granted`: consented to, and no token that could show it was asked for.
 * - `not-asked`: needed, and the app does not ask for it. `not-granted`: nobody consented to it here.
 * - `not-in-token`: consented to, and the live token does not carry it. `no-role`: in the token, and still refused.
 * - `not-live`: the live token does not carry it, and whether it was consented to could not be read.
 * - `surplus`: granted, and neither asked for nor needed. `unknown`: it could not be read.
 */
export type PermissionVerdict =
  | 'held'
  | 'granted'
  | 'not-asked'
  | 'not-granted'
  | 'not-in-token'
  | 'not-live'
  | 'no-role'
  | 'surplus'
  | 'unknown';

/** One permission: what is needed, asked for, granted and live. Null is what could not be read. */
export interface PermissionRow {
  /** The API's name, and its application id. */
  resource: string;
  resourceId: string;
  permission: string;
  kind: PermissionKind;
  required: boolean;
  asked: boolean | null;
  granted: boolean | null;
  live: boolean | null;
  verdict: PermissionVerdict;
  why: string;
}

/** A part that was refused, and the permission that would open it. */
export interface UnreadPart {
  what: string;
  permission: string | null;
  reason: string;
}

export const isMissing = ({ verdict }: PermissionRow): boolean => MISSING.has(verdict);
const MISSING: ReadonlySet<PermissionVerdict> = new Set([
  'not-asked',
  'not-granted',
  'not-in-token',
  'not-live',
  'no-role',
]);

/** What the app asks for beyond what is needed, and lacks. */
export const isDrifted = (row: PermissionRow): boolean => !row.required && row.asked === true && isMissing(row);
