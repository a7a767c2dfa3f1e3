import type { AppSecretsFactory } from './app-secrets.ts';
import type { PartnerDirectory, Registration } from './partner-directory.ts';
import { isSameAsk } from './plan-setup.ts';
import type { SetupParts, SetupResult, SetupShow, SetupWish } from './setup-parts.ts';
import { forgetSetupRecord, readSetupRecord, type SetupRecord, secretNameIn, tagOf } from './setup-record.ts';
import { refuseSetup, SetupRefused, taken, untilThere } from './setup-refusal.ts';
import { signInAdministrator } from './sign-in-administrator.ts';
import { type ListedConnection, secretNamesOf } from './stored-connection.ts';
import { keptNamesOf } from './token-keeper.ts';

/** What an undo takes away; an app that was adopted stays, with what it had before. */
export interface UndoPlan {
  record: SetupRecord;
  /** The app that was created goes as a whole. */
  created: boolean;
  app: Registration | null;
  connection: boolean;
}

export interface UndoShow extends Omit<SetupShow, 'plan'> {
  plan(plan: UndoPlan): void;
}

/** Takes away what the set-up of a connection added, and nothing that was there before. Cut off, it can be run again. */
export async function undoSetup(
  wish: Pick<SetupWish, 'name' | 'cloud' | 'by' | 'receiver' | 'dryRun'>,
  parts: SetupParts,
  show: UndoShow,
): Promise<SetupResult> {
  const { name, by, dryRun } = wish;
  const { journal, clock, settings } = parts;
  try {
    const record = (await readSetupRecord(settings, name)) ?? refuseSetup('setup-nothing-to-undo', { name });
    if (dryRun) return await undo(wish, record, parts, show);
    const id = parts.newId();
    const started = await journal.begin({ id, connection: name, by, startedAt: clock.now(), step: 'setting-up' });
    if ('busy' in started) refuseSetup('busy');
    try {
      if (started.interrupted) show.interrupted(started.interrupted);
      return await undo(wish, record, parts, show);
    } finally {
      await journal.end(name, id);
    }
  } catch (error) {
    if (error instanceof SetupRefused) return { ok: false, ending: error.ending, begun: true };
    throw error;
  }
}

async function undo(
  { name, cloud, receiver, dryRun }: Pick<SetupWish, 'name' | 'cloud' | 'receiver' | 'dryRun'>,
  record: SetupRecord,
  parts: SetupParts,
  show: UndoShow,
): Promise<SetupResult> {
  const { connections, settings, signal } = parts;
  const assigns = record.added.roles.length > 0;
  const administrator = await signInAdministrator({ cloud, tenant: record.tenantId, receiver, assigns }, parts, show);
  if (!administrator.ok) throw new SetupRefused(administrator.ending);
  show.administrator(administrator.account);
  const { connection } = administrator;
  const directory = parts.directories.open({ connection, signal });
  const secrets = parts.appSecrets.open({ connection, signal });
  try {
    const app = await findApp(record, directory, parts);
    const stored = (await connections.list()).find((one) => one.id === record.connectionId);
    const created = app?.tags.includes(tagOf(record)) ?? record.adopted === null;
    show.plan({ record, created, app, connection: stored !== undefined });
    if (dryRun) return { ok: true, stored: null };
    if ((await show.confirm()) !== true) refuseSetup('secret-not-confirmed');
    if (app && created) {
      taken(await directory.unregister(app.objectId));
      show.done(`Removed the app “${app.displayName ?? app.applicationId}” with its secret and consent`);
    } else if (app) await restore(app, record, directory, secrets, show);
    await removeApis(record, directory, show);
    if (stored) await removeStored(stored, parts, show);
    await forgetSetupRecord(settings, name);
    return { ok: true, stored: null };
  } finally {
    await secrets.close();
    await directory.close();
  }
}

async function findApp(
  { adopted, displayName, createdAt, ...record }: SetupRecord,
  directory: PartnerDirectory,
  parts: SetupParts,
): Promise<Registration | null> {
  if (adopted !== null) return taken(await directory.registrations({ applicationId: adopted }))[0] ?? null;
  if (createdAt === null) return null;
  const find = (all: readonly Registration[]) => all.find(({ tags }) => tags.includes(tagOf(record)));
  const read = async () => taken(await directory.registrations({ displayName }));
  return find(await untilThere(read, find, createdAt, parts)) ?? null;
}

/** The app that was there before, as it was: without the secret, the consents and the entries that were added. */
async function restore(
  app: Registration,
  record: SetupRecord,
  directory: PartnerDirectory,
  secrets: ReturnType<AppSecretsFactory['open']>,
  show: UndoShow,
): Promise<void> {
  const { added } = record;
  for (const { keyId } of app.secrets.filter(({ displayName }) => displayName === secretNameIn(record))) {
    taken(await secrets.remove(app.objectId, keyId));
    show.done(`Removed the secret “${secretNameIn(record)}”`);
  }
  const principalId = taken(await directory.principal(app.applicationId));
  if (principalId !== null && added.principal) {
    taken(await directory.removePrincipal(principalId));
    show.done('Removed its service principal with what was consented to');
  } else if (principalId !== null) await revoke(app, record, directory, show);
  const redirectUris = app.redirectUris.filter((uri) => !added.redirectUris.includes(uri));
  const asks = app.asks.filter((one) => !added.asks.some((other) => isSameAsk(one, other)));
  if (redirectUris.length === app.redirectUris.length && asks.length === app.asks.length) return;
  taken(await directory.amend(app.objectId, { redirectUris, asks }));
  show.done('Put the registration back');
}

async function revoke(
  { applicationId }: Registration,
  { added }: SetupRecord,
  directory: PartnerDirectory,
  show: UndoShow,
): Promise<void> {
  const resources = [...new Set([...added.scopes, ...added.roles].map(({ resource }) => resource))];
  if (resources.length === 0) return;
  const apis = taken(await directory.apis(resources));
  const held = taken(await directory.holds(applicationId));
  const resourceOf = (apiId: string): string | undefined => apis.find(({ objectId }) => objectId === apiId)?.resource;
  for (const { id, apiId, scopes } of held.delegated) {
    const ours = added.scopes.filter(({ resource }) => resource === resourceOf(apiId)).map(({ name }) => name);
    const left = scopes.filter((scope) => !ours.includes(scope));
    if (left.length === scopes.length) continue;
    taken(await directory.regrant(id, left));
    show.done(`Took back the consent to ${scopes.filter((scope) => ours.includes(scope)).join(', ')}`);
  }
  for (const { id, apiId, roleId } of held.roles) {
    if (!added.roles.some((one) => one.resource === resourceOf(apiId) && one.id === roleId)) continue;
    taken(await directory.unassign(apiId, id));
    show.done(`Took back the app’s own permission ${roleId}`);
  }
}

async function removeApis({ added }: SetupRecord, directory: PartnerDirectory, show: UndoShow): Promise<void> {
  const found = added.apis.length > 0 ? taken(await directory.apis(added.apis)) : [];
  for (const { objectId, displayName, resource } of found) {
    taken(await directory.removePrincipal(objectId));
    show.done(`Removed the service principal of ${displayName ?? resource}`);
  }
}

async function removeStored(stored: ListedConnection, { connections }: SetupParts, show: UndoShow): Promise<void> {
  await connections.remove(stored, [...secretNamesOf(stored), ...keptNamesOf(stored)]);
  show.done(`Removed the connection ${stored.name} with its secrets and tokens`);
}
