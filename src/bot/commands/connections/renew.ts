import { setTimeout as sleep } from 'node:timers/promises';
import { ulid } from 'ulid';
import { createSignInFactory } from '../../../adapters/microsoft/create-sign-in.ts';
import { createSignInKeys } from '../../../adapters/microsoft/entra/sign-in-keys.ts';
import { type CommandAnswer, toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { chooseConnection, renewable } from '../../../core/credentials/connection-book.ts';
import { proveConnection } from '../../../core/credentials/prove-connection.ts';
import {
  type Renewal,
  type RenewalParts,
  type RenewalResult,
  renewConnection,
} from '../../../core/credentials/renew-connection.ts';
import type { SecretHome } from '../../../core/credentials/secret-home.ts';
import {
  appCredentialOf,
  openSecrets,
  type StoredConnection,
  sealSecrets,
  toUsable,
} from '../../../core/credentials/stored-connection.ts';
import { EXIT } from '../../../core/diagnosis/report/exit-code.ts';
import { GIVEN_NAMES, inspectCredentials, NO_CREDENTIALS } from '../../../core/model/checks/credentials-shape.ts';
import type { SamConnection } from '../../../core/model/cloud/connection.ts';
import type { ProcessIo } from '../../process-io.ts';
import { reportInternalError } from '../../report-internal-error.ts';
import { type Credentials, withCredentials } from '../../runtime/open-credentials.ts';
import { systemClock } from '../../system-clock.ts';
import { readLines } from '../../terminal/lines.ts';
import { localSubject } from '../../terminal/local-person.ts';
import { createLoopbackReceiver, type LoopbackReceiver } from '../../terminal/loopback-receiver.ts';
import type { HostCall } from '../host-call.ts';
import { readCredential } from './add.ts';
import { createRenewalShow, type RenewalScreen } from './renewal-screen.ts';

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

const TOO_NEW =
  'A secret or certificate that was just made can take some minutes until Entra takes it: try again then.';

/**
 * `connections renew` of an app by itself: another secret, certificate or identity, proved before the one in use goes. It
 * takes its place in one write, so that a kill at any moment leaves one that works.
 */
export async function replaceCredential(
  stored: StoredConnection,
  { values, io, prefix }: HostCall<'connections renew'>,
  { storage, box, clouds, record }: Credentials,
): Promise<CommandAnswer> {
  const { name, applicationId, tenant, kind } = stored;
  if (values.device || values['no-browser'] || values.account !== undefined)
    return problem(`Nobody signs in for ${name}: --device, --no-browser and --account are for other connections.`);
  io.stderr.write(`Giving ${name} another secret or certificate: app ${applicationId}, tenant ${tenant}.\n`);
  io.stderr.write('The one in use stays until the new one is proved.\n');
  const given = await readCredential(values, io);
  if (typeof given === 'string') return problem(given);
  const raw = { ...NO_CREDENTIALS, ...given.credential, kind, applicationId, tenant, names: GIVEN_NAMES };
  const wrong = inspectCredentials(raw).filter(({ severity }) => severity === 'fail');
  if (wrong.length > 0) return problem(...wrong.map(({ text }) => text));
  const { applicationSecret } = appCredentialOf(raw);
  if ((await openSecrets(stored, storage.secrets, box))?.applicationSecret.equals(applicationSecret))
    return problem(`That is what ${name} signs in with already. Nothing was changed.`);
  const refusal = await proveConnection(toUsable(stored, raw), { clouds, signal: io.signal, fresh: true });
  const json = { connection: name, stored: refusal === undefined, reason: refusal ?? null };
  if (refusal === undefined) {
    const now = systemClock.now();
    // Removed meanwhile, or wiped: nothing may be left behind of it.
    for (const one of sealSecrets(stored, { applicationSecret, refreshToken: null }, box, now))
      if (!(await storage.secrets.keepIf(one.name, one.secret, (found) => found !== undefined)))
        return problem(`The connection ${name} was removed meanwhile.`);
  }
  await record(name, refusal ?? null);
  if (refusal !== undefined) {
    const title = `${name} signs in as before: nothing was changed.`;
    return { card: toNoticeCard('bad', 'unchanged', title, [refusal, TOO_NEW]), json, findings: true };
  }
  const more = `What is known of its tenant stays. Delete the old one on the app’s page. Now: ${prefix}testtokens --connection ${name}`;
  return { card: toNoticeCard('good', 'renewed', `${name} signs in with the new one from now on.`, [more]), json };
}
