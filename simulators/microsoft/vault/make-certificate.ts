import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

const DAY_MS = 86_400_000;

/** A certificate that nobody else signed, with its private key, both in PEM. */
export interface MadeCertificate {
  certificate: string;
  key: string;
}

/** An RSA key, in PEM. It takes a tenth of a second or more. */
export function makeKey(): string {
  const options = { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const;
  return generateKeyPairSync('rsa', { ...options, publicKeyEncoding: { type: 'spki', format: 'pem' } }).privateKey;
}

/** Valid from ten days ago, for a year, unless said otherwise. */
export function makeCertificate({
  key = makeKey(),
  startsAt = Date.now() - 10 * DAY_MS,
  endsAt = Date.now() + 365 * DAY_MS,
  address,
}: {
  key?: string;
  startsAt?: number;
  endsAt?: number;
  /** Of a server that it is for. */
  address?: string;
} = {}): MadeCertificate {
  const made = forge.pki.createCertificate();
  const publicKey = createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'pem' }).toString();
  made.publicKey = forge.pki.publicKeyFromPem(publicKey);
  made.serialNumber = '01';
  made.validity = { notBefore: new Date(startsAt), notAfter: new Date(endsAt) };
  const name = [{ name: 'commonName', value: 'Partner tools' }];
  made.setSubject(name);
  made.setIssuer(name);
  if (address) made.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 7, ip: address }] }]);
  made.sign(forge.pki.privateKeyFromPem(key), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(made).replaceAll('\r', ''), key };
}

/** Both in one PFX, in base64, as a vault has it. No password is an empty one unless said otherwise. */
export function makePfx({ certificate, key }: Partial<MadeCertificate>, password: string | null = ''): string {
  const known = certificate === undefined ? [] : [forge.pki.certificateFromPem(certificate)];
  const own = key === undefined ? null : forge.pki.privateKeyFromPem(key);
  // As .NET and Azure write it; the types do not know of a file without a key.
  const file = forge.pkcs12.toPkcs12Asn1(own as Parameters<typeof forge.pkcs12.toPkcs12Asn1>[0], known, password, {
    algorithm: '3des',
  });
  return forge.util.encode64(forge.asn1.toDer(file).getBytes());
}
