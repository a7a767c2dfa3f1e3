import { toSafeText } from '../../core/text/safe-text.ts';
import type { Secret } from '../../core/text/secret.ts';

const LONGEST_MESSAGE = 2000;
/** Three base64url parts, the first of which is a JSON object: a JWT, whole or cut. */
const JWT = /eyJ[\w-]{8,}(?:\.[\w-]+){0,2}/g;
/** How Entra's refresh tokens and codes look. */
const REFRESH_TOKEN = /\b[01]\.A[\w-]{20,}(?:\.[\w.-]+)?/g;
/** A shorter secret would match ordinary words. */
const SHORTEST_SECRET = 4;

/** Clears texts from outside of a connection's secrets, of anything that looks like a token, and of control characters. */
export function createCleaner(secrets: readonly Secret[]): (text: string) => string {
  const values = secrets
    .flatMap((secret) => [secret.reveal(), encodeURIComponent(secret.reveal())])
    .filter((value) => value.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text.slice(0, LONGEST_MESSAGE * 4);
    for (const value of values) clean = clean.replaceAll(value, '[secret]');
    clean = clean.replace(JWT, '[token]').replace(REFRESH_TOKEN, '[token]');
    return toSafeText(clean, { maxLength: LONGEST_MESSAGE });
  };
}
