import type { CauseId, Owner } from '../causes/cause.ts';
import { classifyFault, type FaultContext } from '../causes/classify.ts';
import type { CheckStatus, Confidence, Evidence } from '../causes/evidence.ts';
import type { Connection } from '../cloud/connection.ts';
import type { Answer } from '../cloud/microsoft-cloud.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { CHAINS, CHECKS, GROUPS } from './catalogue.ts';

export type CheckId = keyof typeof CHECKS;
type Groups = typeof GROUPS;

export type TenantGroup = { [G in keyof Groups]: Groups[G]['of'] extends 'tenant' ? G : never }[keyof Groups];

export interface Check {
  id: CheckId;
  status: CheckStatus;
  durationMs: number;
  /** Requests sent for it. */
  attempts: number;
  cause?: CauseId;
  /** Who has to act on `cause` here, before the fleet is looked at as a whole. */
  owner?: Owner;
  /** How sure `cause` is, where it was judged by an answer: what is known without asking is certain. */
  confidence?: Confidence;
  /** One sentence for the technician. */
  reason?: string;
  evidence?: Evidence;
  /** What is missing to read it, where it could not be read: a permission of the app, or a role of the account. */
  unread?: string;
  /** How long the service asked to wait before it may be asked again, where it refused for having been asked too much. */
  retryAfterMs?: number;
  /** The one next step, where what was found names it better than the cause's article does. */
  next?: string;
}

/** In the order in which they run. */
export const CHECK_IDS = Object.keys(CHECKS) as CheckId[];

export function isCheckId(text: string): text is CheckId {
  return Object.hasOwn(CHECKS, text);
}

/** Whether nothing can be said of any tenant where it fails. */
export function isFoundation(id: string): boolean {
  return isCheckId(id) && CHECKS[id].foundation === true;
}

/** In the order of the first check of each. */
export const TENANT_GROUPS = [...new Set(CHECK_IDS.map((id) => CHECKS[id].group))].filter(isTenantGroup);

function isTenantGroup(group: keyof Groups): group is TenantGroup {
  return GROUPS[group].of === 'tenant';
}

/** The group of a tenant's check; undefined for the partner's own and for what is no check any more. */
export function tenantGroupOf(id: string): TenantGroup | undefined {
  const group = isCheckId(id) ? CHECKS[id].group : undefined;
  return group !== undefined && isTenantGroup(group) ? group : undefined;
}

/** A group by its word, as a flag or a button carries it. */
export function toTenantGroup(word: string | undefined): TenantGroup | undefined {
  return TENANT_GROUPS.find((group) => group === word);
}

const KNOWN_IDS = new Map<string, readonly CheckId[]>();

/** The checks of a tenant of a connection of that kind: all, or one group with what its checks need. */
export function tenantCheckIds(only?: TenantGroup, kind: Connection['kind'] = 'sam'): readonly CheckId[] {
  // Asked for each tenant of a fleet.
  const key = `${kind} ${only}`;
  const known = KNOWN_IDS.get(key) ?? chooseIds(only, kind);
  KNOWN_IDS.set(key, known);
  return known;
}

function chooseIds(only: TenantGroup | undefined, kind: Connection['kind']): CheckId[] {
  const chain: readonly CheckId[] = CHAINS[kind];
  const all = chain.filter((id) => tenantGroupOf(id) !== undefined);
  if (only === undefined) return all;
  const wanted = new Set<string>();
  for (const id of [...all].reverse()) {
    if (CHECKS[id].group !== only && !wanted.has(id)) continue;
    for (const one of [id, ...CHECKS[id].needs]) wanted.add(one);
  }
  return all.filter((id) => wanted.has(id));
}

/** The whole way into one tenant, as `check` proves it: what a sweep asks of it, and what stands behind that. */
export const PROOF_IDS = CHAINS.sam.filter((id) => GROUPS[CHECKS[id].group].of !== 'partner');
/** The same of an app by itself, whose every test is the whole way in. */
export const APP_PROOF_IDS = CHAINS['app-only'].filter((id) => GROUPS[CHECKS[id].group].of !== 'partner');

/** The link that a refused sign-in shows to be broken, where its cause does. */
export function linkOfRefusal(cause: CauseId): CheckId | undefined {
  return CHECK_IDS.find((id) => CHECKS[id].refusals?.includes(cause));
}

/** What a tenant has to be tested for so that these checks are made again: one group, or undefined for all. */
export function groupToTest(ids: Iterable<string>): TenantGroup | undefined {
  const [group, ...more] = new Set([...ids].map(tenantGroupOf));
  return more.length === 0 ? group : undefined;
}

export interface PartnerResult {
  /** The `tid` found, else the tenant as configured. */
  tenantId: string;
  status: CheckStatus;
  checks: Check[];
}

export interface TenantResult extends Tenant {
  status: CheckStatus;
  checks: Check[];
  /**
   * Where `checks` prove the whole way in: what a sweep's own checks said beside. State, alerts and comparisons go by
   * these, so that a tenant looks there as a sweep would show it.
   */
  swept?: Check[];
  /** An administrator keeps it from being signed in to: it was not tested. */
  excluded?: true;
  /** Microsoft asked to wait before it is asked again, and it will be: it is not tested yet. */
  waiting?: true;
  /** The failure is expected here and accepted by an administrator. */
  accepted?: boolean;
}

/** It was named, no list has it, and Microsoft knows no such tenant: most likely a slip, of which nothing is to be kept. */
export function isNoTenant(result: TenantResult): boolean {
  return result.unlisted === true && sweptChecks(result).some(({ cause }) => cause === 'tenant.not-found');
}

export function sweptChecks({ checks, swept = checks }: TenantResult): Check[] {
  return swept;
}

/** A check from the answer to its request. An answer that never came because the run ended is skipped, not failed. */
export function toCheck(id: CheckId, answer: Answer<unknown>, context: FaultContext): Check {
  const { attempts } = answer;
  const durationMs = Math.round(answer.durationMs);
  if (answer.ok) return { id, status: 'pass', durationMs, attempts };
  if (answer.fault.kind === 'aborted') return skippedCheck(id, INTERRUPTED);
  const { evidence, ...verdict } = classifyFault(answer.fault, context);
  const { fault } = answer;
  return {
    id,
    durationMs,
    attempts,
    ...verdict,
    ...(evidence === undefined ? {} : { evidence }),
    ...(fault.kind === 'throttled' && fault.retryAfterMs !== undefined ? { retryAfterMs: fault.retryAfterMs } : {}),
  };
}

export function skippedCheck(id: CheckId, reason: string): Check {
  return { id, status: 'skipped', durationMs: 0, attempts: 0, reason };
}

/** Nobody can say, and no request would change that. */
export function unknownCheck(id: CheckId, reason: string): Check {
  return { id, status: 'unknown', durationMs: 0, attempts: 0, reason };
}

export const INTERRUPTED = 'Not tested: the run was interrupted.';
export const NOT_YET = 'Not tested yet: Microsoft asks to wait before this tenant is asked again.';
export const NO_TOKEN = 'Not tested: the token for this tenant could not be had.';
