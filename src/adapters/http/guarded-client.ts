import { isIP } from 'node:net';
import { DeliveryError } from '../../core/cards/messenger.ts';
import { type HttpAnswer, HttpClient, type HttpRequest } from './http-client.ts';
import { NoAnswer } from './no-answer.ts';
import { isPrivateAddress, lookUpPublic } from './private-addresses.ts';

/** A client for addresses that people gave. */
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
