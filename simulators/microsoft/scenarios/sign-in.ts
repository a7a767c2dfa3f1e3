import type { EntraRefusal } from '../answers/entra-error.ts';

/** What Entra says while a device code is waited for; `granted` gives the token. */
export type Poll = 'pending' | 'slow-down' | 'declined' | 'expired' | 'granted';

/** How the next sign-ins go: what the person does, and what Entra makes of it. */
export interface SignInScenario {
  /** kebab-case; unique. */
  readonly name: string;
  readonly summary: string;
  /** What polling for a device code answers, one after the other; the last one stays. */
  readonly polls: readonly Poll[];
  /** Sent back to the redirect address instead of a code. */
  readonly redirectError?: { readonly error: string; readonly code: number; readonly text: string };
  /** The token endpoint refuses the code, and the device code once it was entered. */
  readonly refusal?: EntraRefusal;
  /** No redirect address is registered: Entra's own page says so, and nothing is sent back. */
  readonly noRedirect?: true;
  /** The app is no public client: a device code cannot be redeemed. */
  readonly noPublicClient?: true;
  /** The `amr` claim; default password and mfa. */
  readonly amr?: readonly string[];
  /** Another person signs in: of the partner's tenant, a guest there, or one whose token names another tenant. */
  readonly account?: 'other' | 'guest' | 'foreign';
  /** Whoever signs in has no directory role that administers. */
  readonly ordinary?: true;
  /** Of the delegated permissions, only so many are granted. */
  readonly mostPermissions?: number;
}

const UNTIL_GRANTED: readonly Poll[] = ['pending', 'granted'];

/** Every sign-in scenario; the first is the default. */
export const signInScenarios: readonly SignInScenario[] = [
  { name: 'approve', summary: 'the service account signs in with MFA', polls: UNTIL_GRANTED },
  {
    name: 'decline',
    summary: 'the person cancels',
    polls: ['pending', 'declined'],
    redirectError: {
      error: 'access_denied',
      code: 65004,
      text: 'User declined to consent to access the app.',
    },
  },
  {
    name: 'expire',
    summary: 'nobody signs in before the code runs out',
    polls: ['pending', 'expired'],
    refusal: {
      code: 70008,
      error: 'invalid_grant',
      text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    },
  },
  { name: 'slow-down', summary: 'polling is too fast', polls: ['slow-down', 'pending', 'granted'] },
  {
    name: 'no-mfa',
    summary: 'the service account signs in with a password alone',
    polls: UNTIL_GRANTED,
    amr: ['pwd'],
  },
  {
    name: 'wrong-account',
    summary: 'somebody else of the partner signs in',
    polls: UNTIL_GRANTED,
    account: 'other',
  },
  {
    name: 'guest-account',
    summary: 'a guest of the partner signs in',
    polls: UNTIL_GRANTED,
    account: 'guest',
  },
  {
    name: 'wrong-tenant',
    summary: 'the token is for another tenant',
    polls: UNTIL_GRANTED,
    account: 'foreign',
  },
  {
    name: 'ca-block',
    summary: 'a Conditional Access policy of the partner blocks the sign-in',
    polls: UNTIL_GRANTED,
    refusal: {
      code: 53003,
      error: 'invalid_grant',
      suberror: 'message_only',
      text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
      policies: ['6f1c0b1e-7b63-4b0e-9d0c-4f0a3c2d1e0f'],
    },
  },
  {
    name: 'public-client-off',
    summary: 'the app allows no public client flows',
    polls: UNTIL_GRANTED,
    noPublicClient: true,
  },
  {
    name: 'redirect-not-registered',
    summary: 'the redirect address is not registered on the app',
    polls: UNTIL_GRANTED,
    noRedirect: true,
  },
  {
    name: 'not-administrator',
    summary: 'whoever signs in administers nothing',
    polls: UNTIL_GRANTED,
    ordinary: true,
  },
  {
    name: 'fewer-scopes',
    summary: 'the app was granted less than before',
    polls: UNTIL_GRANTED,
    mostPermissions: 2,
  },
];

/** The sign-in scenario of that name; an unknown name throws with the list of all. */
export function signInScenario(name: string): SignInScenario {
  const found = signInScenarios.find((one) => one.name === name);
  if (found) return found;
  throw new Error(
    `There is no sign-in scenario "${name}". There are: ${signInScenarios.map((one) => one.name).join(', ')}.`,
  );
}
