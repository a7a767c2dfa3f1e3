import type { SamConnection } from '../model/cloud/connection.ts';
import type { Answer, ApplicationCredential, MicrosoftCloudFactory } from '../model/cloud/microsoft-cloud.ts';
import type { Secret } from '../model/text/secret.ts';
import type { Clock } from '../model/time/clock.ts';
import type { AppSecrets, AppSecretsFactory } from './app-secrets.ts';
import { proveSecret, says, secretEnding } from './prove-secret.ts';
import { type Ending, endingOf, type NotRenewed, refuse } from './renewal-ending.ts';
import type { RenewalEntry, RenewalJournal } from './renewal-journal.ts';
import type { SecretHome } from './secret-home.ts';
import { limitsOf, limitWords, secretEnd } from './secret-limits.ts';
import type { TokenKeeper } from './token-keeper.ts';

/** How our own secrets are called at Microsoft, so that one that a killed process left behind is known again. */
const OWN = 'Samaritan ';

export interface Rotation {
  /** As configured. */
  configured: SamConnection;
  home?: SecretHome | undefined;
  by: string;
  /** How long the new secret lasts. */
  days: number;
  /** The secret that was in use is to be removed once a whole sweep has passed: whoever says so knows that nobody else uses it. */
  removeOld: boolean;
}

export interface RotationParts {
  clouds: MicrosoftCloudFactory;
  appSecrets: AppSecretsFactory;
  tokens: TokenKeeper;
  journal: RenewalJournal;
  clock: Clock;
  newId: () => string;
  wait: (ms: number) => Promise<void>;
  signal: AbortSignal;
}

export interface RotationPlan {
  application: string;
  displayName: string;
  endsAt: number;
  /** What the tenant’s policies have to do with that end; undefined where nothing. */
  limit: string | undefined;
  /** The secret in use, where the directory tells which it is. */
  current: ApplicationCredential | null;
  /** Left behind by a rotation that was cut off: nobody knows their values. */
  orphans: readonly ApplicationCredential[];
  removeOld: boolean;
}

export interface RotationShow {
  interrupted(entry: RenewalEntry): void;
  /** Whether that is to be done; null where nobody can be asked. */
  confirm(plan: RotationPlan): Promise<boolean | null>;
  added(keyId: string): void;
  proved(): void;
}

export type RotationResult = { ok: true; plan: RotationPlan; keyId: string } | NotRenewed;

/**
 * Gives the app another client secret, proves it, and only then uses it. Whatever fails is rolled back, and a kill at any
 * moment leaves the secret in use or the new one, both of which work: none is removed before a whole sweep has passed.
 */
export async function rotateSecret(
  rotation: Rotation,
  parts: RotationParts,
  show: RotationShow,
): Promise<RotationResult> {
  const { journal, clock, tokens, appSecrets, signal } = parts;
  const { name, certificate, identity } = rotation.configured;
  if (certificate) return refuse(endingOf('secret-is-certificate'));
  if (identity !== undefined) return refuse(endingOf('secret-is-identity', { identity }));
  const id = parts.newId();
  const begun = await journal.begin({
    id,
    connection: name,
    by: rotation.by,
    startedAt: clock.now(),
    step: 'planning-secret',
  });
  if ('busy' in begun) return refuse(endingOf('busy'));
  const { connection } = await tokens.resolve(rotation.configured);
  const app = appSecrets.open({ connection, signal });
  try {
    if (begun.interrupted) show.interrupted(begun.interrupted);
    const planned = await plan(rotation, id, app, parts);
    if (!planned.ok) return planned;
    const confirmed = await show.confirm(planned.plan);
    if (confirmed !== true) return refuse(endingOf('secret-not-confirmed'));
    return await carryOut(rotation, { id, connection, ...planned }, app, parts, show);
  } finally {
    await app.close();
    await journal.end(name, id);
  }
}

type Planned = { ok: true; plan: RotationPlan; objectId: string };

async function plan(
  { configured, days, removeOld }: Rotation,
  id: string,
  app: AppSecrets,
  { tokens, clock }: RotationParts,
): Promise<Planned | NotRenewed> {
  const listed = await app.list();
  if (!listed.ok) return refuse(secretEnding(listed.fault));
  const { application, credentials } = listed.value;
  if (!application) return refuse(endingOf('secret-app-unknown'));
  const { connection } = await tokens.resolve(configured);
  const kept = (await tokens.clientSecrets.read(configured))?.facts;
  const inUse = connection.applicationSecret.reveal();
  const found = credentials.filter(({ kind }) => kind === 'secret');
  const current =
    found.find(({ keyId }) => keyId === kept?.keyId) ??
    only(found.filter(({ hint }) => hint !== null && inUse.startsWith(hint)));
  if (removeOld && !current) return refuse(endingOf('secret-old-unknown'));
  const orphans = found.filter(
    ({ displayName, keyId }) => displayName?.startsWith(OWN) && keyId !== current?.keyId && keyId !== kept?.replaces,
  );
  const limits = limitsOf(await app.policy(application.id));
  if (limits !== 'unread' && limits.forbidden) return refuse(endingOf('secret-forbidden', { policy: limits.policy }));
  const displayName = `${OWN}${id}`;
  return {
    ok: true,
    objectId: application.id,
    plan: {
      application: application.displayName ?? configured.applicationId,
      displayName,
      endsAt: secretEnd(clock.now(), days, limits),
      limit: limitWords(limits, days),
      current,
      orphans,
      removeOld,
    },
  };
}

/** The one there is; where there are several, nobody can tell. */
function only<T>(all: readonly T[]): T | null {
  return all.length === 1 ? (all[0] ?? null) : null;
}

interface Begun extends Planned {
  id: string;
  /** As it is used until now. */
  connection: SamConnection;
}

async function carryOut(
  rotation: Rotation,
  { id, connection, plan, objectId }: Begun,
  app: AppSecrets,
  parts: RotationParts,
  show: RotationShow,
): Promise<RotationResult> {
  const { configured, home, removeOld } = rotation;
  const { journal, clock, tokens } = parts;
  const step = (one: RenewalEntry['step']) => journal.step(configured.name, id, one);
  await step('adding-secret');
  const added = await app.add(objectId, plan);
  if (!added.ok) return refuse(secretEnding(added.fault));
  const { keyId, value } = added.value;
  const rollBack = async (ending: Ending): Promise<RotationResult> => {
    const removed = await app.remove(objectId, keyId);
    const left = `The new secret ${plan.displayName} could not be taken away again: remove it on the app’s page.`;
    return refuse(removed.ok ? ending : { ...ending, reason: `${ending.reason} ${left}` });
  };
  show.added(keyId);
  await step('proving-secret');
  const refusal = await prove(value, connection, app, parts);
  if (refusal) return await rollBack(refusal);
  show.proved();
  await step('storing-secret');
  if (home) {
    const written = await home.write('applicationSecret', value);
    if (!written.ok)
      return await rollBack(endingOf('secret-not-stored', { says: `${written.fault.reason} ${written.fault.wayOut}` }));
  }
  // A vault holds it by now, and is what is configured from then on.
  const after = home ? { ...configured, applicationSecret: value } : configured;
  const replaces = removeOld ? (plan.current?.keyId ?? null) : null;
  await tokens.clientSecrets.keep(after, { value, facts: { keyId, objectId, addedAt: clock.now(), replaces } });
  for (const orphan of plan.orphans) await app.remove(objectId, orphan.keyId);
  return { ok: true, plan, keyId };
}

/** The secret by itself, then the refresh token with it where it is sent along. */
async function prove(
  value: Secret,
  connection: SamConnection,
  app: AppSecrets,
  parts: RotationParts,
): Promise<Ending | undefined> {
  const refusal = await proveSecret(value, app, parts);
  if (refusal || connection.publicClient) return refusal;
  const { clouds, signal } = parts;
  const cloud = clouds.open({ connection: { ...connection, applicationSecret: value }, concurrency: 1, signal });
  try {
    const answer: Answer<unknown> = await cloud.ask({
      id: 'entra.token',
      authorityTenant: connection.tenant,
      resource: 'graph',
    });
    return answer.ok ? undefined : endingOf('secret-not-taken', { says: says(answer.fault) });
  } finally {
    await cloud.close();
  }
}
