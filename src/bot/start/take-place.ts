import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { StorageError } from '../../adapters/storage/engine/storage-error.ts';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import type { StartConfig } from '../config/start-config.ts';
import { createHttpServer } from '../http/create-http-server.ts';
import { Health } from '../http/health.ts';
import { openBox } from '../runtime/open-box.ts';
import { systemTimers } from '../system-timers.ts';
import { listen } from './start-servers.ts';

const AGAIN_MS = 2000;

export interface PlaceOptions {
  storage: Pick<Storage, 'acquireInstanceLock' | 'secrets' | 'servedAt'>;
  config: Pick<StartConfig, 'database' | 'masterKey' | 'server'>;
  log: Logger;
  /** Ends the waiting. */
  signal: AbortSignal;
  /** Told once, in a sentence, that another start has the place. */
  onStandBy: (sentence: string) => void;
  againMs?: number;
}

/**
 * The one place of `start` on a database; false where it was told to end before it had it. On a server, which several
 * machines share, a further start stands by: it is alive, has the other answer what reaches it, and asks again every two
 * seconds. A file belongs to one machine, and a further start is refused with `StorageError` `in-use`.
 */
export async function takePlace(options: PlaceOptions): Promise<boolean> {
  const { storage, config, log, signal, onStandBy, againMs = AGAIN_MS } = options;
  let why = await tryToTake(storage);
  if (!why) return true;
  if (why.code !== 'in-use' || typeof config.database === 'string') throw why;
  // A start that could not open the secrets would find that out when it is needed.
  if ((await storage.secrets.keyCheck()) !== undefined) await openBox(config.masterKey, storage.secrets);
  const health = new Health(systemTimers);
  const { createHandOver, HELD_MS } = await import('./hand-over.ts');
  const handOver = createHandOver(storage.servedAt);
  health.register({
    name: 'place',
    check: async () => ({ ok: await handOver.isReachable(), detail: why?.message ?? 'is being taken' }),
  });
  const { host, port } = config.server;
  const onFault = (error: unknown): void => log.error({ err: error }, 'a request could not be answered');
  const server = await listen('SAMARITAN_PORT', port, () =>
    createHttpServer({ host, port, routes: [handOver.mount], health, onFault }),
  );
  try {
    log.info({ reason: why.message }, 'stands by');
    onStandBy(`Samaritan stands by on ${server.origin}: another start runs on the database ${config.database}.`);
    while (why && !signal.aborted) {
      await sleep(againMs, undefined, { signal }).catch(() => {});
      const before: string = why.message;
      why = signal.aborted ? why : await tryToTake(storage);
      if (why && why.message !== before) log.warn({ reason: why.message }, 'stands by for another reason');
    }
    if (!why) log.info('takes the place of the start before');
    return !why;
  } finally {
    // What is held is answered by whoever has the place now, this process too: only its port is free at once.
    const closed = server.close(HELD_MS);
    if (signal.aborted) await closed;
  }
}

async function tryToTake(storage: PlaceOptions['storage']): Promise<StorageError | undefined> {
  try {
    await storage.acquireInstanceLock();
    return undefined;
  } catch (error) {
    if (error instanceof StorageError) return error;
    throw error;
  }
}

/** Resolves once another start has taken the place, while the connection that kept it was lost. */
export function watchPlace(
  problem: Storage['problem'],
  everyMs = AGAIN_MS / 2,
): { lost: Promise<void>; stop: () => void } {
  const { promise: lost, resolve } = Promise.withResolvers<void>();
  const timer = setInterval(() => {
    const found = problem();
    if (found instanceof StorageError && found.code === 'in-use') resolve();
  }, everyMs);
  return { lost, stop: () => clearInterval(timer) };
}
