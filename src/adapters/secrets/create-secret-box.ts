import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import { Secret } from '../../core/model/text/secret.ts';
import { KEY_BYTES } from './parse-key.ts';
import { SecretsError } from './secrets-error.ts';

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

const VERSION = 's1';
const CIPHER = 'aes-256-gcm';
/** The nonce's and the tag's lengths that NIST SP 800-38D recommends for GCM. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `s1.<nonce>.<tag>.<cipher text>`, the last three in base64url. The version and the context are authenticated too. */
function sealText(key: KeyObject, plain: Secret, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticated(context));
  const text = Buffer.concat([cipher.update(plain.reveal(), 'utf8'), cipher.final()]);
  return [VERSION, ...[nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join('.');
}

/** Throws a `SecretsError` for whatever `sealText` did not write with this key and context. */
function openText(key: KeyObject, sealed: string, context: string): Secret {
  const [version, ...parts] = sealed.split('.');
  if (version !== VERSION)
    throw new SecretsError(
      'unknown-format',
      'A stored secret has a format that this Samaritan does not know; a newer one may have written it. Upgrade Samaritan.',
    );
  const [nonce, tag, text, ...rest] = parts.map(fromBase64url);
  if (nonce?.length !== NONCE_BYTES || tag?.length !== TAG_BYTES || text === undefined || rest.length > 0)
    throw cannotOpen();
  try {
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(authenticated(context));
    decipher.setAuthTag(tag);
    return new Secret(Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8'));
  } catch (cause) {
    throw cannotOpen(cause);
  }
}

function authenticated(context: string): Buffer {
  return Buffer.from(`${VERSION}.${context}`, 'utf8');
}

/** Undefined unless it is written as `toString` writes it: a changed text must never open, be it in a bit without meaning. */
function fromBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

function cannotOpen(cause?: unknown): SecretsError {
  return new SecretsError(
    'cannot-open',
    'A stored secret cannot be opened: it was encrypted under another master key or for another use, or was changed since. Put the right master key back, or set the secret anew.',
    { cause },
  );
}
