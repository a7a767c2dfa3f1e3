import { timingSafeEqual } from 'node:crypto';
import type { Redirected } from '../../core/credentials/sign-in.ts';
import { Secret } from '../../core/model/text/secret.ts';

/** What an address says that Microsoft's page sent a browser back to; undefined where it is none of a sign-in. */
export function readRedirect(address: string, state: string | undefined): Redirected | undefined {
  const query = URL.parse(address.trim())?.searchParams;
  const [given, code, error] = [query?.get('state'), query?.get('code'), query?.get('error')];
  if (!query || (!code && !error)) return undefined;
  if (!given || state === undefined || !isSame(given, state)) return { kind: 'foreign' };
  if (error) return { kind: 'error', error, description: query.get('error_description') ?? '' };
  return { kind: 'code', code: new Secret(code ?? '') };
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
