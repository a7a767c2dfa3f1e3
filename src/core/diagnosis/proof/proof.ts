import { type CauseId, type Owner, ownerOf } from '../../model/causes/cause.ts';
import { classifyFault } from '../../model/causes/classify.ts';
import { CHECKS } from '../../model/checks/catalogue.ts';
import { type Check, type CheckId, INTERRUPTED, skippedCheck } from '../../model/checks/check.ts';
import { isRefusedRight } from '../../model/cloud/is-refused-right.ts';
import type { Answer, Fault } from '../../model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { ChainLink, ChainLinks } from '../chains/tenant-chain.ts';
import type { ProofOptions, Readings } from './readings.ts';

export interface TenantProof extends ProofOptions {
  tenant: Tenant;
  links: ChainLinks;
  readings: Readings;
  /** Another link's verdict; each is judged once. */
  judge: (id: CheckId) => Promise<Check>;
}

/** One link's answer. The four that a sweep makes are always under way. */
export async function linkOf({ links }: Pick<TenantProof, 'links'>, id: CheckId): Promise<ChainLink> {
  const link = links.get(id);
  if (!link) throw new Error(`the check ${id} is not under way`);
  return await link;
}

export function passed(id: CheckId, reason: string, answer: Made = NOTHING): Check {
  return { id, status: 'pass', ...made(answer), reason };
}

type Made = Pick<Answer<unknown>, 'attempts' | 'durationMs'>;
const NOTHING: Made = { attempts: 0, durationMs: 0 };
const made = ({ attempts, durationMs }: Made): Made => ({ attempts, durationMs: Math.round(durationMs) });

export interface Broken {
  id: CheckId;
  cause: CauseId;
  reason: string;
  /** Where it is not the one that the cause has here. */
  owner?: Owner | undefined;
  confidence?: Check['confidence'];
  /** See `Check`. */
  next?: string;
  /** What can't answer while this link is broken; null where the checks don't need it. */
  closes: 'graph.read' | 'exchange.read' | null;
  /** What it means that it answers all the same. */
  still?: string;
  answer?: Made;
}

/**
 * A link that the directory shows to be broken. Where what hangs on it answers all the same, it is a warning: what is
 * seen to work outranks what is read. The refusal that it leads to is its evidence.
 */
export async function broken(
  proof: TenantProof,
  { closes, still = OTHER_WAY, answer = NOTHING, ...found }: Broken,
): Promise<Check> {
  const { id, cause, reason, owner = ownerOf(cause, proof.place), confidence = 'exact', next } = found;
  const common = { id, ...made(answer), cause, owner, confidence, ...(next === undefined ? {} : { next }) };
  const read = closes === null ? null : (await linkOf(proof, closes)).check;
  if (read === null || read.status === 'pass') return { ...common, status: 'warn', reason: `${reason} ${still}` };
  const token = closes === 'graph.read' ? 'graph.token' : 'exchange.token';
  const { check: sign } = await linkOf(proof, token);
  const { evidence } = sign.evidence ? sign : read;
  return { ...common, status: 'fail', reason, ...(evidence === undefined ? {} : { evidence }) };
}

const OTHER_WAY = 'It answers all the same, so the account gets in by another way, or does until its token ends.';

/**
 * A reading that gave nothing: unknown, never green. `carried` are the permissions of the token it was asked with: one
 * that has the permission and is refused lacks a role.
 */
export function unreadCheck(id: CheckId, answer: Unanswered, carried?: readonly string[]): Check {
  const { fault, attempts = 0, durationMs = 0 } = answer;
  if (fault.kind === 'aborted') return skippedCheck(id, INTERRUPTED);
  const { permission } = CHECKS[id];
  const { reason, evidence } = classifyFault(fault, { request: 'graph.read', place: 'unknown' });
  const missing =
    !isRefusedRight(fault) || permission === null ? undefined : carried?.includes(permission) ? READER : permission;
  const why =
    missing === undefined
      ? reason
      : missing === READER
        ? `the account lacks a role such as ${READER}.`
        : `the app lacks the permission ${missing}, or the account a role.`;
  return {
    id,
    status: 'unknown',
    ...made({ attempts, durationMs }),
    reason: `Could not be read: ${why}`,
    ...(evidence === undefined ? {} : { evidence }),
    ...(missing === undefined ? {} : { unread: missing }),
  };
}

type Unanswered = { fault: Fault } & Partial<Made>;

const READER = 'Global Reader';

const MOST_NAMES = 4;

/** The first few names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
