import { NO_CREDENTIALS } from '../model/checks/credentials-shape.ts';
import { Secret } from '../model/text/secret.ts';
import type { AppSecretsFactory } from './app-secrets.ts';
import { applySetup } from './apply-setup.ts';
import type { PartnerDirectory, Registration } from './partner-directory.ts';
import { planAdditions, type SetupFindings } from './plan-setup.ts';
import { proveSecret } from './prove-secret.ts';
import { endingOf } from './renewal-ending.ts';
import { limitsOf, limitWords, secretEnd } from './secret-limits.ts';
import type { SettingStore } from './setting-store.ts';
import type { SetupParts, SetupResult, SetupShow, SetupWish } from './setup-parts.ts';
import {
  joinAdditions,
  keepSetupRecord,
  NOTHING_ADDED,
  readSetupRecord,
  type SetupRecord,
  secretNameIn,
  tagOf,
} from './setup-record.ts';
import { isTried, refuseSetup, SetupRefused, taken, untilThere } from './setup-refusal.ts';
import { signInAdministrator } from './sign-in-administrator.ts';
import { openSecrets, type StoredConnection, sealSecrets, toSamConnection } from './stored-connection.ts';

/**
 * Registers the app in the partner's tenant, or mends the one that is there, consents to it there and stores it as a
 * connection that waits for its first sign-in. All that is changed is written down before; a kill at any moment leaves
 * what the next run goes on with, or takes away.
 */
export async function setUp(wish: SetupWish, parts: SetupParts, show: SetupShow): Promise<SetupResult> {
  const { name, by, dryRun } = wish;
  const { journal, clock, settings } = parts;
  const begun = async (): Promise<boolean> => {
    const record = await readSetupRecord(settings, name);
    return record !== undefined && !record.finished;
  };
  try {
    if (dryRun) return { ok: true, stored: await run(wish, parts, show) };
    const id = parts.newId();
    const entry = { id, connection: name, by, startedAt: clock.now(), step: 'setting-up' } as const;
    const started = await journal.begin(entry);
    if ('busy' in started) return { ok: false, ending: endingOf('busy'), begun: false };
    try {
      if (started.interrupted) show.interrupted(started.interrupted);
      return { ok: true, stored: await run(wish, parts, show) };
    } finally {
      await journal.end(name, id);
    }
  } catch (error) {
    if (error instanceof SetupRefused) return { ok: false, ending: error.ending, begun: await begun() };
    throw error;
  }
}

async function run(wish: SetupWish, parts: SetupParts, show: SetupShow): Promise<StoredConnection | null> {
  const { name, tenant, cloud, set, receiver, dryRun, days } = wish;
  const { clock, settings, signal } = parts;
  const before = await readSetupRecord(settings, name);
  const stored = (await parts.connections.list()).find((one) => one.name === name);
  if (stored && stored.id !== before?.connectionId) refuseSetup('setup-name-taken', { name });
  const assigns = set.required.some(({ kind }) => kind === 'application');
  const administrator = await signInAdministrator({ cloud, tenant, receiver, assigns }, parts, show);
  if (!administrator.ok) throw new SetupRefused(administrator.ending);
  const { connection, tenantId } = administrator;
  show.administrator(administrator.account);
  if (before && before.tenantId !== tenantId) refuseSetup('setup-other-tenant', { name });
  const directory = parts.directories.open({ connection, signal });
  const added = parts.appSecrets.open({ connection, signal });
  try {
    const record = before ?? newRecord(wish, tenantId, parts.newId());
    const findings = await look(wish, record, directory, parts);
    const { registration } = findings;
    if (stored && stored.applicationId !== registration?.applicationId) refuseSetup('setup-app-gone', { name });
    const { additions, unknown } = planAdditions(set, findings);
    if (unknown.length > 0) refuseSetup('setup-permission-unknown', { missing: unknown.join(', ') });
    const limits = stored ? undefined : limitsOf(await added.policy(registration?.objectId ?? null));
    if (limits && limits !== 'unread' && limits.forbidden)
      refuseSetup('setup-secret-forbidden', { policy: limits.policy });
    const secretEndsAt = limits ? secretEnd(clock.now(), days, limits) : null;
    const limit = limits && limitWords(limits, days);
    const isOwn = registration?.tags.includes(tagOf(record)) ?? false;
    const { displayName } = record;
    const adopted = isOwn ? null : registration;
    show.plan({ displayName, tenantId, adopted, resumed: isOwn, additions, secretEndsAt, limit });
    if (dryRun) return null;
    if ((await show.confirm()) !== true) refuseSetup('secret-not-confirmed');
    record.adopted = adopted?.applicationId ?? null;
    record.finished = false;
    record.added = joinAdditions(record.added, additions);
    await keepSetupRecord(settings, record);
    const app = await applySetup({ record, set, findings, directory }, parts, show);
    const ready = stored ?? (await addSecret(wish, record, app, secretEndsAt ?? 0, added, parts, show));
    await proveStored(ready, parts);
    return ready;
  } finally {
    await added.close();
    await directory.close();
  }
}

/** The first sign-in has come: nothing is under way any more. What was added can still be undone. */
export async function finishSetup(name: string, settings: SettingStore): Promise<void> {
  const record = await readSetupRecord(settings, name);
  if (record) await keepSetupRecord(settings, { ...record, finished: true });
}

function newRecord({ name, displayName }: SetupWish, tenantId: string, id: string): SetupRecord {
  const nothing = { adopted: null, createdAt: null, added: NOTHING_ADDED, finished: false };
  return { id, name, connectionId: id, tenantId, displayName, ...nothing };
}

async function look(
  { set, adopt }: SetupWish,
  record: SetupRecord,
  directory: PartnerDirectory,
  parts: SetupParts,
): Promise<SetupFindings> {
  const registration = await findRegistration(record, adopt, directory, parts);
  const apis = taken(await directory.apis([...set.apis.keys()]));
  const nothing = { principalId: null, held: { delegated: [], roles: [] } };
  if (!registration) return { registration, apis, ...nothing };
  const principalId = taken(await directory.principal(registration.applicationId));
  const held = principalId === null ? nothing.held : taken(await directory.holds(registration.applicationId));
  return { registration, apis, principalId, held };
}

/** The one that an earlier run created or adopted, the one that is named, or the only one that is called so. */
async function findRegistration(
  record: SetupRecord,
  adopt: string | undefined,
  directory: PartnerDirectory,
  parts: SetupParts,
): Promise<Registration | null> {
  const wanted = adopt ?? record.adopted ?? undefined;
  if (wanted !== undefined) {
    const [found] = taken(await directory.registrations({ applicationId: wanted }));
    return found ?? refuseSetup('setup-app-unknown', { wanted });
  }
  const read = async () => taken(await directory.registrations({ displayName: record.displayName }));
  const own = (all: readonly Registration[]) => all.find(({ tags }) => tags.includes(tagOf(record)));
  // Graph's list may not show yet what a killed run created.
  const all = record.createdAt === null ? await read() : await untilThere(read, own, record.createdAt, parts);
  const found = own(all);
  if (found || all.length === 0) return found ?? null;
  const [only] = all;
  if (all.length === 1 && only) return only;
  const ids = all.map(({ applicationId }) => applicationId).join(', ');
  return refuseSetup('setup-app-ambiguous', { count: String(all.length), displayName: record.displayName, ids });
}

/** Adds the secret and stores it sealed at once: its value is told this one time. One that a killed run lost goes. */
async function addSecret(
  { name, cloud }: SetupWish,
  record: SetupRecord,
  { objectId, applicationId, secrets }: Registration,
  endsAt: number,
  added: ReturnType<AppSecretsFactory['open']>,
  parts: SetupParts,
  show: SetupShow,
): Promise<StoredConnection> {
  const displayName = secretNameIn(record);
  for (const lost of secrets.filter((one) => one.displayName === displayName))
    taken(await added.remove(objectId, lost.keyId));
  const { value } = await isTried(() => added.add(objectId, { displayName, endsAt }), parts);
  const now = parts.clock.now();
  const stored: StoredConnection = {
    id: record.connectionId,
    name,
    kind: 'sam',
    cloud,
    applicationId,
    tenant: record.tenantId,
    includeOwnTenant: false,
    vaultUrl: null,
    directTenant: null,
    createdAt: now,
  };
  const sealed = sealSecrets(stored, { applicationSecret: value, refreshToken: null }, parts.box, now);
  if (!(await parts.connections.add(stored, sealed))) refuseSetup('setup-name-taken', { name });
  show.done(`Added the secret “${displayName}”, and stored it sealed`);
  return stored;
}

async function proveStored(stored: StoredConnection, parts: SetupParts): Promise<void> {
  const { secrets, box, appSecrets, signal } = parts;
  const value = (await openSecrets(stored, secrets, box))?.applicationSecret ?? new Secret('');
  const connection = { ...toSamConnection(stored, NO_CREDENTIALS), applicationSecret: value };
  const app = appSecrets.open({ connection, signal });
  try {
    const ending = await proveSecret(value, app, parts);
    if (ending) refuseSetup('setup-secret-not-taken', { says: ending.reason });
  } finally {
    await app.close();
  }
}
