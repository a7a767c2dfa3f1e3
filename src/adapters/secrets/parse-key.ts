import { createSecretKey, type KeyObject } from 'node:crypto';

export const KEY_BYTES = 32;
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** The master key of 32 bytes in hex or base64 (either alphabet), undefined for anything else. Printing it shows no key. */
export function parseKey(text: string): KeyObject | undefined {
  const trimmed = text.trim();
  if (HEX.test(trimmed)) return createSecretKey(trimmed, 'hex');
  return BASE64.test(trimmed) ? createSecretKey(trimmed, 'base64') : undefined;
}
