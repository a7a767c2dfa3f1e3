import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { SecretBox } from '../../core/credentials/secret-box.ts';
import type { Secret } from '../../core/model/text/secret.ts';
import { KEY_BYTES } from './parse-key.ts';
import { openText, sealText } from './sealed-text.ts';

/**
 * A box under the master key. Each use has a key of its own, derived by HKDF-SHA-256 (RFC 5869), so that nothing that is
 * shown for one use says anything about another. Sealing is AES-256-GCM with a random nonce.
 */
export function createSecretBox(masterKey: KeyObject): SecretBox {
  const sealingKey = deriveKey(masterKey, 'samaritan seal 1');
  const fingerprintKey = deriveKey(masterKey, 'samaritan fingerprint 1');
  const check = `k1.${hmac(deriveKey(masterKey, 'samaritan key check 1'), 'key check')}`;
  return {
    seal: (plain, context) => sealText(sealingKey, plain, context),
    open: (sealed, context) => openText(sealingKey, sealed, context),
    fingerprint: (secret: Secret) => `f1.${hmac(fingerprintKey, secret.reveal())}`,
    keyCheck: () => check,
    matches: (keyCheck) => isSame(keyCheck, check),
  };
}

function deriveKey(masterKey: KeyObject, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', masterKey, '', use, KEY_BYTES)));
}

function hmac(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
