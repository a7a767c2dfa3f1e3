import { homedir } from 'node:os';
import { openGuidance } from '../../adapters/articles/open-guidance.ts';
import { cron } from '../../adapters/cron/create-cron.ts';
import { examineMailServer } from '../../adapters/mail/examine-mail-server.ts';
import type { MailServer } from '../../adapters/mail/mail-server.ts';
import { createMicrosoftCloudFactory } from '../../adapters/microsoft/create-microsoft-cloud.ts';
import { hostExaminations } from '../../adapters/microsoft/examine-hosts.ts';
import type { DatabaseName } from '../../adapters/storage/engine/engines.ts';
import { StorageError } from '../../adapters/storage/engine/storage-error.ts';
import { openStorage, type Storage } from '../../adapters/storage/open-storage.ts';
import type { CommandAnswer } from '../../core/cards/plain-cards.ts';
import { type ConnectionEntry, HOW_TO_SET_UP } from '../../core/credentials/connection-book.ts';
import type { VaultAnswer } from '../../core/credentials/key-vault.ts';
import { configuredOf, type HomeReading, type SecretHome, takeFromHome } from '../../core/credentials/secret-home.ts';
import { isSignedIn, TokenKeeper } from '../../core/credentials/token-keeper.ts';
import {
  type Examination,
  type ExaminationFinding,
  runExaminations,
  toDoctorCard,
} from '../../core/diagnosis/doctor/examination.ts';
import { judgeOwnEnd } from '../../core/diagnosis/expiry/judge-credentials.ts';
import { formatDay } from '../../core/diagnosis/expiry/stage.ts';
import type { CauseId } from '../../core/model/causes/cause.ts';
import { type Check, toCheck } from '../../core/model/checks/check.ts';
import {
  inspectCredentials,
  judgeRefusedSecret,
  type RawCredentials,
} from '../../core/model/checks/credentials-shape.ts';
import type { SamConnection } from '../../core/model/cloud/connection.ts';
import { formatDuration, toSafeText } from '../../core/model/text/format.ts';
import { formatMoment } from '../../core/model/time/format-moment.ts';
import { judgeTls } from '../config/judge-tls.ts';
import { parseStartConfig } from '../config/parse-start-config.ts';
import { findExposedFile, readEnvironment } from '../config/read-environment.ts';
import type { Environment } from '../config/settings-reader.ts';
import type { StartConfig } from '../config/start-config.ts';
import { proxyWanted } from '../process-io.ts';
import { createConnections, isAnythingSet } from '../runtime/load-connections.ts';
import { openBox } from '../runtime/open-box.ts';
import { openMail } from '../runtime/open-mail.ts';
import { systemClock } from '../system-clock.ts';
import { routeExaminations } from './examine-routes.ts';
import type { HostCall } from './host-call.ts';

const TOKEN_LIMIT_MS = 20_000;
/** What fails of these is the configuration's fault. */
const OURS = ['Configuration', 'Credentials', 'TLS', 'Database'];
const SIGN_IN = 'connections renew signs in for one.';
const README_REMEDY = 'docs/configure.md lists every setting.';

/** `samaritan doctor`: is the configuration sound, can the database be written, do Microsoft’s hosts answer. */
export async function runDoctor({ io }: HostCall<'doctor'>): Promise<CommandAnswer> {
  // Everything that start needs, so that a bad setting of a chat is found before start finds it.
  const environment = readEnvironment(io.env);
  const parsed = parseStartConfig(environment, { home: homedir() });
  const weakened = judgeTls({ text: (name) => environment[name]?.trim() });
  const credentials = parsed.ok ? parsed.config.credentials : parsed.credentials;
  const useProxy = proxyWanted(io.env);
  const [entry] = parsed.ok ? createConnections(parsed.config, { useProxy }) : [];
  const home = entry && (await takeFromHome(entry));
  const examinations: Examination[] = [
    ...(parsed.ok
      ? [settled('Configuration', { status: 'pass', detail: 'what is set is valid' })]
      : parsed.faults
          .filter((fault) => fault !== weakened)
          .map((fault) => settled('Configuration', { status: 'fail', detail: fault, remedy: README_REMEDY }))),
    ...[...parsed.warnings, ...findExposedFile()].map((warning) =>
      settled('Configuration', { status: 'warn', detail: warning }),
    ),
    ...(entry?.home && home ? [settled('Key vault', homeFinding(entry.home, home))] : []),
    ...(entry?.home
      ? [settled('Credentials', shapeFinding(entry.shape))]
      : [credentialsExamination(credentials, async () => parsed.ok && (await isKept(parsed.config, entry)))]),
    settled('TLS', tlsFinding(weakened, environment)),
    settled('Node', { status: 'pass', detail: `version ${process.versions.node}` }),
  ];
  if (parsed.ok) {
    const { cloud, sandboxUrl, database, mail } = parsed.config;
    examinations.push(databaseExamination(database));
    if (typeof database !== 'string') examinations.push(workersExamination(database));
    examinations.push(...hostExaminations({ cloud, sandboxUrl, useProxy }));
    if (mail) examinations.push(mailExamination(openMail(mail, { sandboxUrl, useProxy })));
    examinations.push(...(await routeExaminations(parsed.config)));
    const connection = entry && configuredOf(entry);
    if (connection)
      examinations.push(...signInExamination(connection), tokenExamination(parsed.config, connection, useProxy));
  }
  const findings = await runExaminations(examinations);
  const failed = findings.filter((finding) => finding.status === 'fail');
  const ours = failed.some(({ name }) => OURS.includes(name));
  return { card: toDoctorCard(findings), json: { findings }, failed: ours, findings: failed.length > 0 };
}

function settled(name: string, finding: ExaminationFinding): Examination {
  return { name, examine: async () => finding };
}

function tlsFinding(weakened: string | undefined, { NODE_EXTRA_CA_CERTS: extra }: Environment): ExaminationFinding {
  if (weakened !== undefined) return { status: 'fail', detail: weakened };
  const more = extra ? '; the certificates of NODE_EXTRA_CA_CERTS are trusted too' : '';
  return { status: 'pass', detail: `every connection is verified${more}` };
}

function credentialsExamination(credentials: RawCredentials, isKept: () => Promise<boolean>): Examination {
  if (!isAnythingSet(credentials)) {
    const detail = 'Samaritan is not set up yet: no connection is configured';
    return settled('Credentials', { status: 'fail', detail, remedy: HOW_TO_SET_UP });
  }
  const findings = inspectCredentials(credentials);
  const detail = findings.map((finding) => finding.text).join(' ');
  if (findings.some((finding) => finding.severity === 'fail')) {
    const remedy = 'docs/articles/credential-placeholder.md says where each value comes from.';
    const examine = async (): Promise<ExaminationFinding> =>
      (await isKept())
        ? { status: 'pass', detail: 'the refresh token of the last sign-in stands in for SAM_REFRESH_TOKEN' }
        : { status: 'fail', detail, remedy };
    return { name: 'Credentials', examine };
  }
  return settled(
    'Credentials',
    findings.length > 0
      ? { status: 'warn', detail }
      : { status: 'pass', detail: 'their shape is right; testtokens shows whether they work' },
  );
}

/** Whether the vault gave the secrets, and where it and the settings contradict each other. */
function homeFinding({ label }: SecretHome, answer: VaultAnswer<HomeReading>): ExaminationFinding {
  if (!answer.ok) {
    const { reason, wayOut, cause } = answer.fault;
    return { status: 'fail', detail: reason, remedy: `${wayOut} ${moreOf(cause)}` };
  }
  const { notes = [], writtenAt, shape } = answer.value;
  if (notes.length > 0) return { status: 'warn', detail: notes.join(' ') };
  const at = writtenAt.refreshToken;
  const token = at === null ? '' : `; its refresh token was written on ${formatMoment(at)}`;
  return {
    status: 'pass',
    detail: `the ${label} ${shape.status === 'fail' ? 'can be read' : 'gives the secrets'}${token}`,
  };
}

function shapeFinding({ status, reason = '', cause }: Check): ExaminationFinding {
  if (status === 'pass') return { status, detail: 'their shape is right; testtokens shows whether they work' };
  return { status: status === 'warn' ? 'warn' : 'fail', detail: reason, ...(cause && { remedy: moreOf(cause) }) };
}

const moreOf = (cause: CauseId): string => `troubleshoot ${openGuidance().library.forCause(cause).id} says more.`;

function databaseExamination(file: DatabaseName): Examination {
  return {
    name: 'Database',
    examine: async () => {
      try {
        const storage = await openStorage({ file, clock: systemClock, cron });
        await storage.close();
        return { status: 'pass', detail: `${file} can be written` };
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        return {
          status: 'fail',
          detail: error.message,
          remedy:
            typeof file === 'string'
              ? 'Set SAMARITAN_DATABASE to a file in a folder that this user may write to.'
              : 'docs/operate.md#postgresql says what the server needs.',
        };
      }
    },
  };
}

/** Who tests the tenants of large sweeps. Without any worker that is `start` itself, which is no fault. */
function workersExamination(database: DatabaseName): Examination {
  return {
    name: 'Workers',
    examine: async () => {
      let storage: Storage | undefined;
      try {
        storage = await openStorage({ file: database, clock: systemClock, cron });
        const members = (await (await storage.openQueue('terminal'))?.members()) ?? [];
        const workers = members.filter(({ isWorker }) => isWorker);
        const each = workers.map(
          ({ host, pid, heardMs }) =>
            `process ${pid} on ${toSafeText(host, { maxLength: 60 })}, heard of ${formatDuration(heardMs)} ago`,
        );
        const detail = each.length === 0 ? 'none runs, so start tests by itself' : each.join('; ');
        return { status: 'pass', detail };
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        return { status: 'fail', detail: error.message, remedy: 'docs/operate.md#workers says what they need.' };
      } finally {
        await storage?.close();
      }
    },
  };
}

/** Signs in and sends nothing. */
function mailExamination(server: MailServer): Examination {
  return {
    name: 'Mail',
    examine: async () => {
      const problem = await examineMailServer(server);
      if (problem === undefined) return { status: 'pass', detail: `${server.host} takes the sign-in` };
      return { status: 'fail', detail: problem, remedy: 'docs/configure.md#mail says what each setting does.' };
    },
  };
}

/** Whether the token of a sign-in makes up for the one that is missing in the configuration. */
async function isKept(config: StartConfig, entry: ConnectionEntry | undefined): Promise<boolean> {
  return (
    entry?.unsigned !== undefined && isSignedIn((await resolveToken(config, entry.unsigned.connection)).connection)
  );
}

/** What signs in instead of a secret; a certificate's end stands in itself. Whether Entra takes it the token shows. */
function signInExamination({ certificate, identity }: SamConnection): Examination[] {
  if (identity !== undefined)
    return [settled('Sign-in', { status: 'pass', detail: `the managed identity ${identity}, without any secret` })];
  if (!certificate) return [];
  const [finding] = judgeOwnEnd(certificate, systemClock.now()).findings;
  const { thumbprint, endsAt } = certificate;
  if (!finding)
    return [
      settled('Certificate', { status: 'pass', detail: `thumbprint ${thumbprint}, ends on ${formatDay(endsAt)}` }),
    ];
  const remedy = `troubleshoot ${openGuidance().library.forCause(finding.cause).id} says how to replace it.`;
  return [settled('Certificate', { status: finding.severity, detail: finding.reason, remedy })];
}

/** Whether the refresh token that `start` would use works: the newest that was kept, else the configured one. */
function tokenExamination(config: StartConfig, configured: SamConnection, useProxy: boolean): Examination {
  return {
    name: 'Refresh token',
    examine: async () => {
      const { connection, rotatedAt } = await resolveToken(config, configured);
      if (!isSignedIn(connection)) return { status: 'fail', detail: 'there is none', remedy: SIGN_IN };
      const { sandboxUrl } = config;
      const clouds = createMicrosoftCloudFactory({ sandboxUrl, useProxy });
      const cloud = clouds.open({ connection, concurrency: 1, signal: AbortSignal.timeout(TOKEN_LIMIT_MS) });
      const which = rotatedAt === null ? 'the configured one' : `the one renewed on ${formatMoment(rotatedAt)}`;
      try {
        const answer = await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
        if (answer.ok) return { status: 'pass', detail: `${which} works` };
        const refused = toCheck('partner.token', answer, { request: 'entra.token', place: 'partner' });
        const { cause, reason = '' } = judgeRefusedSecret(refused, connection);
        const remedy = cause && `troubleshoot ${openGuidance().library.forCause(cause).id} says what to do.`;
        return { status: 'fail', detail: `${which} is not taken. ${reason}`.trim(), ...(remedy ? { remedy } : {}) };
      } finally {
        await cloud.close();
      }
    },
  };
}

/** No key is made for this: without kept secrets there is nothing to open. */
async function resolveToken({ database, masterKey }: StartConfig, configured: SamConnection) {
  const storage = await openStorage({ file: database, clock: systemClock, cron });
  try {
    const { secrets } = storage;
    if (!(await secrets.any())) return { connection: configured, rotatedAt: null };
    const box = await openBox(masterKey, secrets);
    return await new TokenKeeper({ secrets, box, clock: systemClock }).resolve(configured);
  } finally {
    await storage.close();
  }
}
