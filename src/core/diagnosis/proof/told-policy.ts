import type { Owner } from '../../model/causes/cause.ts';
import { type ActingPolicy, isProved } from '../../model/causes/evidence.ts';
import type { Check } from '../../model/checks/check.ts';
import type { AccessPolicy, LoggedSignIn } from '../../model/cloud/access-policy.ts';
import { toSafeText } from '../../model/text/format.ts';
import { controlsOf, controlWords, refusingControls } from '../policies/controls.ts';
import { OF_BIRTH } from '../policies/match-policy.ts';
import { conditionWords, exclusionOf, policyList, policyName } from '../policies/policy-words.ts';
import { type BlockedSignIn, codeOf } from './blocked-sign-in.ts';
import type { Read } from './read-around-refusal.ts';

export type Failed = NonNullable<LoggedSignIn['failed']>[number];

interface Shown {
  blocked: BlockedSignIn;
  read: Read;
  whose: ActingPolicy['whose'];
  shownBy: ActingPolicy['shownBy'];
  /** That refuse it too, or may. */
  others: readonly (AccessPolicy | Failed)[];
  ip?: string | null;
}

/** A policy with what it does to this sign-in, and what is to be set. `policy` is whole where it could be read, and what the log says of it where not. */
export function policyOf(
  policy: AccessPolicy | Failed,
  { blocked, read, whose, shownBy, others, ip }: Shown,
): ActingPolicy {
  const { partner, check } = blocked;
  const name = policyName(policy);
  const whole = 'users' in policy ? policy : undefined;
  const refusing = refusingControls(whole ? controlsOf(whole) : policy.controls, codeOf(check));
  const kept = whose === read.here ? (whole?.locations?.exclude ?? []) : [];
  // An address can be added to a place that is made of addresses.
  const places = kept.flatMap((id) => {
    const place = read.locations.find((one) => one.id.toLowerCase() === id.toLowerCase());
    return place?.ranges ? [policyName(place)] : [];
  });
  const orPlace =
    ip && places.length > 0 ? `; or add our address ${ip} to the named location ${places.join(' or ')}` : '';
  const isSure = shownBy === 'log' || shownBy === 'refusal';
  const sameIn =
    others.length === 0
      ? ''
      : `; the same in ${policyList(others)}${isSure ? '' : ', if we are refused after that still'}`;
  return {
    id: policy.id,
    name: toSafeText(name, { maxLength: 200 }),
    whose,
    does: controlWords(refusing.length > 0 ? refusing : policy.controls),
    when: whole ? conditionWords(whole, whose === read.here ? read.locations : []) : '',
    shownBy,
    others: others.length,
    set:
      whose === 'partner'
        ? `exclude the service account from the policy ${name}${orPlace}${sameIn}`
        : `${exclusionOf(name, partner.tenantId)}${orPlace}${sameIn}`,
  };
}

/** The refusal's check, told by the policy. `over` takes the place of whose it is and what comes next. */
export function toldBy(
  blocked: BlockedSignIn,
  policy: ActingPolicy,
  proof: string,
  over: { owner?: Owner; next?: string } = {},
): Check {
  const { check } = blocked;
  const { whose, name, does, when } = policy;
  const who = `${isProved(policy) ? '' : 'Most likely '}${name.startsWith('“') ? `${whose === 'customer' ? 'the customer’s' : 'our own'} policy ` : ''}${name}`;
  const what = `${who.charAt(0).toUpperCase()}${who.slice(1)} ${does}${when === '' ? '' : ` ${when}`}.`;
  const anew = signInAnew(blocked, policy);
  const { owner, next } = anew
    ? { owner: 'partner' as const, next: anew }
    : {
        owner: whose,
        next:
          whose === 'customer'
            ? `Have the customer leave our accounts out: ${policy.set}.`
            : `In our own tenant, ${policy.set}.`,
      };
  return {
    ...check,
    owner: over.owner ?? owner,
    reason: `${what} ${proof}`.trim(),
    next: over.next ?? next,
    evidence: { ...check.evidence, policy },
  };
}

/** What a new sign-in of ours mends, whoever’s policy it is. */
function signInAnew(blocked: BlockedSignIn, policy: ActingPolicy): string | undefined {
  if (lacksMfa(blocked, policy)) return 'Sign in anew for this connection, with MFA: its token carries none.';
  if (codeOf(blocked.check) !== OF_BIRTH) return undefined;
  return 'Sign in anew for this connection in a browser: what began with a device code keeps that mark, and no other sign-in is meant.';
}

/** A policy that demands MFA is met by a token that carries it. */
function lacksMfa({ partner }: BlockedSignIn, { does }: ActingPolicy): boolean {
  const methods = partner.grant?.describe().authenticationMethods ?? null;
  return methods !== null && !methods.includes('mfa') && does === controlWords(['mfa']);
}
