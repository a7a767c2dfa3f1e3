import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../simulators/microsoft/sandbox.ts';
import { APP_ID, CHANNEL, type FakeActivity, TENANT_ID } from '../../../simulators/teams/activities.ts';
import { createFakeAuthority, type FakeAuthority } from '../../../simulators/teams/fake-authority.ts';
import { createFakeConnector, type FakeConnector } from '../../../simulators/teams/fake-connector.ts';
import { type SendActivityOptions, type Sent, sendAuthentic } from '../../../simulators/teams/send-activity.ts';
import { openStorage, type Storage } from '../../../src/adapters/storage/open-storage.ts';
import { systemClock } from '../../../src/bot/system-clock.ts';
import { type Running, startProcess } from '../discord/start-process.ts';
import { type Finished, runSamaritan } from '../run-samaritan.ts';

export interface TeamsPerson {
  id: string;
  aadObjectId: string;
  name: string;
}

const personOf = (name: string, number: number): TeamsPerson => ({
  id: `29:${name.toLowerCase()}`,
  aadObjectId: `cccccccc-0000-4000-8000-0000000000${number}`,
  name,
});
export const ADMIN = personOf('Ada', 10);
export const TECHNICIAN = personOf('Theo', 11);
export const STRANGER = personOf('Sam', 12);
/** Must never be seen anywhere. */
export const APP_PASSWORD = 'canary~app-password-0123456789.value';

export interface TeamsWorld {
  sandbox: Sandbox;
  authority: FakeAuthority;
  connector: FakeConnector;
  environment: Record<string, string>;
  database: string;
  /** Everything that processes of the product wrote so far. */
  written: () => string;
  /** Starts the product as a service does, and waits until it hears. */
  start: (settings?: Record<string, string>) => Promise<Running>;
  /** Runs another command of the product beside it; what is left out of the settings is unset by ''. */
  run: (args: readonly string[], settings?: Record<string, string>) => Promise<Finished>;
  /** Posts an activity to the process that was started last, with a fresh, valid token unless told otherwise. */
  post: (activity: FakeActivity, options?: SendActivityOptions) => Promise<Sent>;
  /** Reads or changes the database beside it. */
  withStorage: <T>(work: (storage: Storage) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

export interface TeamsWorldOptions {
  sandbox?: SandboxOptions;
  settings?: Record<string, string>;
}

/** A simulated Microsoft, a Bot Connector that signs as Microsoft's does, one technician, and one bound channel. */
export async function createTeamsWorld({ sandbox: options, settings }: TeamsWorldOptions = {}): Promise<TeamsWorld> {
  const [sandbox, authority] = await Promise.all([createSandbox(options), createFakeAuthority()]);
  const connector = await createFakeConnector({ accepts: isBotToken });
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-teams-'));
  const database = join(folder, 'samaritan.db');
  const environment: Record<string, string> = {
    ...sandbox.environment(),
    SAMARITAN_DATABASE: database,
    SAMARITAN_MASTER_KEY_FILE: join(folder, 'key/master.key'),
    SAMARITAN_PORT: '0',
    SAMARITAN_ADMINS: `teams:user:${ADMIN.aadObjectId}`,
    // The limit has a test of its own; these press buttons faster than any person.
    SAMARITAN_COMMANDS_PER_MINUTE: '1000',
    MICROSOFT_APP_ID: APP_ID,
    MICROSOFT_APP_PASSWORD: APP_PASSWORD,
    MICROSOFT_APP_TENANT_ID: TENANT_ID,
    TEAMS_OPENID_METADATA_URL: authority.openIdMetadataUrl,
    ...settings,
  };
  const started: Running[] = [];
  const outputs: string[] = [];
  const withStorage: TeamsWorld['withStorage'] = async (work) => {
    const storage = await openStorage({ file: database, clock: systemClock });
    return work(storage).finally(() => storage.close());
  };
  await withStorage(async ({ access }) => {
    const at = { grantedAt: Date.now(), grantedBy: 'test' };
    await access.grant({ subject: `teams:user:${TECHNICIAN.aadObjectId}`, role: 'technician', ...at });
    await access.bind({ place: `teams:channel:${CHANNEL}`, boundAt: Date.now(), boundBy: 'test' });
  });

  return {
    sandbox,
    authority,
    connector,
    environment,
    database,
    written: () => [...outputs, ...started.map((running) => running.output())].join('\n'),
    start: async (more) => {
      const running = await startProcess({ ...environment, ...more }, folder);
      started.push(running);
      return running;
    },
    run: async (args, more) => {
      const finished = await runSamaritan(args, { ...environment, ...more }, folder);
      outputs.push(finished.stdout, finished.stderr);
      return finished;
    },
    post: (activity, sending) => sendAuthentic(originOf(started), activity, authority, sending),
    withStorage,
    close: async () => {
      await Promise.all(started.map((running) => running.stop('SIGKILL')));
      await Promise.all([connector.close(), authority.close(), sandbox.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where the process that was started last listens. */
export function originOf(started: readonly Running[]): string {
  const origin = /HTTP on (http:\/\/[\d.]+:\d+)/.exec(started.at(-1)?.output() ?? '')?.[1];
  if (!origin) throw new Error('no process of Samaritan has said where it listens');
  return origin;
}

/** Whether the header bears a token for the Bot Connector, as the simulated Entra issues them. */
function isBotToken(authorization: string | undefined): boolean {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]*$/.exec(authorization ?? '')?.[1];
  if (payload === undefined) return false;
  const { aud } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { aud?: unknown };
  return aud === 'https://api.botframework.com';
}
