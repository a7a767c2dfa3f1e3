import { setTimeout as sleep } from 'node:timers/promises';
import { ulid } from 'ulid';
import { createSignInFactory } from '../../../adapters/microsoft/create-sign-in.ts';
import { createSignInKeys } from '../../../adapters/microsoft/entra/sign-in-keys.ts';
import type { CommandAnswer } from '../../../core/cards/command-answer.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { chooseConnection, renewable } from '../../../core/credentials/connection-book.ts';
import {
  type Renewal,
  type RenewalParts,
  type RenewalResult,
  renewConnection,
} from '../../../core/credentials/renew-connection.ts';
import type { SecretHome } from '../../../core/credentials/secret-home.ts';
import { EXIT } from '../../../core/diagnosis/report/exit-code.ts';
import type { SamConnection } from '../../../core/model/cloud/connection.ts';
import type { ProcessIo } from '../../process-io.ts';
import { reportInternalError } from '../../report-internal-error.ts';
import { type Credentials, withCredentials } from '../../runtime/open-credentials.ts';
import { systemClock } from '../../system-clock.ts';
import { readLines } from '../../terminal/lines.ts';
import { localSubject } from '../../terminal/local-person.ts';
import { createLoopbackReceiver, type LoopbackReceiver } from '../../terminal/loopback-receiver.ts';
import type { HostCall } from '../host-call.ts';
import { createRenewalShow, type RenewalScreen } from './renewal-screen.ts';
import { replaceCredential } from './replace-credential.ts';

/** How long a person may take to sign in. */
const LIMIT_MS = 600_000;

/** `samaritan connections renew`: a new refresh token by signing in, or what an app by itself signs in with. Exit 1 where nothing was changed. */
export async function runRenew(call: HostCall<'connections renew'>): Promise<CommandAnswer | number> {
  const { values } = call;
  if (values.device && values['no-browser'])
    return problem('--device and --no-browser contradict each other: a device code opens no page.');
  return await withCredentials(call, async (credentials) => {
    const entry = chooseConnection(credentials.entries, values.name);
    if ('problem' in entry) return problem(entry.problem);
    const byItself =
      entry.kind === 'app-only' &&
      (await credentials.storage.connections.list()).find(({ name }) => name === entry.name);
    if (byItself) return await replaceCredential(byItself, call, credentials);
    if (values.certificate !== undefined || values.identity !== undefined)
      return problem(`Somebody signs in for ${entry.name}: --certificate and --identity are for an app by itself.`);
    const connection = renewable(entry);
    if (typeof connection === 'string') return problem(connection);
    return await renewOnTerminal(connection, entry.home, call, credentials);
  });
}

async function renewOnTerminal(
  connection: SamConnection,
  home: SecretHome | undefined,
  call: HostCall<'connections renew'>,
  credentials: Credentials,
): Promise<number> {
  const { values, json, io, prefix } = call;
  const { device = false } = values;
  const lines = readLines(io, json);
  const show = createRenewalShow({ json, io, lines, browser: !device && !values['no-browser'] });
  show.preview(connection, device);
  let receiver: LoopbackReceiver | undefined;
  try {
    if (!device) receiver = await listenForSignIn(io, show);
    lines.onLine((text) => {
      if (receiver && !receiver.paste(text)) show.note('That is no address of a sign-in; paste the whole line.');
    });
    const result = await renewWith({ configured: connection, home, receiver }, call, credentials, show);
    await credentials.record(connection.name, result.ok ? null : result.ending.reason);
    show.end(result, prefix);
    if (result.ok) return EXIT.fine;
    return result.ending.id === 'interrupted' ? EXIT.interrupted : EXIT.findings;
  } finally {
    lines.close();
    await receiver?.close();
  }
}

/** Where the browser comes back to, on this machine. */
export function listenForSignIn(io: ProcessIo, show: Pick<RenewalScreen, 'note'>): Promise<LoopbackReceiver> {
  return createLoopbackReceiver({
    limitMs: LIMIT_MS,
    signal: io.signal,
    onForeign: () => show.note('A browser came with the address of another sign-in. It was turned away.'),
    onFault: (error) => void reportInternalError(error, io),
  });
}

function renewWith(
  renewal: Pick<Renewal, 'configured' | 'home' | 'receiver'>,
  { values, io }: HostCall<'connections renew'>,
  credentials: Credentials,
  show: RenewalScreen,
): Promise<RenewalResult> {
  const wish = { ...renewal, by: localSubject(), account: values.account };
  return renewConnection(wish, renewalParts(credentials, io), show);
}

export function renewalParts({ reach, storage, keeper, clouds }: Credentials, io: ProcessIo): RenewalParts {
  return {
    clouds,
    signIns: createSignInFactory(reach),
    keeper,
    journal: storage.renewals,
    clock: systemClock,
    newId: () => ulid(),
    newKeys: createSignInKeys,
    wait: (ms) => sleep(ms, undefined, { signal: io.signal }).catch(() => {}),
    signal: io.signal,
  };
}
