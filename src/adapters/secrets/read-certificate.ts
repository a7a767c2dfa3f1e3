import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { formatDay } from '../../core/diagnosis/expiry/stage.ts';
import type { CertificateReading } from '../../core/model/cloud/connection.ts';
import { Secret } from '../../core/model/text/secret.ts';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g;
const TO_PEM = '“openssl pkcs12 -in FILE.pfx -nodes -out FILE.pem” makes one of a .pfx.';
const ANOTHER = 'Put the new one there, once its public part is on the app’s page, Certificates & secrets.';

/**
 * A certificate with its private key, as they stand in one PEM; further certificates beside it are left out. Undefined
 * where there is nothing. What it says of a PEM that can't be used never holds any of it.
 */
export function readCertificate(text: string | undefined, now: number): CertificateReading | undefined {
  if (!text?.trim()) return undefined;
  const blocks = [...text.matchAll(BLOCK)].map(([block, label = '']) => ({ block, label }));
  const certificates = blocks.filter(({ label }) => label === 'CERTIFICATE').map(({ block }) => parse(block));
  const keys = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY'));
  const [first] = keys;
  if (!first && certificates.length === 0)
    return {
      problem: `is no PEM. It begins with -----BEGIN CERTIFICATE----- or -----BEGIN PRIVATE KEY-----. ${TO_PEM}`,
    };
  if (!first) return { problem: `holds no private key, only a certificate. A PEM with both is needed. ${TO_PEM}` };
  if (certificates.length === 0)
    return { problem: 'holds no certificate, only a private key. Put both into one file, one after the other.' };
  if (isLocked(first))
    return {
      problem:
        'has a private key with a passphrase, which nobody is there to type. “openssl pkey -in FILE” takes it off.',
    };
  const key = parseKey(first.block);
  const known = certificates.filter((one) => one !== undefined);
  if (!key || known.length === 0)
    return { problem: 'is damaged: it cannot be read. Make the file anew from its source.' };
  const own = known.find((one) => one.checkPrivateKey(key));
  if (!own)
    return {
      problem: 'has a private key that belongs to another certificate. Put the two that belong together there.',
    };
  if (key.asymmetricKeyType !== 'rsa')
    return {
      problem: `has a key of the kind ${key.asymmetricKeyType}. Entra takes RSA: make a certificate with such a key.`,
    };
  const [startsAt, endsAt] = [own.validFromDate.getTime(), own.validToDate.getTime()];
  if (endsAt <= now) return { problem: `ended on ${formatDay(endsAt)}. ${ANOTHER}` };
  if (startsAt > now)
    return {
      problem: `is not valid before ${formatDay(startsAt)}. Until then use another, and look at this machine’s clock.`,
    };
  const pem = `${own.toString().trim()}\n${key.export({ type: 'pkcs8', format: 'pem' }).toString()}`;
  const thumbprint = own.fingerprint.replaceAll(':', '');
  const thumbprintSha256 = own.fingerprint256.replaceAll(':', '');
  return { pem: new Secret(pem), certificate: { thumbprint, thumbprintSha256, startsAt, endsAt } };
}

function isLocked({ block, label }: { block: string; label: string }): boolean {
  return label.startsWith('ENCRYPTED') || block.includes('Proc-Type: 4,ENCRYPTED');
}

function parse(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block);
  } catch {
    return undefined;
  }
}

function parseKey(block: string): KeyObject | undefined {
  try {
    return createPrivateKey(block);
  } catch {
    return undefined;
  }
}
