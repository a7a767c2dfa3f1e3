import { z } from 'zod';

// Signed once and for all: nobody checks the signature, and ten thousand of them a minute would cost the benchmark its CPU.
const HEADER = encode({
  typ: 'JWT',
  alg: 'RS256',
  x5t: 'rtsFT-b-7LuY7DVYeSNKcIJ7Vnc',
  kid: 'rtsFT-b-7LuY7DVYeSNKcIJ7Vnc',
});
const SIGNATURE = Buffer.alloc(256, 'no signature: this token is worth nothing outside the sandbox. ').toString(
  'base64url',
);
const OPAQUE_PREFIX = 'EwCQA8l6BAAU';

/** How every JWT of this cloud begins. */
export const JWT_MARK = `${HEADER}.`;

/** The claims a service of this cloud looks at. */
const claimsSchema = z.object({
  aud: z.string(),
  tid: z.string(),
  exp: z.number(),
  appid: z.string(),
  scp: z.string().optional(),
  oid: z.string().optional(),
  amr: z.array(z.string()).readonly().optional(),
  roles: z.array(z.string()).readonly().optional(),
});
/** What is looked at of a managed identity's token. */
const identitySchema = claimsSchema.extend({ iss: z.string(), sub: z.string(), idtyp: z.literal('identity') });
export type Claims = z.infer<typeof claimsSchema>;

/** A JWT with these claims, or on demand a token that only this cloud can read. */
export function createToken(claims: Claims & Record<string, unknown>, opaque = false): string {
  return opaque ? OPAQUE_PREFIX + encode(claims) : `${HEADER}.${encode(claims)}.${SIGNATURE}`;
}

/** The id token that goes with an access token. */
export function createIdToken(claims: Record<string, unknown>): string {
  return `${HEADER}.${encode(claims)}.${SIGNATURE}`;
}

/** The claims of a token this cloud has made; undefined for any other text. */
export function readToken(token: string): Claims | undefined {
  return claimsSchema.safeParse(claimsIn(token)).data;
}

/** Those of a managed identity's token; undefined for any other. */
export function readIdentityToken(token: string): z.infer<typeof identitySchema> | undefined {
  return identitySchema.safeParse(claimsIn(token)).data;
}

function claimsIn(token: string): unknown {
  const payload = payloadOf(token);
  if (payload === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function payloadOf(token: string): string | undefined {
  if (token.startsWith(OPAQUE_PREFIX)) return token.slice(OPAQUE_PREFIX.length);
  if (!token.startsWith(JWT_MARK) || !token.endsWith(`.${SIGNATURE}`)) return undefined;
  return token.slice(JWT_MARK.length, -(SIGNATURE.length + 1));
}

/** An object as base64url JSON. */
export function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
