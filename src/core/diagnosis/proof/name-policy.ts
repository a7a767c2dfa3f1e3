import type { ActingPolicy } from '../../model/causes/evidence.ts';
import type { Check } from '../../model/checks/check.ts';
import { countOf } from '../../model/text/format.ts';
import { FROM_ANYWHERE, matchPolicy, type SeenSignIn } from '../policies/match-policy.ts';
import { policyList } from '../policies/policy-words.ts';
import { type BlockedSignIn, codeOf, policyIdsOf } from './blocked-sign-in.ts';
import { policiesIn, type Read } from './read-around-refusal.ts';
import { policyOf, toldBy } from './told-policy.ts';
import { logWords } from './unnamed-policy.ts';

/** The refusal told by its policy, by the best evidence there is; undefined where none names one. */
export function namePolicy(blocked: BlockedSignIn, read: Read): Check | undefined {
  return (
    ofLog(blocked, read, 'log') ??
    ofIds(blocked, read) ??
    ofLog(blocked, read, 'earlier') ??
    ofDefaults(blocked, read) ??
    ofConditions(blocked, read)
  );
}

/** What the sign-in logs name: of this very sign-in, or of the last one that was refused in this way. */
function ofLog(blocked: BlockedSignIn, read: Read, which: 'log' | 'earlier'): Check | undefined {
  const theirs = read.log?.ok ? read.log.value : [];
  const entries = [
    ...theirs.map((one) => ({ ...one, whose: read.here })),
    ...read.ownLog.map((one) => ({ ...one, whose: 'partner' as const })),
  ];
  const telling = entries.filter(({ failed }) => failed !== null && failed.length > 0);
  const id = blocked.check.evidence?.correlationId?.toLowerCase();
  const same = which === 'log';
  const entry = same ? telling.find(({ correlationId }) => id !== undefined && correlationId === id) : telling[0];
  const [first, ...others] = entry?.failed ?? [];
  if (!entry || !first) return undefined;
  const policy = policiesIn(read, entry.whose).find((one) => one.id === first.id);
  const found = policyOf(policy ?? first, {
    blocked,
    read,
    whose: entry.whose,
    shownBy: which,
    others,
    ip: entry.ip,
  });
  const from = entry.ip === null ? '' : `, from our address ${entry.ip}`;
  const proof = same
    ? `The sign-in log names it${from}.`
    : `The sign-in log names it for an earlier refusal of this kind${from}; this one is not there yet, which takes up to 15 minutes.`;
  return toldBy(blocked, found, `${proof}${others.length > 0 ? ` It names ${policyList(others)} too.` : ''}`);
}

/** What the refusal itself names by its ids. */
function ofIds(blocked: BlockedSignIn, read: Read): Check | undefined {
  const ids = policyIdsOf(blocked.check);
  for (const whose of ['customer', 'partner'] as const) {
    const [first, ...others] = policiesIn(read, whose).filter(({ id }) => ids.includes(id));
    if (!first) continue;
    const found = policyOf(first, { blocked, read, whose, shownBy: 'refusal', others });
    return toldBy(
      blocked,
      found,
      `The refusal names it by its id.${others.length > 0 ? ` It names ${policyList(others)} too.` : ''}`,
    );
  }
  return undefined;
}

const OF_DEFAULTS: readonly string[] = ['access.security-defaults', 'mfa.required', 'mfa.not-registered'];

/** Security defaults, which know no exceptions and leave no room for policies. */
function ofDefaults(blocked: BlockedSignIn, { defaults, here }: Read): Check | undefined {
  if (!defaults || !OF_DEFAULTS.includes(blocked.cause)) return undefined;
  const isNamed = blocked.cause === 'access.security-defaults';
  const found: ActingPolicy = {
    id: 'security-defaults',
    name: 'Security defaults',
    whose: here,
    does: 'require multifactor authentication and block old protocols',
    when: '',
    shownBy: isNamed ? 'refusal' : 'conditions',
    others: 0,
    set: 'security defaults know no exceptions; where our accounts have to be left out, replace them by Conditional Access policies, which need Entra ID P1',
  };
  const carriesMfa = blocked.partner.grant?.describe().authenticationMethods?.includes('mfa') ?? false;
  const isRefusedForGood = isNamed && carriesMfa;
  // Whoever signs in anew is us.
  return toldBy(blocked, found, 'They are on in this tenant.', {
    owner: isRefusedForGood ? (blocked.check.owner ?? here) : 'partner',
    next: isRefusedForGood ? replaceDefaults(here) : signInAnew(carriesMfa),
  });
}

function replaceDefaults(here: Read['here']): string {
  const subject = here === 'partner' ? 'Replace' : 'Have the customer replace';
  return `${subject} security defaults by Conditional Access policies, which can leave our accounts out and need Entra ID P1: our token carries MFA, and security defaults know no exceptions.`;
}

function signInAnew(carriesMfa: boolean): string {
  return carriesMfa
    ? 'Sign in anew for this connection, so that its MFA is fresh: security defaults know no exceptions.'
    : 'Sign in anew for this connection, with MFA: security defaults let such a sign-in through.';
}

/** What fits by its conditions. */
function ofConditions(blocked: BlockedSignIn, read: Read): Check | undefined {
  const policies = policiesIn(read, read.here);
  const seen = seenBy(blocked, read);
  const rated = policies.map((policy) => ({ policy, fits: matchPolicy(policy, seen) }));
  const [first, ...others] = (['surely', 'maybe'] as const).flatMap((rate) =>
    rated.flatMap(({ policy, fits }) => (fits === rate ? [policy] : [])),
  );
  if (!first) return undefined;
  const found = policyOf(first, {
    blocked,
    read,
    whose: read.here,
    shownBy: 'conditions',
    others,
    ip: seen.from.ip,
  });
  const from = first.locations && seen.from.ip !== null ? ` Our address is ${seen.from.ip}.` : '';
  const fits = `Of ${countOf(policies.length, 'policy', 'policies')} ${others.length === 0 ? 'it alone fits' : `${others.length + 1} fit`} this sign-in${others.length === 0 ? '' : `: ${policyList(others)} too`}.${from} ${logWords(read)}`;
  return toldBy(blocked, found, fits);
}

function seenBy({ check, partner, roles, connection }: BlockedSignIn, read: Read): SeenSignIn {
  const id = check.evidence?.correlationId?.toLowerCase();
  const logged = [...(read.log?.ok ? read.log.value : []), ...read.ownLog];
  const entry = logged.find(({ correlationId }) => id !== undefined && correlationId === id) ?? logged[0];
  return {
    who:
      read.here === 'partner'
        ? { kind: 'own', accountId: entry?.accountId ?? null }
        : { kind: 'provider', partnerTenantId: partner.tenantId, roles },
    service: check.id === 'exchange.token' ? 'exchange' : 'graph',
    code: codeOf(check),
    isDeviceCode: connection.publicClient === true || entry?.isDeviceCode === true,
    from: entry ?? FROM_ANYWHERE,
    named: read.locations,
  };
}
