import type { SamConnection } from '../model/cloud/connection.ts';
import type { MicrosoftCloudFactory } from '../model/cloud/microsoft-cloud.ts';
import { factsIn } from './keep-connections.ts';
import { type Proof, proveSignIn, type TokenBefore } from './prove-sign-in.ts';
import { type Ending, endingOf, type NotRenewed, refuse } from './renewal-ending.ts';
import type { RenewalEntry, RenewalJournal } from './renewal-journal.ts';
import type { SecretHome } from './secret-home.ts';
import type { RedirectReceiver, SignInFactory } from './sign-in.ts';
import { type SignInAsParts, type SignInShow, signInAs, signInEnding } from './sign-in-as.ts';
import { isSignedIn, type ResolvedConnection, type TokenKeeper } from './token-keeper.ts';
import type { VaultFault } from './vault-fault.ts';

export interface RenewalParts extends SignInAsParts {
  clouds: MicrosoftCloudFactory;
  signIns: SignInFactory;
  keeper: TokenKeeper;
  journal: RenewalJournal;
  newId: () => string;
}

export interface RenewalShow extends SignInShow {
  /** A renewal that was killed before this one. */
  interrupted(entry: RenewalEntry): void;
  proved(proof: Proof): void;
  /** Another account signed in than before. Whether that is right; null where nobody can be asked. */
  confirmAccount(account: string, before: string): Promise<boolean | null>;
}

export interface Renewal {
  /** As configured. */
  configured: SamConnection;
  by: string;
  /** Where its secrets are, if that is a vault: the new token is written there too. */
  home?: SecretHome | undefined;
  /** Without it a device code is used. */
  receiver?: RedirectReceiver | undefined;
  /** Whom the page offers; another one than this may not sign in. */
  account?: string | undefined;
}

/** What came of writing the new token into its home. The token is used here in either case. */
export interface WrittenHome {
  label: string;
  fault: VaultFault | null;
}

export type RenewalResult = { ok: true; proof: Proof; home?: WrittenHome } | NotRenewed;

/**
 * Gets a new refresh token by signing in, proves it, and only then uses it; the one before is kept beside it. Whatever
 * else happens, a kill included, nothing is changed.
 */
export async function renewConnection(
  renewal: Renewal,
  parts: RenewalParts,
  show: RenewalShow,
): Promise<RenewalResult> {
  const { journal, clock } = parts;
  const id = parts.newId();
  const { name } = renewal.configured;
  const begun = await journal.begin({ id, connection: name, by: renewal.by, startedAt: clock.now() });
  if ('busy' in begun) return refuse(endingOf('busy'));
  try {
    if (begun.interrupted) show.interrupted(begun.interrupted);
    return await renew(renewal, id, parts, show);
  } finally {
    await journal.end(name, id);
  }
}

async function renew(renewal: Renewal, id: string, parts: RenewalParts, show: RenewalShow): Promise<RenewalResult> {
  const { configured, receiver } = renewal;
  const { keeper, journal, clock, clouds, signIns, signal } = parts;
  const before = await keeper.resolve(configured);
  // With the client secret in use, which a rotation may have given.
  const { applicationSecret } = before.connection;
  const connection = { ...configured, applicationSecret };
  const signIn = signIns.open({ connection, signal });
  try {
    const tenant = await signIn.tenantId();
    if (!tenant.ok) return refuse(signInEnding(tenant.fault, { receiver }));
    const expected = await readExpected(before, tenant.value, parts);
    const account = renewal.account ?? expected.account.name ?? undefined;
    const signedIn = await signInAs(signIn, { receiver, account }, parts, show);
    if (!signedIn.ok) return signedIn;
    const { grant } = signedIn;
    await journal.step(configured.name, id, 'proving');
    const device = receiver === undefined;
    const first = !isSignedIn(before.connection);
    const proved = await proveSignIn({ grant, connection, expected, first, device, clouds, signal });
    if (!proved.ok) return proved;
    const { proof } = proved;
    const objection = await judgeAccount(proof, renewal, show);
    if (objection) return refuse(objection);
    if (signal.aborted) return refuse(endingOf('interrupted'));
    show.proved(proof);
    await journal.step(configured.name, id, 'storing');
    const born = device ? 'device-code' : 'code';
    const facts = { lineage: id, born, bornAt: clock.now(), ...factsIn(grant.describe()) } as const;
    const { refreshToken } = proved.connection;
    await keeper.renew(configured, refreshToken, facts);
    if (!renewal.home) return { ok: true, proof };
    await journal.step(configured.name, id, 'writing-home');
    const { label } = renewal.home;
    const written = await renewal.home.write('refreshToken', refreshToken);
    if (!written.ok) return { ok: true, proof, home: { label, fault: written.fault } };
    await keeper.follow(configured, { ...configured, refreshToken });
    return { ok: true, proof, home: { label, fault: null } };
  } finally {
    await signIn.close();
  }
}

/** What the token before was, as it was kept, or as it says itself while it still works. */
async function readExpected(
  { connection, facts }: ResolvedConnection,
  tenantId: string,
  { clouds, signal }: RenewalParts,
): Promise<TokenBefore> {
  const isKnown = (facts.scopes && facts.accountId) || !isSignedIn(connection);
  const known = isKnown ? facts : { ...facts, ...(await ask(connection, clouds, signal)) };
  const { account = null, accountId = null, scopes = null } = known;
  return { tenantId, account: { id: accountId, name: account }, scopes };
}

async function ask(connection: SamConnection, clouds: MicrosoftCloudFactory, signal: AbortSignal) {
  const cloud = clouds.open({ connection, concurrency: 1, signal });
  try {
    const answer = await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
    return answer.ok ? factsIn(answer.value.describe()) : {};
  } finally {
    await cloud.close();
  }
}

async function judgeAccount(proof: Proof, { account }: Renewal, show: RenewalShow): Promise<Ending | undefined> {
  const signedIn = proof.account;
  if (account !== undefined) {
    if (account.toLowerCase() === signedIn.toLowerCase()) return undefined;
    return endingOf('wrong-account', { says: `${signedIn} signed in, and ${account} was named.` });
  }
  if (proof.otherThan === null) return undefined;
  const confirmed = await show.confirmAccount(signedIn, proof.otherThan);
  if (confirmed === true) return undefined;
  const says = `${signedIn} signed in, and before it was ${proof.otherThan}.`;
  return endingOf(confirmed === null ? 'wrong-account' : 'not-confirmed', { says });
}
