import { createHash, randomBytes } from 'node:crypto';
import type { TokenMint } from '../../core/chat/access/api-tokens.ts';

/** 256 random bits, so that a plain hash is enough. The beginning tells people and scanners what it is. */
export const tokenMint: TokenMint = {
  make: () => `samaritan_${randomBytes(32).toString('base64url')}`,
  hash: (token) => createHash('sha256').update(token).digest('base64url'),
};
