import { z } from 'zod';

const storedFacts = z.object({
  /** Of which sign-in the token comes: a rotation of another one never replaces it. */
  lineage: z.string(),
  born: z.enum(['code', 'device-code', 'configured']),
  /** Milliseconds since the epoch; null where nobody can know. */
  bornAt: z.number().nullable(),
  account: z.string().optional(),
  accountId: z.string().optional(),
  scopes: z.array(z.string()).optional(),
});

/** What is known of a refresh token beside itself: kept through its rotations. Nothing secret. */
export type TokenFacts = z.infer<typeof storedFacts>;

export const CONFIGURED: TokenFacts = { lineage: 'configured', born: 'configured', bornAt: null };

/** What was kept before anything was known of a token, or what cannot be read, is as configured. */
export function parseTokenFacts(text: string | null | undefined): TokenFacts {
  if (!text) return CONFIGURED;
  try {
    return storedFacts.safeParse(JSON.parse(text)).data ?? CONFIGURED;
  } catch {
    return CONFIGURED;
  }
}
