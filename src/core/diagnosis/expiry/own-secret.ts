import type { ApplicationCredential, ApplicationCredentials } from '../../model/cloud/microsoft-cloud.ts';
import { countOf, toSafeText } from '../../model/text/format.ts';
import type { Secret } from '../../model/text/secret.ts';
import { type ExpiryProblem, keyOf } from './expiry-finding.ts';

/**
 * Which of the app's secrets the connection signs in with.
 * - `certain`: its first characters say so.
 * - `newest`: the directory keeps no first characters of some; of those it is the one that ends last.
 * - `missing`: every secret of the app begins otherwise.
 * - `unreadable`: some entries could not be read, and ours may be among them.
 */
export type OwnSecret =
  | { kind: 'certain' | 'newest'; credential: ApplicationCredential; candidates: number }
  | { kind: 'missing'; secrets: number }
  | { kind: 'unreadable' };

/** Finds the secret in use without asking anybody. Of several that begin alike, the one that ends first counts. */
export function findOwnSecret(
  { credentials, unusableEntries }: ApplicationCredentials,
  secret: Secret,
  now: number,
): OwnSecret {
  const secrets = credentials.filter((one) => one.kind === 'secret');
  const matching = secrets.filter((one) => one.hint !== null && secret.reveal().startsWith(one.hint));
  // Ours has just given a token, so among those that begin alike it is none that has ended, unless all have.
  const alive = matching.filter((one) => one.endsAt === null || one.endsAt > now);
  const soonest = alive.length > 0 ? alive.toSorted(byEnd)[0] : matching.toSorted(byEnd).at(-1);
  if (soonest) return { kind: 'certain', credential: soonest, candidates: matching.length };
  const nameless = secrets.filter((one) => one.hint === null);
  const newest = nameless.toSorted(byEnd).at(-1);
  if (newest) return { kind: 'newest', credential: newest, candidates: nameless.length };
  return unusableEntries > 0 ? { kind: 'unreadable' } : { kind: 'missing', secrets: secrets.length };
}

/** Earliest end first. An end that cannot be read comes before all: it may be any day. */
export function byEnd(a: ApplicationCredential, b: ApplicationCredential): number {
  return (a.endsAt ?? 0) - (b.endsAt ?? 0);
}

/** `“Samaritan” (key id 1a2b…)`: the name first, the id always. */
export function credentialLabel({ displayName, keyId }: ApplicationCredential): string {
  const name = displayName === null ? '' : toSafeText(displayName, { maxLength: 60 });
  return name === '' ? `with the key id ${keyId}` : `“${name}” (key id ${keyId})`;
}

/** What cannot be said because the registration was not found or could not be read in full. */
export function findCredentialGaps({ application, unusableEntries }: ApplicationCredentials): ExpiryProblem[] {
  const what = 'application-credentials';
  if (application === null) {
    const reason =
      'The app is not registered in the partner tenant, so the end dates of its secrets and certificates cannot be read there. Look them up in the tenant that the app was made in.';
    return [
      { what, reason, unjudged: [keyOf('client-secret', ''), keyOf('certificate', ''), keyOf('secret-age', '')] },
    ];
  }
  if (unusableEntries === 0) return [];
  const reason = `${countOf(unusableEntries, 'secret or certificate', 'secrets or certificates')} of the app could not be read, so nobody can say when they end.`;
  return [{ what, reason, unjudged: [keyOf('client-secret', ''), keyOf('certificate', ''), keyOf('secret-age', '')] }];
}
