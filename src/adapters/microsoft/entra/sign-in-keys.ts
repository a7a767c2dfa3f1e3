import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type * as Msal from '@azure/msal-node';
import type { SignInKeys } from '../../../core/credentials/sign-in.ts';
import { Secret } from '../../../core/model/text/secret.ts';

const { CryptoProvider } = createRequire(import.meta.url)('@azure/msal-node') as typeof Msal;

/** Fresh keys for one sign-in: 32 random bytes each, and MSAL's PKCE pair. */
export async function createSignInKeys(): Promise<SignInKeys> {
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const random = (): string => randomBytes(32).toString('base64url');
  return { state: random(), nonce: random(), verifier: new Secret(verifier), challenge };
}
