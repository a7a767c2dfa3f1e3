import type { PermissionSet } from '../model/permissions/permission-set.ts';
import type { ApiPrincipal, PartnerDirectory, Registration } from './partner-directory.ts';
import { joinAsks, LOOPBACK_REDIRECT, planAdditions, type SetupFindings } from './plan-setup.ts';
import type { SetupParts, SetupShow } from './setup-parts.ts';
import { joinAdditions, keepSetupRecord, type SetupRecord, tagOf } from './setup-record.ts';
import { isTried, refuseSetup, taken, untilThere } from './setup-refusal.ts';

interface Applying {
  /** Kept already, with what is known to be added. */
  record: SetupRecord;
  set: PermissionSet;
  findings: SetupFindings;
  directory: PartnerDirectory;
}

/** Makes the app what the set says, step by step; what is there is left. Gives the app as it is then. */
export async function applySetup(
  applying: Applying,
  parts: SetupParts,
  show: Pick<SetupShow, 'done'>,
): Promise<Registration> {
  const { record, set, directory } = applying;
  const apis = await addApis(applying, parts, show);
  const findings = { ...applying.findings, apis };
  const { additions, unknown } = planAdditions(set, findings);
  if (unknown.length > 0) refuseSetup('setup-permission-unknown', { missing: unknown.join(', ') });
  record.added = joinAdditions(record.added, additions);
  await keepSetupRecord(parts.settings, record);
  const app = await addRegistration({ ...applying, findings }, additions, parts, show);
  const { applicationId } = app;
  const principalId = findings.principalId ?? (await addPrincipal(applicationId, directory, parts));
  if (findings.principalId === null) show.done('Added its service principal');
  const idOf = (resource: string): string => apis.find((one) => one.resource === resource)?.objectId ?? '';
  for (const resource of new Set(additions.scopes.map((one) => one.resource))) {
    const names = additions.scopes.filter((one) => one.resource === resource).map(({ name }) => name);
    const held = findings.held.delegated.find(({ apiId }) => apiId === idOf(resource));
    const granting = () =>
      held
        ? directory.regrant(held.id, [...new Set([...held.scopes, ...names])])
        : directory.grant(principalId, idOf(resource), names);
    await isTried(granting, parts);
    show.done(`Consented to ${names.join(', ')} of ${nameOf(apis, resource)}`);
  }
  for (const { resource, id } of additions.roles) {
    await isTried(() => directory.assign(principalId, idOf(resource), id), parts);
    const name = apis.find((one) => one.resource === resource)?.permissions.find((one) => one.id === id)?.name;
    show.done(`Consented to ${name ?? id} of ${nameOf(apis, resource)} for the app alone`);
  }
  return app;
}

async function addApis(
  { set, findings, directory }: Applying,
  parts: SetupParts,
  show: Pick<SetupShow, 'done'>,
): Promise<readonly ApiPrincipal[]> {
  const wanted = [...set.apis.keys()];
  const missing = wanted.filter((id) => !findings.apis.some(({ resource }) => resource === id));
  if (missing.length === 0) return findings.apis;
  for (const id of missing) {
    await isTried(() => directory.addPrincipal(id), parts);
    show.done(`Added the service principal of ${set.apis.get(id) ?? id}`);
  }
  const read = async () => taken(await directory.apis(wanted));
  const found = await untilThere(read, (apis) => apis.length === wanted.length, parts.clock.now(), parts);
  const absent = wanted.find((id) => !found.some(({ resource }) => resource === id));
  return absent === undefined ? found : refuseSetup('setup-api-absent', { api: set.apis.get(absent) ?? absent });
}

async function addRegistration(
  { record, findings, directory }: Applying,
  { redirectUris, asks }: SetupRecord['added'],
  parts: SetupParts,
  show: Pick<SetupShow, 'done'>,
): Promise<Registration> {
  const { registration } = findings;
  if (registration) {
    if (redirectUris.length + asks.length === 0) return registration;
    const wish = {
      redirectUris: [...registration.redirectUris, ...redirectUris],
      asks: joinAsks(registration.asks, asks),
    };
    await isTried(() => directory.amend(registration.objectId, wish), parts);
    show.done('Amended the registration');
    return registration;
  }
  const { displayName } = record;
  const tag = tagOf(record);
  record.createdAt = parts.clock.now();
  await keepSetupRecord(parts.settings, record);
  const wish = { displayName, tags: [tag], redirectUris: [LOOPBACK_REDIRECT], asks };
  taken(await directory.register(wish));
  const find = (all: readonly Registration[]) => all.find(({ tags }) => tags.includes(tag));
  const read = async () => taken(await directory.registrations({ displayName }));
  const created = find(await untilThere(read, find, parts.clock.now(), parts));
  if (!created) refuseSetup('setup-slow', { displayName });
  show.done(`Created the app “${displayName}”, application id ${created.applicationId}`);
  return created;
}

async function addPrincipal(applicationId: string, directory: PartnerDirectory, parts: SetupParts): Promise<string> {
  await isTried(() => directory.addPrincipal(applicationId), parts);
  const read = async () => taken(await directory.principal(applicationId));
  const found = await untilThere(read, (id) => id !== null, parts.clock.now(), parts);
  return found ?? refuseSetup('setup-slow', { displayName: 'its service principal' });
}

function nameOf(apis: readonly ApiPrincipal[], resource: string): string {
  return apis.find((one) => one.resource === resource)?.displayName ?? resource;
}
