import forge from 'node-forge';

const { asn1, pem, pkcs12, pki } = forge;
const DAMAGED = 'is no certificate that can be read: neither a PEM nor a PFX in base64. Put it there anew.';
const LOCKED = 'has a password, which is not there to be used. Put the same certificate there without one.';

/**
 * The certificates and the private key of a PFX in base64 that has no password, as PEM. What it says of one that can't be
 * opened is the rest of a sentence, and holds none of it.
 */
export function openPfx(base64: string): { pem: string } | { problem: string } {
  try {
    const file = asn1.fromDer(forge.util.decode64(base64));
    const bags = open(file)?.safeContents.flatMap(({ safeBags }) => safeBags);
    return bags ? { pem: bags.map(toPem).join('') } : { problem: LOCKED };
  } catch {
    return { problem: DAMAGED };
  }
}

/** Some programs write “no password” as an empty one, and some as none at all. Undefined where it is neither. */
function open(file: forge.asn1.Asn1): forge.pkcs12.Pkcs12Pfx | undefined {
  for (const password of ['', undefined])
    try {
      return pkcs12.pkcs12FromAsn1(file, true, password);
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('password'))) throw error;
    }
  return undefined;
}

/** Keys and certificates of a kind that the library does not know stay as they are. */
function toPem({ type, cert, key, asn1: other }: forge.pkcs12.Bag): string {
  if (cert) return pki.certificateToPem(cert);
  if (key) return pki.privateKeyInfoToPem(pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(key)));
  const label = type === pki.oids.certBag ? 'CERTIFICATE' : 'PRIVATE KEY';
  return other ? pem.encode({ type: label, body: asn1.toDer(other).getBytes() }) : '';
}
