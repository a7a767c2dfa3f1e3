import type { ActingPolicy } from '../../model/causes/evidence.ts';
import type { AccessPolicy, LoggedSignIn, NamedLocation } from '../../model/cloud/access-policy.ts';
import type { AnswerTo } from '../../model/cloud/microsoft-cloud.ts';
import type { Secret } from '../../model/text/secret.ts';
import { type BlockedSignIn, codeOf, type Reader } from './blocked-sign-in.ts';

const LOG_MS = 24 * 60 * 60 * 1000;

/** Our own tenant, where this run has a token of it. */
export const ownSide = ({
  grant,
  tenantId,
}: BlockedSignIn['partner']): { token: Secret; tenantId: string } | undefined =>
  grant && { token: grant.accessToken, tenantId };

/** What is read of a refusal: the customer's side by whatever token there is, and our own. */
export interface Read {
  /** In whose tenant it was refused: what `policies` to `log` are of. */
  here: ActingPolicy['whose'];
  policies: AnswerTo<'graph.policies'> | undefined;
  locations: readonly NamedLocation[];
  defaults: boolean | undefined;
  log: AnswerTo<'graph.sign-ins'> | undefined;
  own: readonly AccessPolicy[];
  ownLog: readonly LoggedSignIn[];
}

/** Everything side by side. */
export async function readAround(blocked: BlockedSignIn, reader: Reader | undefined): Promise<Read> {
  const { cloud, partner, tenantId, now } = blocked;
  const code = codeOf(blocked.check);
  const isOwn = tenantId === partner.tenantId;
  const ours = isOwn ? undefined : ownSide(partner);
  const theirs = reader && { token: reader.token, tenantId };
  const logOf = (side: { token: Reader['token']; tenantId: string } | undefined) =>
    side && code !== undefined ? cloud.ask({ id: 'graph.sign-ins', ...side, code, since: now - LOG_MS }) : undefined;
  const [policies, locations, defaults, log, own, ownLog] = await Promise.all([
    theirs && cloud.ask({ id: 'graph.policies', ...theirs }),
    theirs && cloud.ask({ id: 'graph.locations', ...theirs }),
    theirs && cloud.ask({ id: 'graph.security-defaults', ...theirs }),
    logOf(theirs),
    ours && cloud.ask({ id: 'graph.policies', ...ours }),
    logOf(ours),
  ]);
  const of = (
    answer: AnswerTo<'graph.sign-ins'> | undefined,
    resourceId: string | undefined,
  ): readonly LoggedSignIn[] =>
    answer?.ok ? answer.value.filter(({ resourceTenantId }) => resourceTenantId === resourceId?.toLowerCase()) : [];
  return {
    here: isOwn ? 'partner' : 'customer',
    policies,
    locations: locations?.ok ? locations.value : [],
    defaults: defaults?.ok ? defaults.value : undefined,
    // Our own log has what was refused elsewhere too.
    log: isOwn && log?.ok ? { ...log, value: of(log, reader?.tenantId) } : log,
    own: own?.ok ? own.value : [],
    ownLog: of(ownLog, tenantId),
  };
}

export const policiesIn = ({ here, policies, own }: Read, whose: ActingPolicy['whose']): readonly AccessPolicy[] =>
  whose !== here ? own : policies?.ok ? policies.value : [];
