import { ulid } from 'ulid';
import { createSecretBox } from '../../adapters/secrets/create-secret-box.ts';
import { parseKey } from '../../adapters/secrets/parse-key.ts';
import { makeNextKey, takeNextKey } from '../../adapters/secrets/rotate-key-file.ts';
import { type CommandAnswer, toNoticeCard } from '../../core/cards/plain-cards.ts';
import { problem } from '../../core/chat/calls/command.ts';
import { MASTER_KEY } from '../../core/credentials/renewal-journal.ts';
import { configuredOf } from '../../core/credentials/secret-home.ts';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import { countOf } from '../../core/model/text/format.ts';
import { type Credentials, withCredentials } from '../runtime/open-credentials.ts';
import { keepAuditKey } from '../runtime/protect-audit.ts';
import { systemClock } from '../system-clock.ts';
import { localSubject } from '../terminal/local-person.ts';
import { readSecrets } from '../terminal/read-secrets.ts';
import type { HostCall } from './host-call.ts';

const SERVED = 'samaritan start runs on this database and holds the old key. Stop it, run this again, and start it.';
const BUSY = 'Another keys rotate is under way. Wait until it is done.';
const FOREIGN =
  'A token is stored for a configuration that is not set here. Set the SAM_* settings as they were; or run connections list with the new ones, which removes it. Nothing was changed.';
const NO_KEY =
  'That is no key. It is 32 random bytes in base64 or hex; “openssl rand -base64 32” makes one. Nothing was changed.';

/** `samaritan keys rotate`: seals everything under a new master key. Cut off anywhere, one key opens all of it. */
export async function runRotate(call: HostCall<'keys rotate'>): Promise<CommandAnswer> {
  return await withCredentials(call, async (credentials) => {
    try {
      return await rotate(call, credentials);
    } catch (error) {
      if (error instanceof ForeignSecretError) return problem(FOREIGN);
      throw error;
    }
  });
}

async function rotate(call: HostCall<'keys rotate'>, credentials: Credentials): Promise<CommandAnswer> {
  const { renewals } = credentials.storage;
  if (await credentials.storage.isServed()) return problem(SERVED);
  const id = ulid();
  const entry = { id, connection: MASTER_KEY, by: localSubject(), startedAt: systemClock.now() };
  const begun = await renewals.begin({ ...entry, step: 'sealing-anew' });
  if ('busy' in begun) return problem(BUSY);
  try {
    return await sealAnew(call, credentials);
  } finally {
    await renewals.end(MASTER_KEY, id);
  }
}

async function sealAnew({ io }: HostCall<'keys rotate'>, credentials: Credentials): Promise<CommandAnswer> {
  const { config, box } = credentials;
  const { masterKey: source } = config;
  let count: number;
  let more: string;
  if (source.kind === 'file') {
    count = await reseal(credentials, createSecretBox(await makeNextKey(source.path)));
    await takeNextKey(source.path);
    more = `The key is in ${source.path}. Back it up, and not beside the database.`;
  } else {
    const [text = ''] = await readSecrets(['New master key (not shown):'], io);
    const key = parseKey(text);
    if (!key) return problem(NO_KEY);
    const next = createSecretBox(key);
    if (next.matches(box.keyCheck())) return problem('That is the key in use. Nothing was changed.');
    count = await reseal(credentials, next);
    more = 'Set SAMARITAN_MASTER_KEY to the new key before anything is started again.';
  }
  await credentials.record('master key', null);
  const title = `${countOf(count, 'secret')} ${count === 1 ? 'is' : 'are'} sealed under the new master key.`;
  return { card: toNoticeCard('good', 'rotated', title, [more]), json: { secrets: count, next: more } };
}

/** Every token says of which configured value it comes, by a fingerprint that the key makes. */
function fingerprintsOf({ entries, box }: Credentials, next: SecretBox): Map<string, string> {
  const tokens = entries.flatMap((entry) => {
    const configured = configuredOf(entry);
    return configured ? [configured.refreshToken, configured.applicationSecret] : [];
  });
  return new Map(tokens.map((token) => [box.fingerprint(token), next.fingerprint(token)]));
}

/** All of them in one go, with what tells the right key. */
async function reseal(credentials: Credentials, next: SecretBox): Promise<number> {
  const { storage, box } = credentials;
  const fingerprints = fingerprintsOf(credentials, next);
  await keepAuditKey(storage, box, systemClock.now());
  return await storage.secrets.reseal((name, secret) => {
    const fingerprint = secret.fingerprint === null ? null : fingerprints.get(secret.fingerprint);
    if (fingerprint === undefined) throw new ForeignSecretError();
    return { ...secret, fingerprint, sealed: next.seal(box.open(secret.sealed, name), name) };
  }, next.keyCheck());
}

/** A token is kept whose configured value is not set here: under the new key nobody would know whose it is. */
class ForeignSecretError extends Error {
  override readonly name = 'ForeignSecretError';
}
