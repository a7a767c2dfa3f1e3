import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
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

// Two lists: Node takes an address of version 4 for its form in version 6, of which none is public.
const [PRIVATE_4, PRIVATE_6] = [new BlockList(), new BlockList()];
// IANA's registries of special-purpose addresses, 2026: what is not reached over the internet, and what stands for it.
const RANGES_4: readonly (readonly [string, number])[] = [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
];
const RANGES_6: readonly (readonly [string, number])[] = [
  ...([
    ['::', 96],
    ['::ffff:0:0', 96],
    ['64:ff9b::', 96],
    ['64:ff9b:1::', 48],
    ['100::', 64],
  ] as const),
  ...([
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['fc00::', 7],
    ['fe80::', 10],
    ['ff00::', 8],
  ] as const),
];
for (const [net, bits] of RANGES_4) PRIVATE_4.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of RANGES_6) PRIVATE_6.addSubnet(net, bits, 'ipv6');

/** Whether an address is not of the public internet: loopback, link-local, private, or one that only stands for such. */
export function isPrivateAddress(address: string): boolean {
  const [plain = ''] = address.replace(/^\[|\]$/g, '').split('%', 1);
  const version = isIP(plain);
  if (version === 4) return PRIVATE_4.check(plain, 'ipv4');
  return version === 0 || PRIVATE_6.check(plain, 'ipv6');
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
