import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../simulators/microsoft/vault/make-certificate.ts';
import { readCertificate } from '../../../src/adapters/secrets/read-certificate.ts';
import * as elliptic from '../http/self-signed.ts';

const NOW = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;
const own = makeCertificate({ startsAt: NOW - DAY, endsAt: NOW + 300 * DAY });
const another = makeCertificate({ startsAt: NOW - DAY, endsAt: NOW + 300 * DAY });
const locked = createPrivateKey(own.key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a-passphrase' })
  .toString();
const lockedOld = createPrivateKey(own.key)
  .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a-passphrase' })
  .toString();
const at = (endsAt: number, startsAt = NOW - DAY): string =>
  makeCertificate({ key: own.key, startsAt, endsAt }).certificate + own.key;

describe('readCertificate', () => {
  it('finds the certificate that the key belongs to, wherever it stands', () => {
    const alone = readCertificate(own.certificate + own.key, NOW);
    expect(alone).toMatchObject({ certificate: { startsAt: NOW - DAY, endsAt: NOW + 300 * DAY } });
    for (const text of [own.key + own.certificate, another.certificate + own.key + own.certificate])
      expect(readCertificate(text, NOW)).toEqual(alone);
    const { certificate } = alone as { certificate: { thumbprint: string; thumbprintSha256: string } };
    expect([certificate.thumbprint, certificate.thumbprintSha256]).toEqual([
      expect.stringMatching(/^[0-9A-F]{40}$/),
      expect.stringMatching(/^[0-9A-F]{64}$/),
    ]);
  });

  it.each([undefined, '', ' \n'])('says nothing of %j', (text) => {
    expect(readCertificate(text, NOW)).toBeUndefined();
  });

  it.each([
    ['a text', 'the password of somebody', /^is no PEM\..* openssl pkcs12 /],
    ['a certificate alone', own.certificate, /^holds no private key, only a certificate\./],
    ['a key alone', own.key, /^holds no certificate, only a private key\./],
    ['a key with a passphrase', own.certificate + locked, /^has a private key with a passphrase.*openssl pkey/],
    ['one in the old form', own.certificate + lockedOld, /^has a private key with a passphrase/],
    ['the key of another', another.certificate + own.key, /^has a private key that belongs to another certificate\./],
    ['an elliptic key', elliptic.CERTIFICATE + elliptic.KEY, /^has a key of the kind ec\. Entra takes RSA/],
    ['a cut key', own.certificate + own.key.replace(/\n.{64}\n/, '\n'), /^is damaged/],
    ['a cut certificate', own.certificate.replace(/\n.{64}\n/, '\n') + own.key, /^is damaged/],
    ['one that has ended', at(NOW - 1000), /^ended on 20 November 2026\. Put the new one there/],
    ['one that begins later', at(NOW + 9 * DAY, NOW + DAY), /^is not valid before 22 November 2026\./],
  ])('says what is wrong with %s, and shows none of it', (_what, text, says) => {
    const read = readCertificate(text, NOW);
    const problem = read && 'problem' in read ? read.problem : '';
    expect(problem.replaceAll(/[“”]/g, '')).toMatch(says);
    for (const line of text.split('\n').filter((one) => one.length > 20)) expect(problem).not.toContain(line);
  });
});
