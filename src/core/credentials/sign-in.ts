import type { SamConnection } from '../model/cloud/connection.ts';
import type { Answer, TokenGrant } from '../model/cloud/microsoft-cloud.ts';
import type { Secret } from '../model/text/secret.ts';

/** What a sign-in in the browser is tied to; all but the challenge is known to nobody else. */
export interface SignInKeys {
  state: string;
  nonce: string;
  /** PKCE (RFC 7636, S256). */
  verifier: Secret;
  challenge: string;
}

export interface AuthorizeRequest extends Pick<SignInKeys, 'state' | 'nonce' | 'challenge'> {
  redirectUri: string;
  account?: string | undefined;
}

export interface CodeRequest extends Pick<SignInKeys, 'state' | 'nonce' | 'verifier'> {
  code: Secret;
  redirectUri: string;
}

/** What came back from Microsoft's page. */
export type Redirected =
  | { kind: 'code'; code: Secret }
  | { kind: 'error'; error: string; description: string }
  /** The state is not ours. */
  | { kind: 'foreign' }
  | { kind: 'late' };

/** Where the browser is sent back to. */
export interface RedirectReceiver {
  redirectUri: string;
  /** The first redirect with this state, or what was there instead. */
  receive(state: string): Promise<Redirected>;
}

export interface DeviceCode {
  deviceCode: Secret;
  userCode: string;
  verificationUri: string;
  lifetimeMs: number;
  /** How long to wait between two polls. */
  intervalMs: number;
}

/**
 * Signing in at the tenant of a connection, to be given a new refresh token. Nothing throws for what the network or
 * Microsoft does. The refresh token is `rotatedRefreshToken` of the grant.
 */
export interface SignIn {
  /**
   * Where the sign-in begins. Refused where Entra's page already says that it would lead nowhere: an unknown app, or a
   * redirect address that is not registered, of which the program would never hear.
   */
  authorize(request: AuthorizeRequest): Promise<Answer<{ url: string }>>;
  /** Redeems the code that came back, once. */
  redeemCode(request: CodeRequest): Promise<Answer<TokenGrant>>;
  beginDeviceCode(): Promise<Answer<DeviceCode>>;
  /** Refused with `authorization_pending` or `slow_down` while nobody has signed in. */
  pollDeviceCode(deviceCode: Secret): Promise<Answer<TokenGrant>>;
  /** The id of the connection's tenant, which may be given as a domain. */
  tenantId(): Promise<Answer<string>>;
  close(): Promise<void>;
}

export interface SignInFactory {
  /** `scopes`: delegated permissions of Graph to ask for, in place of those that the app has. */
  open(options: { connection: SamConnection; signal: AbortSignal; scopes?: readonly string[] }): SignIn;
}
