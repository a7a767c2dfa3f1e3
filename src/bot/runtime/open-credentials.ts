import { cron } from '../../adapters/cron/create-cron.ts';
import { createMicrosoftCloudFactory } from '../../adapters/microsoft/create-microsoft-cloud.ts';
import { SecretsError } from '../../adapters/secrets/secrets-error.ts';
import { StorageError } from '../../adapters/storage/engine/storage-error.ts';
import { openStorage, type Storage } from '../../adapters/storage/open-storage.ts';
import type { CommandAnswer } from '../../core/cards/plain-cards.ts';
import { problem } from '../../core/chat/calls/command.ts';
import type { ConnectionEntry } from '../../core/credentials/connection-book.ts';
import { takeFromHome } from '../../core/credentials/secret-home.ts';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import { TokenKeeper } from '../../core/credentials/token-keeper.ts';
import type { MicrosoftCloudFactory } from '../../core/model/cloud/microsoft-cloud.ts';
import type { Config } from '../config/config.ts';
import { parseConfig } from '../config/parse-config.ts';
import { readEnvironment, warnOfExposed } from '../config/read-environment.ts';
import { type ProcessIo, proxyWanted } from '../process-io.ts';
import { systemClock } from '../system-clock.ts';
import { localPerson } from '../terminal/local-person.ts';
import { createConnections, loadConnections, type Reach } from './load-connections.ts';
import { openBox } from './open-box.ts';
import { NOT_FORWARDED, protectAudit } from './protect-audit.ts';

export interface Credentials {
  config: Config;
  storage: Storage;
  reach: Reach;
  entries: ConnectionEntry[];
  keeper: TokenKeeper;
  box: SecretBox;
  clouds: MicrosoftCloudFactory;
  /** Writes into the audit log to what the command was done, or why it was not. */
  record: (target: string, refusedFor: string | null) => Promise<void>;
}

/** Opens the database and its secrets for a command, runs it, and says what stands in the way where something does. */
export async function withCredentials<Answer>(
  { name: command, io }: { name: string; io: ProcessIo },
  run: (credentials: Credentials) => Promise<Answer>,
): Promise<Answer | CommandAnswer> {
  const parsed = parseConfig(readEnvironment(io.env));
  if (!parsed.ok) return problem(...parsed.faults);
  warnOfExposed(parsed.warnings, io);
  const { config } = parsed;
  let storage: Storage | undefined;
  try {
    storage = await openStorage({ file: config.database, clock: systemClock, cron });
    const { secrets, audit } = storage;
    const box = await openBox(config.masterKey, secrets);
    await protectAudit(storage, box, config, () => io.stderr.write(NOT_FORWARDED));
    const useProxy = proxyWanted(io.env);
    const reach = { sandboxUrl: config.sandboxUrl, useProxy };
    const entries = [...createConnections(config, { useProxy }), ...(await loadConnections(storage, box, reach))];
    await Promise.all(entries.map(takeFromHome));
    return await run({
      config,
      storage,
      reach,
      entries,
      box,
      keeper: new TokenKeeper({ secrets, box, clock: systemClock }),
      clouds: createMicrosoftCloudFactory(reach),
      record: async (target, refusedFor) => {
        const { id, name } = localPerson();
        const outcome = refusedFor === null ? 'allowed' : 'refused';
        const who = { platform: 'terminal', personId: id, personName: name, place: null } as const;
        await audit.record({
          at: systemClock.now(),
          ...who,
          action: `command ${command}`,
          target,
          outcome,
          reason: refusedFor,
        });
      },
    });
  } catch (error) {
    if (error instanceof StorageError || error instanceof SecretsError) return problem(error.message);
    throw error;
  } finally {
    await storage?.close();
  }
}
