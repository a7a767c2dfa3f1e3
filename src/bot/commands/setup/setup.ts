import { createAppSecretsFactory } from '../../../adapters/microsoft/create-app-secrets.ts';
import { createPartnerDirectoryFactory } from '../../../adapters/microsoft/create-partner-directory.ts';
import type { CommandAnswer } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { renewable } from '../../../core/credentials/connection-book.ts';
import type { Proof } from '../../../core/credentials/prove-sign-in.ts';
import { renewConnection } from '../../../core/credentials/renew-connection.ts';
import { describeInterrupted } from '../../../core/credentials/renewal-words.ts';
import { finishSetup, setUp } from '../../../core/credentials/set-up.ts';
import type { SetupParts, SetupResult, SetupShow, SetupWish } from '../../../core/credentials/setup-parts.ts';
import { readSetupRecord } from '../../../core/credentials/setup-record.ts';
import { nameProblem } from '../../../core/credentials/stored-connection.ts';
import { isSignedIn } from '../../../core/credentials/token-keeper.ts';
import { undoSetup } from '../../../core/credentials/undo-setup.ts';
import { consentUrl } from '../../../core/diagnosis/permissions/next-step.ts';
import { EXIT } from '../../../core/diagnosis/report/exit-code.ts';
import { PERMISSION_SETS } from '../../../core/model/permissions/permission-set.ts';
import { isDomain, isGuid } from '../../../core/model/tenants/tenant-id.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import { formatMoment } from '../../../core/model/time/format-moment.ts';
import { loadConnections } from '../../runtime/load-connections.ts';
import { type Credentials, withCredentials } from '../../runtime/open-credentials.ts';
import { isYes, type Lines, readLines } from '../../terminal/lines.ts';
import { localSubject } from '../../terminal/local-person.ts';
import type { LoopbackReceiver } from '../../terminal/loopback-receiver.ts';
import { listenForSignIn, renewalParts } from '../connections/renew.ts';
import { createRenewalShow } from '../connections/renewal-screen.ts';
import type { FollowUp, HostCall } from '../host-call.ts';
import { afterSetUp, BEFORE_SIGN_IN, createSetupScreen } from './setup-screen.ts';

const USUAL = { name: 'partner', displayName: 'Samaritan partner access', days: 180 } as const;

/** `samaritan setup`: from nothing to a connection that is tested, or back. Exit 1 where it is not done. */
export async function runSetup(call: HostCall<'setup'>): Promise<CommandAnswer | FollowUp | number> {
  const { values } = call;
  if (values.device && values['no-browser'])
    return problem('--device and --no-browser contradict each other: a device code opens no page.');
  const name = (values.name ?? USUAL.name).trim().toLowerCase();
  const wrongName = nameProblem(name);
  if (wrongName !== undefined) return problem(wrongName);
  return await withCredentials(call, async (credentials) => {
    const record = await readSetupRecord(credentials.storage.settings, name);
    const tenant = (values.tenant ?? record?.tenantId)?.trim().toLowerCase();
    const wrong = values.undo ? undefined : findProblem(tenant, values.app);
    if (wrong !== undefined) return problem(wrong);
    return await runOnTerminal(name, tenant ?? '', call, credentials);
  });
}

function findProblem(tenant: string | undefined, app: string | undefined): string | undefined {
  if (tenant === undefined) return 'Name the partner’s tenant, by its id or a domain of it.';
  if (!isGuid(tenant) && !isDomain(tenant))
    return `“${toSafeText(tenant, { maxLength: 100 })}” can be no tenant. Give its id, or a domain of it.`;
  if (app !== undefined && !isGuid(app.trim())) return '--app is no application id. It is a GUID.';
  return undefined;
}

async function runOnTerminal(
  name: string,
  tenant: string,
  call: HostCall<'setup'>,
  credentials: Credentials,
): Promise<FollowUp | number> {
  const { values, io, json } = call;
  const lines = readLines(io, json);
  const browser = !values.device && !values['no-browser'];
  const show = toShow(call, lines, browser);
  const receiver = await listenForSignIn(io, { note: show.note });
  lines.onLine((text) => {
    if (!receiver.paste(text)) show.note('That is no address of a sign-in; paste the whole line.');
  });
  try {
    const wish = toWish(name, tenant, call, credentials, values.device ? undefined : receiver);
    const parts = toParts(call, credentials);
    const { screen } = show;
    const undoing = values.undo === true;
    const result = undoing
      ? await undoSetup(wish, parts, { ...show, plan: screen.undoPlan })
      : await setUp(wish, parts, { ...show, plan: (plan) => screen.plan(plan, wish.set) });
    const target = undoing ? `${name} undone` : name;
    if (!wish.dryRun) await credentials.record(target, result.ok ? null : result.ending.reason);
    if (!result.ok) return refused(result, undoing, show);
    if (wish.dryRun) screen.say({ event: 'dry-run' }, 'Nothing was changed: this was a dry run.');
    else if (undoing) screen.say({ event: 'undone', connection: name }, 'What the set-up added is taken away.');
    if (wish.dryRun || undoing) return EXIT.fine;
    return await signIn(wish, receiver, show, call, credentials);
  } finally {
    lines.close();
    await receiver.close();
  }
}

type Show = ReturnType<typeof toShow>;

function toShow(call: HostCall<'setup'>, lines: Lines, browser: boolean) {
  const { io, json, values } = call;
  const screen = createSetupScreen(io, json);
  const { open, deviceCode, note } = createRenewalShow({ json, io, lines, browser, who: 'an administrator' });
  const rest: Omit<SetupShow, 'plan'> = {
    open,
    deviceCode,
    interrupted: (entry) => note(describeInterrupted(entry, formatMoment)),
    administrator: (account) => screen.say({ event: 'administrator', account }, `Signed in as ${account}.`),
    confirm: async () => {
      if (values.yes) return true;
      return lines.asks ? isYes(await lines.ask('Do that? [y/N] ')) : null;
    },
    done: (what) => screen.say({ event: 'done', what }, `Done: ${what}.`),
  };
  return { ...rest, screen, note, lines, browser };
}

function toWish(
  name: string,
  tenant: string,
  { values }: HostCall<'setup'>,
  { config }: Credentials,
  receiver: LoopbackReceiver | undefined,
): SetupWish {
  const set = PERMISSION_SETS[values.set ?? 'samaritan'];
  if (!set) throw new Error(`there is no set ${values.set}`);
  return {
    name,
    tenant,
    cloud: config.cloud,
    set,
    displayName: toSafeText(values['display-name']?.trim() ?? '', { maxLength: 120 }) || USUAL.displayName,
    adopt: values.app?.trim().toLowerCase(),
    days: values.days ?? USUAL.days,
    by: localSubject(),
    dryRun: values['dry-run'] ?? false,
    receiver,
  };
}

function toParts({ io }: HostCall<'setup'>, credentials: Credentials): SetupParts {
  const { storage, box, reach } = credentials;
  const { connections, secrets, settings } = storage;
  return {
    ...renewalParts(credentials, io),
    directories: createPartnerDirectoryFactory(reach),
    appSecrets: createAppSecretsFactory(reach),
    ...{ connections, secrets, settings, box },
  };
}

function refused(result: SetupResult & { ok: false }, undoing: boolean, { screen }: Show): number {
  screen.refused(result.ending, result.begun, undoing);
  return result.ending.id === 'interrupted' ? EXIT.interrupted : EXIT.findings;
}

/** The first sign-in of the connection, unless an earlier run got as far; then the first sweep. */
async function signIn(
  { name, by }: SetupWish,
  receiver: LoopbackReceiver,
  show: Show,
  { io, json }: HostCall<'setup'>,
  credentials: Credentials,
): Promise<FollowUp | number> {
  const { storage, box, reach, keeper, record } = credentials;
  const { screen, note, lines, browser } = show;
  const entry = (await loadConnections(storage, box, reach)).find((one) => one.name === name);
  const configured = entry && renewable(entry);
  if (configured === undefined || typeof configured === 'string')
    throw new Error(`the connection ${name} cannot be read back`);
  let proof: Proof | undefined;
  if (!isSignedIn((await keeper.resolve(configured)).connection)) {
    for (const line of BEFORE_SIGN_IN) note(line);
    const shown = createRenewalShow({ json, io, lines, browser });
    const result = await renewConnection({ configured, by, receiver }, renewalParts(credentials, io), shown);
    if (!result.ok) {
      await record(name, result.ending.reason);
      return refused({ ...result, begun: true }, false, show);
    }
    proof = result.proof;
  }
  await finishSetup(name, storage.settings);
  const remaining = afterSetUp(configured, proof);
  for (const line of json ? [] : remaining) screen.say({}, line);
  const next = ['testtokens', '--connection', name];
  const consents = (proof?.customers ?? []).map((one) => ({
    ...one,
    consentUrl: consentUrl(configured, one.tenantId),
  }));
  screen.say(
    { event: 'stored', connection: name, remaining, consents, next },
    `The connection ${name} is set up. Testing it now.`,
  );
  return json ? EXIT.fine : { next };
}
