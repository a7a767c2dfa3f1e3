import { classifyFault } from '../../model/causes/classify.ts';
import { type Connection, hasSecret } from '../../model/cloud/connection.ts';
import { isRefusedRight } from '../../model/cloud/is-refused-right.ts';
import type { Fault, GdapRelationship, MicrosoftCloud, RelationshipList } from '../../model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { Secret } from '../../model/text/secret.ts';
import { type ExpiryJudgement, type ExpiryKind, type ExpiryProblem, judgement, keyOf } from './expiry-finding.ts';
import { judgeCredentials, judgeOwnEnd } from './judge-credentials.ts';
import { judgeRefreshToken } from './judge-refresh-token.ts';
import { judgeRelationships } from './judge-relationships.ts';
import { judgeSecretAge } from './judge-secret-age.ts';
import { findOwnSecret } from './own-secret.ts';
import { lastsUntil, stateOf, wasTerminated } from './relationship-state.ts';

export interface ExpiryRequest {
  /** A Graph token for the partner's own tenant. */
  partnerToken: Secret;
  connection: Connection;
  /** The customer list, undefined when it could not be read. */
  customers: readonly Tenant[] | undefined;
  /** Milliseconds since the epoch, here and below. */
  now: number;
  /** When the newest refresh token that was kept was issued, null when none is recorded. */
  rotatedAt: number | null;
}

export interface ExpiryReading extends ExpiryJudgement {
  /** When delegated access ends, by tenant; absent where that could not be read. */
  ends?: Readonly<Record<string, number>>;
  /** When the secret in use began and ends; null where it could not be told, or a certificate is used instead. */
  secret: { startsAt: number | null; endsAt: number | null } | null;
}

/**
 * Everything of a connection that ends: its secret, certificates, refresh token and delegated access. Two readings,
 * side by side; one that fails is a problem and leaves the other alone. Never throws for what the cloud answers.
 */
export async function readExpiry(
  cloud: Pick<MicrosoftCloud, 'ask'>,
  { partnerToken, connection, customers, now, rotatedAt }: ExpiryRequest,
): Promise<ExpiryReading> {
  const { applicationSecret, certificate, kind } = connection;
  // An app by itself has no customers and no refresh token.
  const [application, relationships] = await Promise.all([
    cloud.ask({ id: 'graph.application', token: partnerToken }),
    kind === 'sam' ? cloud.ask({ id: 'graph.relationships', token: partnerToken }) : undefined,
  ]);
  const parts = [
    ...(kind === 'sam' ? [judgeRefreshToken({ rotatedAt, now })] : []),
    ...(application.ok
      ? [judgeCredentials(application.value, connection, now), judgeSecretAge(application.value, connection, now)]
      : [
          judgement({ problems: [toProblem(application.fault, CREDENTIALS)] }),
          ...(certificate ? [judgeOwnEnd(certificate, now)] : []),
        ]),
    ...(relationships
      ? [
          relationships.ok
            ? judgeRelationships(relationships.value, customers, now)
            : judgement({ problems: [toProblem(relationships.fault, RELATIONSHIPS)] }),
        ]
      : []),
  ];
  const own =
    application.ok && hasSecret(connection) ? findOwnSecret(application.value, applicationSecret, now) : undefined;
  const secret = own && 'credential' in own ? own.credential : undefined;
  return {
    ...(relationships?.ok && { ends: relationshipEnds(relationships.value, now) }),
    secret: secret ? { startsAt: secret.startsAt, endsAt: secret.endsAt } : null,
    findings: parts.flatMap((part) => part.findings),
    problems: parts.flatMap((part) => part.problems),
    notes: parts.flatMap((part) => part.notes),
  };
}

interface Reading {
  what: ExpiryProblem['what'];
  /** In a sentence: `… cannot be read`. */
  name: string;
  permission: string;
  kinds: readonly ExpiryKind[];
}

const CREDENTIALS: Reading = {
  what: 'application-credentials',
  name: 'The end dates of the app’s secrets and certificates',
  permission: 'Application.Read.All',
  kinds: ['client-secret', 'certificate', 'secret-age'],
};

const RELATIONSHIPS: Reading = {
  what: 'gdap-relationships',
  name: 'The end dates of delegated access',
  permission: 'DelegatedAdminRelationship.Read.All',
  kinds: ['gdap-relationship'],
};

function toProblem(fault: Fault, { what, name, permission, kinds }: Reading): ExpiryProblem {
  const unjudged = kinds.map((kind) => keyOf(kind, ''));
  if (fault.kind === 'aborted') {
    return { what, reason: `${name} were not read: the run was interrupted.`, unjudged };
  }
  const { cause, reason, evidence } = classifyFault(fault, { request: 'graph.read', place: 'partner' });
  const forbidden = isRefusedRight(fault) && cause.startsWith('permission.');
  return {
    what,
    reason: `${name} cannot be read: ${forbidden ? `the app lacks the permission ${permission}, or the service account a role.` : reason}`,
    cause,
    ...(evidence === undefined ? {} : { evidence }),
    unjudged,
  };
}

/**
 * When delegated access to each customer ends, or has ended, by the tenant's id in lower case; milliseconds since the epoch. Nobody whose
 * relationship extends itself, was terminated, or has no end that can be read.
 */
export function relationshipEnds({ relationships }: RelationshipList, now: number): Record<string, number> {
  const ends: Record<string, number> = {};
  for (const [tenantId, all] of Map.groupBy(relationships, ({ customer }) => customer.tenantId)) {
    const live = all.filter((one) => stateOf(one, now) === 'live');
    const over = (one: GdapRelationship): boolean => stateOf(one, now) === 'over' && !wasTerminated(one);
    const counted = live.length > 0 ? live : all.filter(over);
    const last = Math.max(...counted.map((one) => lastsUntil(one, now)));
    if (tenantId !== null && Number.isFinite(last)) ends[tenantId.toLowerCase()] = last;
  }
  return ends;
}
