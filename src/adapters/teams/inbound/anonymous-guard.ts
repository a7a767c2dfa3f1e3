import type { IncomingMessage } from 'node:http';
import { InboundRefusal } from './inbound-refusal.ts';

/** Headers that only a proxy or a tunnel adds. */
const FORWARDING =
  /^(?:forwarded|via|x-forwarded-.+|x-real-ip|x-original-.+|cf-.+|true-client-ip|x-client-ip|ngrok-.+)$/;
const OWN_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const LOOPBACK_ADDRESS = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/**
 * Anonymous mode is for this machine alone: a request that came through a proxy or a tunnel, under another name or from
 * another machine gets 403. A tunnel that hides all of this cannot be told apart; the sandbox holds nothing of value.
 */
export function assertLocal(request: IncomingMessage): void {
  const { remoteAddress, localAddress } = request.socket;
  for (const address of [remoteAddress, localAddress]) {
    if (!LOOPBACK_ADDRESS.test(address ?? '')) throw new InboundRefusal(403, 'forwarded', 'address');
  }
  if (!OWN_HOST.test(request.headers.host ?? '')) throw new InboundRefusal(403, 'forwarded', 'host');
  const header = Object.keys(request.headers).find((name) => FORWARDING.test(name));
  if (header !== undefined) throw new InboundRefusal(403, 'forwarded', 'header');
}
