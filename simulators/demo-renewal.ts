import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { createMicrosoftCloudFactory } from '../src/adapters/microsoft/create-microsoft-cloud.ts';
import { createSignInFactory } from '../src/adapters/microsoft/create-sign-in.ts';
import { createSignInKeys } from '../src/adapters/microsoft/entra/sign-in-keys.ts';
import type { Storage } from '../src/adapters/storage/open-storage.ts';
import { createRenewalShow } from '../src/bot/commands/connections/renewal-screen.ts';
import type { ProcessIo } from '../src/bot/process-io.ts';
import { openBox } from '../src/bot/runtime/open-box.ts';
import { systemClock } from '../src/bot/system-clock.ts';
import { createLoopbackReceiver } from '../src/bot/terminal/loopback-receiver.ts';
import { renewConnection } from '../src/core/credentials/renew-connection.ts';
import { TokenKeeper } from '../src/core/credentials/token-keeper.ts';
import type { SamConnection } from '../src/core/model/cloud/connection.ts';
import { Secret } from '../src/core/model/text/secret.ts';
import type { Sandbox } from './microsoft/sandbox.ts';

const LIMIT_MS = 60_000;

/** Renews the refresh token as `connections renew` does; the page signs in by itself. Gives the connection as it is then. */
export async function demoRenewal(
  sandbox: Sandbox,
  storage: Storage,
  configured: SamConnection,
  io: ProcessIo,
): Promise<SamConnection> {
  const key = new Secret(randomBytes(32).toString('hex'));
  const { secrets, renewals } = storage;
  const keeper = new TokenKeeper({ secrets, box: await openBox({ kind: 'value', key }, secrets), clock: systemClock });
  const { signal } = io;
  const lines = { asks: false, onLine: () => {}, ask: async () => '', close: () => {} };
  const show = createRenewalShow({ json: false, io, lines, browser: false });
  const onFault = (error: unknown): void => show.note(String(error));
  const receiver = await createLoopbackReceiver({ limitMs: LIMIT_MS, signal, onForeign: () => {}, onFault });
  try {
    show.preview(configured, false);
    const result = await renewConnection(
      { configured, by: 'terminal:user:demo', receiver },
      {
        clouds: createMicrosoftCloudFactory({ sandboxUrl: sandbox.origin }),
        signIns: createSignInFactory({ sandboxUrl: sandbox.origin }),
        keeper,
        journal: renewals,
        clock: systemClock,
        newId: () => 'demo',
        newKeys: createSignInKeys,
        wait: (ms) => sleep(ms),
        signal,
      },
      {
        ...show,
        open: (url) => {
          show.open(url);
          void signIn(url).catch(onFault);
        },
      },
    );
    show.end(result, '');
    return (await keeper.resolve(configured)).connection;
  } finally {
    await receiver.close();
  }
}

/** What a person does in a browser. */
async function signIn(url: string): Promise<void> {
  const page = await request(url);
  await page.body.dump();
  const { location } = page.headers;
  if (typeof location === 'string') await (await request(location)).body.dump();
}
