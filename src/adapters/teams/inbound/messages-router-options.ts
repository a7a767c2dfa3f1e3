import type { Clock, Timers } from '../../../core/model/time/clock.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { isLoopbackUrl } from '../../http/loopback.ts';
import { OPENID_METADATA_URL } from '../outbound/bot-framework.ts';
import type { InboundEvent } from './inbound-event.ts';
import type { InboundHandler } from './inbound-handler.ts';
import type { InboundRefusal } from './inbound-refusal.ts';
import type { ReplayLedger } from './replay-guard.ts';

export interface MessagesRouterOptions {
  /** `MICROSOFT_APP_ID`. Without it nothing starts, unless anonymous. */
  appId?: string | undefined;
  /** Ids of the tenants whose people may speak to the bot. At least one. */
  allowedTenants: readonly string[];
  openIdMetadataUrl?: string | undefined;
  sandbox?: boolean | undefined;
  /** Takes requests without a token. Only in the sandbox and with `host` on loopback. */
  allowAnonymous?: boolean | undefined;
  host: string;
  handler: InboundHandler;
  ledger: ReplayLedger;
  http: HttpClient;
  clock: Clock;
  timers: Timers;
  /** botbuilder's own validation, asked after ours: both must agree. */
  confirm?: ((activity: unknown, authorization: string) => Promise<boolean>) | undefined;
  /** A request was turned away. Holds no token and no text from outside. */
  onRefused: (refusal: InboundRefusal) => void;
  /** The handler failed, or this code did. Gives the sentence with the fault's reference. */
  onFault: (error: unknown, event: InboundEvent | undefined) => string;
}

/** Throws for options under which requests could not be authenticated. */
export function assertRouterOptions(options: MessagesRouterOptions): void {
  const { appId = '', allowAnonymous = false, allowedTenants, host, sandbox = false } = options;
  const { openIdMetadataUrl = OPENID_METADATA_URL } = options;
  const isLoopback = isLoopbackUrl(`http://${host.includes(':') ? `[${host}]` : host}`);
  if (allowAnonymous && !sandbox) throw new TypeError('anonymous requests are only taken in the sandbox');
  if (allowAnonymous && !isLoopback) throw new TypeError('anonymous requests are only taken on a loopback address');
  if (!allowAnonymous && appId === '') throw new TypeError('without an app id no request can be authenticated');
  if (allowedTenants.length === 0) throw new TypeError('no tenant is allowed to speak to the bot');
  if (openIdMetadataUrl.startsWith('https:')) return;
  if (!sandbox || !isLoopbackUrl(openIdMetadataUrl)) throw new TypeError('the OpenID metadata is only read over TLS');
}
