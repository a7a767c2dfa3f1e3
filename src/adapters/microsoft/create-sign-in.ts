import type { SignIn, SignInFactory } from '../../core/credentials/sign-in.ts';
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
import { openRequester } from './http/requester.ts';

/** Signing in over the network: the code flow through MSAL, the device code by plain requests. */
export function createSignInFactory(options: Pick<MicrosoftOptions, 'sandboxUrl' | 'useProxy'>): SignInFactory {
  const { sandboxUrl } = options;
  return {
    open({ connection, signal, scopes }): SignIn {
      const { http, requester, close: closeBoth } = openRequester(options, signal);
      const parts: SignInParts = {
        connection,
        requester,
        http,
        sandboxUrl,
        scopes,
        hosts: CLOUD_HOSTS[connection.cloud],
        clean: createCleaner([connection.applicationSecret, connection.refreshToken]),
      };
      const close = async (): Promise<void> => {
        signal.removeEventListener('abort', onAbort);
        await closeBoth();
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
