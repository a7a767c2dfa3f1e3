import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import { cron } from '../../../src/adapters/cron/create-cron.ts';
import { createMicrosoftCloudFactory } from '../../../src/adapters/microsoft/create-microsoft-cloud.ts';
import { createSignInFactory } from '../../../src/adapters/microsoft/create-sign-in.ts';
import { createSignInKeys } from '../../../src/adapters/microsoft/entra/sign-in-keys.ts';
import { openStorage, type Storage } from '../../../src/adapters/storage/open-storage.ts';
import { parseConfig } from '../../../src/bot/config/parse-config.ts';
import { toConnection } from '../../../src/bot/config/to-connection.ts';
import { readRedirect } from '../../../src/bot/http/read-redirect.ts';
import { openBox } from '../../../src/bot/runtime/open-box.ts';
import { systemClock } from '../../../src/bot/system-clock.ts';
import {
  type Renewal,
  type RenewalParts,
  type RenewalResult,
  type RenewalShow,
  renewConnection,
} from '../../../src/core/credentials/renew-connection.ts';
import type { RedirectReceiver } from '../../../src/core/credentials/sign-in.ts';
import { TokenKeeper } from '../../../src/core/credentials/token-keeper.ts';
import type { SamConnection } from '../../../src/core/model/cloud/connection.ts';
import { layTables } from '../../adapters/storage/lay-tables.ts';

/** A simulated cloud, a database in a folder, and renewals over them, in this process. */
export interface RenewalWorld {
  sandbox: Sandbox;
  /** What a process of the product needs. */
  environment: Record<string, string>;
  configured: SamConnection;
  open(): Promise<OpenedWorld>;
  close(): Promise<void>;
}

export interface OpenedWorld {
  storage: Storage;
  keeper: TokenKeeper;
  parts: RenewalParts;
  /** Whether the newest token that is kept gives a token of the partner's tenant. */
  works(configured?: SamConnection): Promise<boolean>;
  close(): Promise<void>;
}

export async function createRenewalWorld(sandbox?: Sandbox): Promise<RenewalWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'renewal-'));
  const own = sandbox ?? (await createSandbox({ tenants: 3, pollIntervalS: 0 }));
  const environment = {
    ...own.environment(),
    SAMARITAN_DATABASE: join(folder, 'kept.db'),
    SAMARITAN_MASTER_KEY: '9f'.repeat(32),
    NO_COLOR: '1',
  };
  await layTables(environment.SAMARITAN_DATABASE);
  return {
    sandbox: own,
    environment,
    configured: connectionOf(environment),
    open: () => openWorld(environment),
    close: async () => {
      if (!sandbox) await own.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function connectionOf(environment: Record<string, string>): SamConnection {
  const parsed = parseConfig(environment);
  if (!parsed.ok) throw new Error(parsed.faults.join(' '));
  return toConnection(parsed.config);
}

export async function openWorld(environment: Record<string, string>): Promise<OpenedWorld> {
  const parsed = parseConfig(environment);
  if (!parsed.ok) throw new Error(parsed.faults.join(' '));
  const { database, masterKey, sandboxUrl } = parsed.config;
  const storage = await openStorage({ file: database, clock: systemClock, cron });
  const keeper = new TokenKeeper({
    secrets: storage.secrets,
    box: await openBox(masterKey, storage.secrets),
    clock: systemClock,
  });
  const clouds = createMicrosoftCloudFactory({ sandboxUrl });
  const { signal } = new AbortController();
  let made = 0;
  return {
    storage,
    keeper,
    parts: {
      clouds,
      signIns: createSignInFactory({ sandboxUrl }),
      keeper,
      journal: storage.renewals,
      clock: systemClock,
      newId: () => `renewal-${process.pid}-${made++}`,
      newKeys: createSignInKeys,
      wait: async () => {},
      signal,
    },
    works: async (configured = connectionOf(environment)) => {
      const { connection } = await keeper.resolve(configured);
      const cloud = clouds.open({ connection, concurrency: 1, signal });
      const answer = await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
      await cloud.close();
      return answer.ok;
    },
    close: () => storage.close(),
  };
}

/** Where a browser is sent by the page, or the page itself where it stays there. */
export async function visit(url: string): Promise<{ location: string | undefined; body: string }> {
  const { headers, body } = await request(url);
  const { location } = headers;
  return { location: typeof location === 'string' ? location : undefined, body: await body.text() };
}

/** A person with a browser, who follows wherever the page leads. */
export function browser(): { receiver: RedirectReceiver; open: (url: string) => void; visited: string[] } {
  const { promise, resolve } = Promise.withResolvers<string>();
  const visited: string[] = [];
  return {
    visited,
    receiver: {
      redirectUri: 'http://localhost:8400',
      receive: async (state) => readRedirect(await promise, state) ?? { kind: 'late' },
    },
    open: (url) => {
      visited.push(url);
      void visit(url).then(({ location = '' }) => resolve(location));
    },
  };
}

export interface Renewed {
  result: RenewalResult;
  /** What was shown, in order. */
  shown: string[];
}

/** Renews, by code in a browser or by device code; `confirms` is the answer to the question about another account. */
export async function renew(
  { configured }: Pick<RenewalWorld, 'configured'>,
  { parts }: Pick<OpenedWorld, 'parts'>,
  options: { device?: boolean; confirms?: boolean | null; account?: string; home?: Renewal['home'] } = {},
): Promise<Renewed> {
  const shown: string[] = [];
  const person = browser();
  const show: RenewalShow = {
    open: (url) => {
      shown.push('open');
      person.open(url);
    },
    deviceCode: ({ userCode, verificationUri }) => void shown.push(`${verificationUri} ${userCode.length}`),
    interrupted: ({ step }) => void shown.push(`interrupted ${step}`),
    proved: ({ account }) => void shown.push(`proved ${account}`),
    confirmAccount: async (account, before) => {
      shown.push(`confirm ${account} for ${before}`);
      return options.confirms ?? null;
    },
  };
  const renewal: Renewal = {
    configured,
    by: 'terminal:user:test',
    receiver: options.device ? undefined : person.receiver,
    account: options.account,
    home: options.home,
  };
  return { result: await renewConnection(renewal, parts, show), shown };
}
