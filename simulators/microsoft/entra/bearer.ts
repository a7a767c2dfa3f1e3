import { type Claims, readToken } from './access-tokens.ts';

/** An Authorization header's token, or why it cannot be used. */
export type Bearer =
  | { readonly kind: 'claims'; readonly claims: Claims }
  | { readonly kind: 'absent' | 'malformed' | 'expired' }
  | { readonly kind: 'foreign'; readonly audience: string };

/** Reads an Authorization header for a service that accepts one audience. */
export function readBearer(header: string | undefined, audience: string): Bearer {
  const token = /^Bearer (\S+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) return { kind: header === undefined ? 'absent' : 'malformed' };
  const claims = readToken(token);
  if (claims === undefined) return { kind: 'malformed' };
  if (claims.aud !== audience) return { kind: 'foreign', audience: claims.aud };
  if (claims.exp * 1000 < Date.now()) return { kind: 'expired' };
  return { kind: 'claims', claims };
}
