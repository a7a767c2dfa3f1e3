import { JWT_MARK } from '../entra/access-tokens.ts';
import type { World } from '../world/world.ts';
import type { Inbound } from './inbound.ts';

/** Names every credential that a request carries where it must never be. The texts hold no credential themselves. */
export function createLeakDetector({
  partner,
  signIns,
  addedSecrets,
  registrations,
}: World): (request: Inbound) => string[] {
  const durable: readonly (readonly [string, string])[] = [
    ['the client secret', partner.secret],
    ['the refresh token', partner.samGrant.mark],
    ['the Exchange refresh token', partner.legacyGrant.mark],
  ];

  return (request) => {
    const signedIn = signIns.marks().map((mark) => ['a new refresh token', mark] as const);
    const added = [addedSecrets, ...registrations.all().map(({ secrets }) => secrets)];
    const rotated = added.flatMap((one) => one.marks()).map((mark) => ['a new client secret', mark] as const);
    const lasting = [...durable, ...signedIn, ...rotated];
    const everything = [...lasting, ['an access token', JWT_MARK] as const];
    const found: string[] = [];
    const look = (where: string, text: string, secrets: readonly (readonly [string, string])[]): void => {
      for (const [name, mark] of secrets) {
        if (text.includes(mark)) found.push(`${name} was sent in ${where} of ${request.method} ${shortPath(request)}`);
      }
    };
    look('the URL', readable(request.url), everything);
    for (const name in request.headers) {
      const value = request.headers[name];
      // An access token has one place to be, and the services check whose it is.
      const secrets = name === 'authorization' && request.service !== 'entra' ? lasting : everything;
      if (typeof value === 'string' && value.length > 30) look(`the header ${name}`, value, secrets);
    }
    if (request.service !== 'entra' && request.body !== '') look('the body', request.body, everything);
    return found;
  };
}

/** The path for a message: cut, and without anything that may be a token. */
export function shortPath(request: Inbound): string {
  const path = request.path.split(JWT_MARK)[0] ?? '';
  return path.length > 120 ? `${path.slice(0, 60)}…` : path;
}

function readable(url: string): string {
  if (!url.includes('%')) return url;
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
