import { describe, expect, it } from 'vitest';
import { makeCertificate, makePfx } from '../../../simulators/microsoft/vault/make-certificate.ts';
import { openPfx } from '../../../src/adapters/secrets/open-pfx.ts';
import { readCertificate } from '../../../src/adapters/secrets/read-certificate.ts';

const made = makeCertificate();
/** By OpenSSL 3 in its own way: AES-256, SHA-256, an empty password and an elliptic key. */
const ELLIPTIC =
  'MIID/AIBAzCCA7IGCSqGSIb3DQEHAaCCA6MEggOfMIIDmzCCAlIGCSqGSIb3DQEHBqCCAkMwggI/AgEAMIICOAYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAi7pPzwqMuImQICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMxz8z3S1xUU/Mr5gzZcwy+AggHQi143iI/8SuOBcM/veIr9VTrTbZVmQVpEExXULIV6cqRj85CwlpLl4ZCD87cukh4ISiHyezcFNGF+AZz0RsG/sUj3NCYkzxqadr2zUdlaW9ek3G2pvR99D4+jEkz4eT7lQQ1poHDwu72zhIJ4vmzztOFqMWxxsHsDmfy2fcN4YHA98Exe6kx+DYf3sAIIW78ELGS80IKRfTDSYUf+3OMeH51P+6IgosJnJELzktAD9iBnglOoA5CMuIdtzVuwZB+CQh0iPwaKVdvL84xC+z3Zm+WWMMDgOAPW6KXZyecuPlAAvCnNhyeI8IhqZ8XKhddI7R8Jqp4g448dLADsL0Cz8v8W/fWELB/d7RexO2TWSJ9zezxBr4KSantNCFYUWFXeJpMn+lyUsdfEagWLuLlHpgLwsnKZqea2dBXLItgcY9GlMize4dUnj0jaRJwxSvbEbRw4Zm3ODxwvmKpFxywJF4YyF1qg8GsEenSBQY79QSFZgigf6pBgnJ+NnTCpLbGtALbYS3GeF1CAeTzsqY9iqZe7t24wadJtWOquiLUgqMOl6uqXpsGLAqhInmQoD9LSkZ3vMI6cLbm64WM8rDrxBnS3q+TYYKYhZ8+5LIV3Kg4wggFBBgkqhkiG9w0BBwGgggEyBIIBLjCCASowggEmBgsqhkiG9w0BDAoBAqCB7zCB7DBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIG1CAXB01Dj4CAggAMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBCgZ5plyBfgO6wLZSMXZHBvBIGQvaqDGhQ5C3tCvweFgZSGzzNVi7uS9EmuDXojfJra8WfG1/aFbQewJKtaQAxBu9XD+ni4jtGiSlo/d7UkjAKeBKi2TM0cVgxsW6XV2wyQNsMheEVLQacphQ5maZ2wMsx5xg+kcmsU53n9hos5UQU6yiiyWK1b+GqaHp1+LiFtRKKqhpuYhkExh8eUj0CMSjfJMSUwIwYJKoZIhvcNAQkVMRYEFCPRJiGnM8MBdQgY2ZYGTBHvQXllMEEwMTANBglghkgBZQMEAgEFAAQg3wRaj+674d95W2SBxAMS2gY1wRcxc4zZgfRA8i0hF7AECNSt2Fj6HB/+AgIIAA==';

describe('openPfx', () => {
  it.each(['', null])('gives certificate and key of one whose password is %j', (none) => {
    const opened = openPfx(makePfx(made, none));
    expect('pem' in opened && readCertificate(opened.pem, Date.now())).toEqual(
      readCertificate(made.certificate + made.key, Date.now()),
    );
  });

  it('leaves it to whoever reads the PEM what a key is fit for', () => {
    const opened = openPfx(ELLIPTIC);
    const read = 'pem' in opened ? readCertificate(opened.pem, Date.UTC(2026, 11, 1)) : opened;
    expect(read).toEqual({ problem: expect.stringMatching(/^has a key of the kind ec\. Entra takes RSA/) });
  });

  it.each([
    ['a certificate alone', makePfx({ certificate: made.certificate }), /^holds no private key/],
    ['one with a password', makePfx(made, 'chosen'), /^has a password/],
    ['one that was cut', makePfx(made).slice(0, -400), /^is no certificate that can be read/],
    ['a text', 'not a certificate at all', /^is no certificate that can be read/],
  ])('says what is wrong with %s', (_what, text, says) => {
    const opened = openPfx(text);
    const read = 'pem' in opened ? readCertificate(opened.pem, Date.now()) : opened;
    expect(read).toEqual({ problem: expect.stringMatching(says) });
  });
});
