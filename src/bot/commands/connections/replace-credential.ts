import type { CommandAnswer } from '../../../core/cards/command-answer.ts';
import { toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { proveConnection } from '../../../core/credentials/prove-connection.ts';
import {
  appCredentialOf,
  openSecrets,
  type StoredConnection,
  sealSecrets,
  toUsable,
} from '../../../core/credentials/stored-connection.ts';
import { GIVEN_NAMES, inspectCredentials, NO_CREDENTIALS } from '../../../core/model/checks/credentials-shape.ts';
import type { Credentials } from '../../runtime/open-credentials.ts';
import { systemClock } from '../../system-clock.ts';
import type { HostCall } from '../host-call.ts';
import { readCredential } from './add.ts';

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
