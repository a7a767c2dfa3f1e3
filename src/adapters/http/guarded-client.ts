import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { DeliveryError } from '../../core/cards/messenger.ts';
import { type HttpAnswer, HttpClient, type HttpRequest } from './http-client.ts';
import { NoAnswer } from './no-answer.ts';

export interface GuardedClient {
  /**
   * The whole answer, whatever its status. No redirect is followed, no proxy used, and no private address connected to but
   * where `mayBePrivate`. Throws `DeliveryError` where there is none.
   */
  send(request: HttpRequest, mayBePrivate: boolean): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** `mostBytes`: the largest answer taken. One slow host holds up no other, and no other request to itself. */
export function createGuardedClient(options: { timeoutMs: number; mostBytes: number }): GuardedClient {
  const outside = new HttpClient({ ...options, useProxy: false, lookup: lookUpPublic });
  const inside = new HttpClient({ ...options, useProxy: false });
  return {
    send: async (request, mayBePrivate) => {
      const { hostname } = new URL(request.url);
      // An address that is written out is not looked up.
      if (!mayBePrivate && isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 && isPrivateAddress(hostname))
        throw new DeliveryError('forbidden', `${hostname} is a private address, to which nothing is sent`);
      const answer = await (mayBePrivate ? inside : outside).send(request);
      if (answer instanceof NoAnswer)
        throw new DeliveryError('busy', answer.message, { uncertain: answer.reached === 'maybe' });
      return answer;
    },
    close: async () => void (await Promise.all([outside.close(), inside.close()])),
  };
}

/** An address of version 4 in the oldest of its forms in version 6 (RFC 4291, 2.5.5.1), which the library has no name for. */
const OLD_FORM = ipaddr.parseCIDR('::/96');

/** Whether an address is not of the public internet: loopback, link-local, private, or one that only stands for such. */
export function isPrivateAddress(address: string): boolean {
  const [plain = ''] = address.replace(/^\[|\]$/g, '').split('%', 1);
  if (isIP(plain) === 0) return true;
  const parsed = ipaddr.parse(plain);
  return parsed.range() !== 'unicast' || (parsed.kind() === 'ipv6' && parsed.match(OLD_FORM));
}

/** Looks a name up as it is connected to, and refuses one that leads to a private address, be it among public ones. */
const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => isPrivateAddress(address))) {
      return callback(Object.assign(new Error('a private address'), { code: 'EPRIVATE' }), '', 0);
    }
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};
