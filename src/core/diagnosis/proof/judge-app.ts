import { type Check, skippedCheck, unknownCheck } from '../../model/checks/check.ts';
import {
  type DelegatedGrant,
  EXCHANGE,
  GRAPH,
  isGrantedTo,
  OPENID,
  READS_USERS,
} from '../../model/cloud/app-grants.ts';
import { allOf, capitalize, countOf } from '../../model/text/format.ts';
import { broken, linkOf, listed, passed, type TenantProof, unreadCheck } from './proof.ts';

/** Whether the app's service principal is there, enabled, and open to the account. */
export async function judgeApp(proof: TenantProof): Promise<Check> {
  const id = 'tenant.app';
  const { readings } = proof;
  const answer = await readings.grants;
  if (!answer) return skippedCheck(id, NO_TOKEN);
  const carried = (await readings.there)?.scopes;
  if (!answer.ok) return unreadCheck(id, answer, carried);
  const { principal } = answer.value;
  if (!principal.ok) return unreadCheck(id, { ...answer, ...principal }, carried);
  if (principal.value === null) {
    const reason = 'The directory does not show the app, though a token for it was given.';
    return unknownCheck(id, reason);
  }
  const { displayName, enabled, assignmentRequired } = principal.value;
  const closes = 'graph.read';
  if (enabled === false)
    return await broken(proof, {
      id,
      cause: 'app.disabled',
      reason: 'The app is switched off in this tenant.',
      closes,
      answer,
    });
  const demands = assignmentRequired ? ' It lets only assigned accounts in, and lets ours in.' : '';
  return passed(id, `“${displayName ?? 'The app'}” is there${enabled ? ' and enabled' : ''}.${demands}`, answer);
}

export async function judgeConsent(proof: TenantProof): Promise<Check> {
  const id = 'tenant.consent';
  const { readings } = proof;
  const [answer, asked] = await Promise.all([readings.grants, readings.asked]);
  if (!answer) return skippedCheck(id, NO_TOKEN);
  const carried = (await readings.there)?.scopes;
  if (!answer.ok) return unreadCheck(id, answer, carried);
  const { delegated } = answer.value;
  if (!delegated.ok) return unreadCheck(id, { ...answer, ...delegated }, carried);
  const needed = asked ?? NEEDED;
  const lacking = lackingIn(needed, delegated.value, readings.own.accountId);
  const count = [...needed.values()].flat().length;
  const what = asked ? 'that the app asks for' : 'that the checks need (what the app asks for could not be read)';
  if (lacking.length === 0) return passed(id, `${capitalize(allOf(count, 'permission'))} ${what} are granted.`, answer);
  const reason = `Of ${countOf(count, 'permission')} ${what}, ${lacking.length === 1 ? 'one is' : `${lacking.length} are`} not granted here: ${listed(lacking)}.`;
  const given = scopesOf(delegated.value, GRAPH, readings.own.accountId);
  const noUsers = !READS_USERS.some((name) => given.includes(name));
  const closes = noUsers ? 'graph.read' : lacking.includes('Exchange.Manage') ? 'exchange.read' : null;
  return await broken(proof, {
    id,
    cause: 'consent.missing',
    owner: 'partner',
    reason,
    next: `Consent to the app in this tenant again, for ${listed(lacking)}.`,
    closes,
    ...(closes === 'exchange.read' ? { confidence: 'likely' } : {}),
    still: 'What Samaritan’s own checks need is granted.',
    answer,
  });
}

/** Whether the live token carries what is granted, and what the reads need. */
export async function judgeScopes(proof: TenantProof): Promise<Check> {
  const id = 'tenant.scopes';
  const { readings } = proof;
  const { check } = await linkOf(proof, 'graph.token');
  if (check.status !== 'pass') return skippedCheck(id, NO_TOKEN);
  const scopes = (await readings.there)?.scopes;
  if (scopes === undefined) {
    const reason = 'The token cannot be read, so nobody can say what it carries.';
    return unknownCheck(id, reason);
  }
  const grants = await readings.grants;
  const granted = grants?.ok && grants.value.delegated.ok ? grants.value.delegated.value : [];
  const missing = scopesOf(granted, GRAPH, readings.own.accountId).filter(
    (name) => !scopes.includes(name) && !OPENID.has(name),
  );
  const unreadable = !READS_USERS.some((name) => scopes.includes(name));
  if (missing.length === 0 && !unreadable)
    return passed(id, `The token carries ${countOf(scopes.length, 'permission')}.`);
  const reason =
    missing.length > 0
      ? `Granted here, and not in the live token: ${listed(missing)}. A new grant takes up to an hour to arrive.`
      : `The live token carries none of ${READS_USERS.join(', ')}, which reading users needs.`;
  const closes = unreadable ? 'graph.read' : null;
  const next =
    missing.length > 0
      ? `Wait until an hour after the consent and test again; if the token still lacks ${listed(missing)}, sign in anew for this connection.`
      : `Consent to ${READS_USERS[0]} for the app ${proof.connection.applicationId} in this tenant.`;
  const still = 'The reads that Samaritan makes need none of them.';
  return await broken(proof, { id, cause: 'permission.scope-missing', owner: 'partner', reason, next, closes, still });
}

const NO_TOKEN = 'Not tested: there is no token of this tenant to read it with.';
/** What the checks themselves need, where the manifest can't be read. */
const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  [GRAPH, ['User.Read.All']],
  [EXCHANGE, ['Exchange.Manage']],
]);

function lackingIn(
  needed: ReadonlyMap<string, readonly string[]>,
  granted: readonly DelegatedGrant[],
  accountId: string | undefined,
): string[] {
  return [...needed].flatMap(([api, names]) => {
    const given = scopesOf(granted, api, accountId);
    return names.filter((name) => !given.includes(name) && !OPENID.has(name));
  });
}

function scopesOf(granted: readonly DelegatedGrant[], api: string, accountId: string | undefined): string[] {
  return granted.flatMap((grant) => (grant.resource === api && isGrantedTo(grant, accountId) ? grant.scopes : []));
}
