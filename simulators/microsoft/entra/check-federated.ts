import type { EntraRefusal } from '../answers/entra-error.ts';
import type { FederatedCredential } from '../world/app-registration.ts';
import { readIdentityToken } from './access-tokens.ts';

type Trusted = Readonly<Record<'issuer' | 'subject' | 'audience', string>>;

const CODES = { issuer: 700211, audience: 700212, subject: 700213 } as const;

/** Whether an assertion is the token of a managed identity, and not one that the app signed. */
export function isFederated(assertion: string): boolean {
  return readIdentityToken(assertion) !== undefined;
}

/** What Entra has against such a token for an app that trusts these; undefined when nothing. Upper and lower case count. */
export function checkFederated(assertion: string, trusted: readonly FederatedCredential[]): EntraRefusal | undefined {
  const claims = readIdentityToken(assertion);
  if (!claims) return undefined;
  if (claims.exp * 1000 <= Date.now())
    return { code: 700024, error: 'invalid_client', text: 'Client assertion is not within its valid time range.' };
  const presented: Trusted = { issuer: claims.iss, subject: claims.sub, audience: claims.aud };
  let left: readonly Trusted[] = trusted;
  if (left.length === 0) {
    const text = `No matching federated identity record found for presented assertion. Assertion Issuer: '${claims.iss}'. Assertion Subject: '${claims.sub}'. Assertion Audience: '${claims.aud}'.`;
    return { code: 70021, error: 'invalid_request', text };
  }
  for (const part of ['issuer', 'subject', 'audience'] as const) {
    const before = left;
    left = left.filter((one) => one[part] === presented[part]);
    if (left.length > 0) continue;
    const isNear = before.some((one) => one[part].toLowerCase() === presented[part].toLowerCase());
    const near = isNear ? ' The value matches case-insensitively, but not case-sensitively.' : '';
    const text = `No matching federated identity record found for presented assertion ${part} '${presented[part]}'.${near} Please check your federated identity credential Subject, Audience and Issuer against the presented assertion.`;
    return { code: isNear ? 7002138 : CODES[part], error: 'invalid_client', text };
  }
  return undefined;
}
