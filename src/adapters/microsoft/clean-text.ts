import { toSafeText } from '../../core/model/text/format.ts';
import type { Secret } from '../../core/model/text/secret.ts';

const LONGEST_MESSAGE = 2000;
/** Three base64url parts, the first of which is a JSON object: a JWT, whole or cut. */
const JWT = /eyJ[\w-]{8,}(?:\.[\w-]+){0,2}/g;
const REFRESH_TOKEN = /\b[01]\.A[\w-]{20,}(?:\.[\w.-]+)?/g;
/** A shorter secret would match ordinary words. */
const SHORTEST_SECRET = 4;

/** Clears texts from outside of a connection's secrets, of anything that looks like a token, and of control characters. */
export function createCleaner(secrets: readonly Secret[]): (text: string) => string {
  const values = secrets
    .flatMap((secret) => linesOf(secret.reveal()))
    .filter((value) => value.length >= SHORTEST_SECRET)
    .flatMap(writingsOf)
    .sort((a, b) => b.length - a.length);
  const longest = values[0]?.length ?? 0;
  return (text) => {
    let clean = text.slice(0, LONGEST_MESSAGE * 4);
    for (const value of values) clean = clean.replaceAll(value, '[secret]');
    // Where a text is cut, no half of a secret may be left at its end.
    if (text.length > LONGEST_MESSAGE * 4) clean = clean.slice(0, Math.max(0, clean.length - longest));
    clean = clean.replace(JWT, '[token]').replace(REFRESH_TOKEN, '[token]');
    return toSafeText(clean, { maxLength: LONGEST_MESSAGE });
  };
}

/** Cleans as before and of one more secret: the token a request carries, which need not look like one. */
export function cleanOf(token: Secret, clean: (text: string) => string): (text: string) => string {
  const value = token.reveal();
  return (text) => clean(value.length < SHORTEST_SECRET ? text : text.replaceAll(value, '[token]'));
}

/** Of a PEM each line is as secret as the whole. */
function linesOf(value: string): string[] {
  return value.includes('\n') ? [value, ...value.split(/\r?\n/).filter((line) => !line.startsWith('-----'))] : [value];
}

/** A value as an error could echo it: plain, in an address or a form, in JSON, in base64. */
function writingsOf(value: string): string[] {
  const form = new URLSearchParams({ value }).toString().slice('value='.length);
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  const base64url = Buffer.from(value).toString('base64url');
  return [...new Set([value, encodeURIComponent(value), form, JSON.stringify(value).slice(1, -1), base64, base64url])];
}
