import { setTimeout as sleep } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import type { KeptConnections } from '../../core/credentials/keep-connections.ts';
import { type RenewalResult, renewConnection } from '../../core/credentials/renew-connection.ts';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import { TokenKeeper } from '../../core/credentials/token-keeper.ts';
import type { BegunRenewal, FirstStep, TokenRenewals } from '../../core/credentials/token-renewals.ts';
import type { MicrosoftCloudFactory } from '../../core/model/cloud/microsoft-cloud.ts';
import type { SignInRoutes } from '../http/sign-in-routes.ts';
import { systemClock } from '../system-clock.ts';

export interface RenewalsOptions {
  storage: Pick<Storage, 'secrets' | 'renewals'>;
  box: SecretBox;
  connections: () => KeptConnections;
  clouds: MicrosoftCloudFactory;
  sandboxUrl: string | undefined;
  useProxy: boolean;
  /** Without them a device code is used. */
  routes: SignInRoutes | undefined;
  signal: AbortSignal;
}

/** Renewals that people begin in chat. Nobody can be asked meanwhile: another account than before has to be named. */
export function createRenewals(options: RenewalsOptions): TokenRenewals {
  const { storage, box, clouds, sandboxUrl, useProxy, routes, signal } = options;
  const keeper = new TokenKeeper({ secrets: storage.secrets, box, clock: systemClock });
  // Loaded for the first one: MSAL takes longer than the rest of a start.
  const readParts = async () => ({
    clouds,
    signIns: (await import('../../adapters/microsoft/create-sign-in.ts')).createSignInFactory({ sandboxUrl, useProxy }),
    keeper,
    journal: storage.renewals,
    clock: systemClock,
    newId: () => ulid(),
    newKeys: (await import('../../adapters/microsoft/entra/sign-in-keys.ts')).createSignInKeys,
    wait: (ms: number) => sleep(ms, undefined, { signal }).catch(() => {}),
    signal,
  });
  return {
    begin: async ({ connection, by, account }): Promise<BegunRenewal | undefined> => {
      const connections = options.connections();
      const configured = connections.original(connection);
      if (!configured) return undefined;
      const parts = await readParts();
      const { promise: first, resolve: tell } = Promise.withResolvers<FirstStep | null>();
      const receiver = routes?.begin(signal);
      const home = connections.entries.find(({ name }) => name === connection)?.home;
      const renewing = renewConnection({ configured, home, by, receiver, account }, parts, {
        open: (url) => receiver && tell({ kind: 'link', url: receiver.link(url), expiresAt: receiver.expiresAt }),
        deviceCode: (code) => tell({ kind: 'device-code', ...code }),
        interrupted: () => {},
        proved: () => {},
        confirmAccount: async () => null,
      });
      const end = renewing.then(async (result): Promise<RenewalResult> => {
        if (result.ok) await connections.refresh(connection);
        return result;
      });
      // Whoever waits for the end hears of it; until then it must not count as nobody's.
      end.catch(() => {}).finally(() => tell(null));
      return { first: await first, end };
    },
  };
}
