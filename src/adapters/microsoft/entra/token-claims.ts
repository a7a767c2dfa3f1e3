import { z } from 'zod';
import { parseJson } from '../../http/parse-json.ts';

const claimsSchema = z.object({
  tid: z.string().optional().catch(undefined),
  amr: z.array(z.string()).optional().catch(undefined),
});

export interface TokenClaims {
  tenantId?: string;
  authenticationMethods?: string[];
}

/**
 * Claims of a JWT, read for diagnosis only and without checking its signature. Undefined where the token is opaque,
 * which Microsoft may make it at any time.
 */
export function readTokenClaims(token: string): TokenClaims | undefined {
  const [, payload] = token.split('.');
  if (!payload) return undefined;
  const parsed = claimsSchema.safeParse(parseJson(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!parsed.success) return undefined;
  const { tid, amr } = parsed.data;
  return {
    ...(tid === undefined ? {} : { tenantId: tid }),
    ...(amr === undefined ? {} : { authenticationMethods: amr }),
  };
}
