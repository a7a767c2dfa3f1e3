import type { SignIn, SignInFactory } from '../../core/credentials/sign-in.ts';
import { HttpClient } from '../http/http-client.ts';
import { createCleaner } from './clean-text.ts';
import { CLOUD_HOSTS } from './clouds.ts';
import type { MicrosoftOptions } from './create-microsoft-cloud.ts';
import {
  authorize,
  beginDeviceCode,
  pollDeviceCode,
  readTenantId,
  redeemCode,
  type SignInParts,
} from './entra/sign-in.ts';
import { Requester } from './http/requester.ts';
import { Pacer } from './pacing/pacer.ts';
import { systemPacingTime } from './pacing/pacing-time.ts';

const TIMEOUT_MS = 15_000;

/** Signing in over the network: the code flow through MSAL, the device code by plain requests. */
export function createSignInFactory(options: Pick<MicrosoftOptions, 'sandboxUrl' | 'useProxy'>): SignInFactory {
  const { sandboxUrl, useProxy = false } = options;
  return {
    open({ connection, signal }): SignIn {
      const http = new HttpClient({ sandboxUrl, connections: 2, timeoutMs: TIMEOUT_MS, useProxy });
      const timers = systemPacingTime;
      const requester = new Requester({ http, pacer: new Pacer(2, timers), timers, signal, random: Math.random });
      const parts: SignInParts = {
        connection,
        requester,
        http,
        sandboxUrl,
        hosts: CLOUD_HOSTS[connection.cloud],
        clean: createCleaner([connection.applicationSecret, connection.refreshToken]),
      };
      const close = async (): Promise<void> => {
        signal.removeEventListener('abort', onAbort);
        requester.close();
        await http.close();
      };
      const onAbort = (): void => void close();
      signal.addEventListener('abort', onAbort, { once: true });
      return {
        authorize: (request) => authorize(request, parts),
        redeemCode: (request) => redeemCode(request, parts),
        beginDeviceCode: () => beginDeviceCode(parts),
        pollDeviceCode: (deviceCode) => pollDeviceCode(deviceCode, parts),
        tenantId: () => readTenantId(parts),
        close,
      };
    },
  };
}
