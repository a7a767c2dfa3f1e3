import { isIP } from 'node:net';
import { isPrivateAddress } from '../../../adapters/http/guarded-client.ts';
import { isLoopback } from '../../../adapters/http/loopback.ts';

const LONGEST_URL = 2000;

/** An address with what it may do, or what is wrong with it. It may hold a secret, so no sentence says it again. */
export function readRouteAddress(
  typed: string,
  privateHost: string | undefined,
): { url: string; host: string; mayBePrivate: boolean } | string {
  if (typed === '') return 'No address was given. Pipe it in, or type it where it is asked for.';
  const url = URL.parse(typed);
  if (!url || typed.length > LONGEST_URL)
    return 'That is no address. Give one such as https://noc.example/hooks/samaritan.';
  if (url.username !== '' || url.password !== '') return 'An address with a user name or password is not taken.';
  const host = url.hostname;
  const named = privateHost?.trim().toLowerCase();
  if (named !== undefined && named !== host)
    return `--private-host names another host than the address, which has ${host}.`;
  const mayBePrivate = named === host;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && mayBePrivate && isLoopback(host)))
    return 'Only https addresses are sent to; http only to this machine, where --private-host names it.';
  // Names are looked up as they are connected to; a number can be judged at once.
  if (!mayBePrivate && (isLoopback(host) || (isIP(host.replace(/^\[|\]$/g, '')) !== 0 && isPrivateAddress(host))))
    return `${host} is a private address, to which nothing is sent unless --private-host ${host} names it.`;
  return { url: url.href.replace(/#.*$/, ''), host, mayBePrivate };
}
