import { constants, verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { EntraRefusal } from '../answers/entra-error.ts';
import type { Tenant } from '../world/tenant.ts';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const LOGIN = 'https://login.microsoftonline.com';
const SKEW_S = 300;

interface AssertedRequest {
  readonly client_id: string;
  readonly client_assertion: string;
  readonly client_assertion_type: string;
}

const headerSchema = z.object({ alg: z.string(), 'x5t#S256': z.string().optional(), x5t: z.string().optional() });
const claimsSchema = z.object({
  aud: z.string(),
  iss: z.string(),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  jti: z.string().min(1),
});

/** What Entra has against a client assertion that one of these keys of the app should have signed; undefined when nothing. */
export function checkAssertion(
  request: AssertedRequest,
  keys: readonly Readonly<Record<string, unknown>>[],
  tenant: Tenant,
): EntraRefusal | undefined {
  if (request.client_assertion_type !== TYPE) {
    const text = "The request body must contain the following parameter: 'client_assertion_type'.";
    return { code: 900144, error: 'invalid_request', text };
  }
  const [head = '', payload = '', signature = ''] = request.client_assertion.split('.');
  const header = headerSchema.safeParse(decode(head)).data;
  const claims = claimsSchema.safeParse(decode(payload)).data;
  if (!header || !claims) return { code: 50027, error: 'invalid_request', text: 'JWT token is invalid or malformed.' };
  const certificates = keys.flatMap(({ key, usage }) => (usage === 'Verify' ? parse(String(key)) : []));
  const own = certificates.find((one) => isNamed(one, header));
  if (!own) return notRegistered(request, 'The key was not found.', header);
  if (own.validToDate.getTime() <= Date.now()) return notRegistered(request, 'The key used is expired.', header);
  const data = Buffer.from(`${head}.${payload}`);
  const padded =
    header.alg === 'PS256'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
  const isSigned =
    ['PS256', 'RS256'].includes(header.alg) &&
    verify('sha256', data, { key: own.publicKey, ...padded }, Buffer.from(signature, 'base64url'));
  if (!isSigned)
    return notRegistered(request, 'The key was found, but use of the key to verify the signature failed.', header);
  return checkClaims(request, claims, tenant);
}

function checkClaims(
  request: AssertedRequest,
  { aud, iss, sub, exp, nbf = 0 }: z.infer<typeof claimsSchema>,
  tenant: Tenant,
): EntraRefusal | undefined {
  const now = Date.now() / 1000;
  if (exp + SKEW_S <= now || nbf - SKEW_S > now) {
    const text = `Client assertion is not within its valid time range. Current time: ${new Date().toISOString()}, expiry time of assertion ${new Date(exp * 1000).toISOString()}.`;
    return { code: 700024, error: 'invalid_client', text };
  }
  if (iss !== request.client_id || sub !== request.client_id) {
    const text = "Client assertion application identifier doesn't match 'client_id' parameter.";
    return { code: 700021, error: 'invalid_client', text };
  }
  const names = [tenant.tenantId, tenant.givenName, tenant.defaultDomainName].map((name) => name.toLowerCase());
  const ends = ['/oauth2/v2.0/token', '/v2.0', '/'];
  if (names.some((name) => ends.some((end) => aud.toLowerCase() === `${LOGIN}/${name}${end}`))) return undefined;
  const text =
    'Client assertion audience claim does not match Realm issuer. Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials.';
  return { code: 700023, error: 'invalid_client', text };
}

function notRegistered(request: AssertedRequest, reason: string, header: z.infer<typeof headerSchema>): EntraRefusal {
  const named = Buffer.from(header['x5t#S256'] ?? header.x5t ?? '', 'base64url')
    .toString('hex')
    .toUpperCase();
  const text = `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - ${reason}, Thumbprint of key used by client: '${named}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${request.client_id}'.`;
  return { code: 700027, error: 'invalid_client', text };
}

function isNamed(one: X509Certificate, header: z.infer<typeof headerSchema>): boolean {
  const of = (print: string): string => Buffer.from(print.replaceAll(':', ''), 'hex').toString('base64url');
  return header['x5t#S256'] === undefined
    ? header.x5t === of(one.fingerprint)
    : header['x5t#S256'] === of(one.fingerprint256);
}

function parse(key: string): X509Certificate[] {
  try {
    return [new X509Certificate(Buffer.from(key, 'base64'))];
  } catch {
    // Those of the control plane that have an end and no certificate.
    return [];
  }
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
