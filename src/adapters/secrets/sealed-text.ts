import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { Secret } from '../../core/model/text/secret.ts';
import { SecretsError } from './secrets-error.ts';

const VERSION = 's1';
const CIPHER = 'aes-256-gcm';
/** The nonce's and the tag's lengths that NIST SP 800-38D recommends for GCM. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `s1.<nonce>.<tag>.<cipher text>`, the last three in base64url. The version and the context are authenticated too. */
export function sealText(key: KeyObject, plain: Secret, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticated(context));
  const text = Buffer.concat([cipher.update(plain.reveal(), 'utf8'), cipher.final()]);
  return [VERSION, ...[nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join('.');
}

/** Throws a `SecretsError` for whatever `sealText` did not write with this key and context. */
export function openText(key: KeyObject, sealed: string, context: string): Secret {
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
