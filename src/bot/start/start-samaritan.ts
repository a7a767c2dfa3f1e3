import type { Logger } from 'pino';
import { openStorage } from '../../adapters/storage/open-storage.ts';
import { markInterrupted } from '../../core/chat/mark-interrupted.ts';
import type { Messenger } from '../../core/ports/messenger.ts';
import { renderFile } from '../commands/render-file.ts';
import type { StartConfig } from '../config/start-config.ts';
import { systemClock } from '../system-clock.ts';
import { compose } from './compose.ts';
import { openBox } from './open-box.ts';
import { repeat } from './repeat.ts';
import { startDiscord } from './start-discord.ts';
import { Stops } from './stops.ts';

export interface StartOptions {
  config: StartConfig;
  log: Logger;
  useProxy: boolean;
}

export interface RunningSamaritan {
  /** What runs, in words. */
  parts: string[];
  /** Interrupts sweeps, lets answers under way be finished within a limit, and closes everything. */
  stop(): Promise<void>;
}

const MINUTE_MS = 60_000;
const AUDIT_DAYS = 400;

/** Starts whatever is configured. Where one part can't start, what runs already is stopped and the error is thrown. */
export async function startSamaritan({ config, log, useProxy }: StartOptions): Promise<RunningSamaritan> {
  const stops = new Stops(log);
  try {
    const storage = await openStorage({ file: config.database, clock: systemClock });
    stops.add('storage', () => storage.close());
    await storage.acquireInstanceLock();
    const box = await openBox(config.masterKey, storage.secrets);
    const { chat, parts } = compose({
      config,
      storage,
      renderFile,
      useProxy,
      reportInternal: (error, reference) => log.error({ reference, err: error }, 'internal error'),
    });
    await parts.gate.refresh();

    const running: string[] = [];
    const messengers: Messenger[] = [];
    if (config.discord) {
      const discord = await startDiscord({ config: config.discord, chat, box, log });
      stops.add('Discord', () => discord.stop());
      messengers.push(discord.messenger);
      running.push(`Discord in ${discord.state().guilds} of ${config.discord.guildIds.length} servers`);
    }

    const orphans = repeat('mark interrupted messages', MINUTE_MS, log, async () => {
      for (const messenger of messengers) await markInterrupted(storage.messages, messenger);
    });
    stops.add('messages', () => orphans.stop());
    const pruning = repeat('prune', MINUTE_MS, log, async () => {
      const { historyDays, reportDays } = config.limits;
      await storage.prune({ now: systemClock.now(), historyDays, reportDays, auditDays: AUDIT_DAYS });
    });
    stops.add('pruning', () => pruning.stop());
    // Stopped first: what is under way ends as interrupted, and its cards say so while the chats still run.
    stops.add('sweeps', () => parts.desk.stop());
    log.info({ parts: running }, 'started');
    return {
      parts: running.length > 0 ? running : ['nothing, since no chat is configured'],
      stop: async () => {
        log.info('stopping');
        await stops.run();
        log.info('stopped');
      },
    };
  } catch (error) {
    await stops.run();
    throw error;
  }
}
