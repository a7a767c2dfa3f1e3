import { z } from 'zod';
import type { CauseId } from '../../model/causes/cause.ts';
import { CHECKS } from '../../model/checks/catalogue.ts';
import type { Check } from '../../model/checks/check.ts';
import type { SamConnection } from '../../model/cloud/connection.ts';
import type { MicrosoftCloud, TokenGrant } from '../../model/cloud/microsoft-cloud.ts';
import type { Secret } from '../../model/text/secret.ts';

/** A sign-in of ours that a tenant's policies refused, and what is at hand to find out which of them. */
export interface BlockedSignIn {
  tenantId: string;
  /** The refusal, as its check has it. */
  check: Check;
  cause: CauseId;
  cloud: MicrosoftCloud;
  connection: SamConnection;
  /** `grant`: our own token, where this run has one. */
  partner: { grant?: TokenGrant | undefined; tenantId: string };
  /** Milliseconds since the epoch. */
  now: number;
  /** A Graph token of this tenant, where the account was given one. */
  granted?: TokenGrant | undefined;
  /** Ids of the roles that delegated access gives the account, where they were read. */
  roles?: readonly string[] | undefined;
}

/** Whether a refused sign-in is a policy's doing. */
export function isPolicyRefusal({ status, cause }: Check): boolean {
  const { refusals = [] } = CHECKS['tenant.policies'];
  return status === 'fail' && cause !== undefined && refusals.includes(cause);
}

/** What a tenant's policies are read with: the account's own token, else one of the app by itself, which they do not apply to. */
export interface Reader {
  token: Secret;
  /** Permissions that the token carries. */
  carried: readonly string[];
  isAlone: boolean;
  tenantId: string;
}

export async function openReader({
  granted,
  tenantId,
  cloud,
}: Pick<BlockedSignIn, 'granted' | 'tenantId' | 'cloud'>): Promise<Reader | undefined> {
  if (granted)
    return { token: granted.accessToken, carried: granted.describe().scopes ?? [], isAlone: false, tenantId };
  const answer = await cloud.ask({ id: 'entra.token', authorityTenant: tenantId, resource: 'graph', alone: true });
  if (!answer.ok) return undefined;
  const { roles = [], tenantId: found = tenantId } = answer.value.describe();
  return { token: answer.value.accessToken, carried: roles, isAlone: true, tenantId: found };
}

/** The AADSTS number of a refusal. */
export function codeOf({ evidence }: Check): number | undefined {
  const [digits] = /\d+/.exec(evidence?.code ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}

const claimsSchema = z.object({
  access_token: z.object({ capolids: z.object({ values: z.array(z.string()).max(50) }) }),
});

/** Ids of the policies that the refusal itself says are to be met; most say none. */
export function policyIdsOf({ evidence }: Check): string[] {
  try {
    const { data } = claimsSchema.safeParse(JSON.parse(evidence?.claims ?? 'null'));
    return (data?.access_token.capolids.values ?? []).map((id) => id.toLowerCase());
  } catch {
    // Not JSON: then no ids are in it.
    return [];
  }
}

/** The same result, with what was found of the policy beside every refusal that is its doing. */
export function withPolicy(checks: readonly Check[], { cause, reason, owner, next, evidence }: Check): Check[] {
  const told = { ...(reason && { reason }), ...(owner && { owner }), ...(next && { next }) };
  const policy = evidence?.policy && { policy: evidence.policy };
  return checks.map((check) =>
    isPolicyRefusal(check) && check.cause === cause
      ? { ...check, ...told, evidence: { ...check.evidence, ...policy } }
      : check,
  );
}
