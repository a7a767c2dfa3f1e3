import type { Logger } from 'pino';
import { cron } from '../../adapters/cron/create-cron.ts';
import { openStorage, type Storage } from '../../adapters/storage/open-storage.ts';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import type { StartConfig } from '../config/start-config.ts';
import { openBox } from '../runtime/open-box.ts';
import { protectAudit } from '../runtime/protect-audit.ts';
import { systemClock } from '../system-clock.ts';
import type { Stops } from './stops.ts';

/** The database of a process that goes on: what is damaged in it is logged, and it is closed with the rest. */
export async function openStore(file: StartConfig['database'], log: Logger, stops: Stops): Promise<Storage> {
  const onDamaged = (error: Error): void => log.error({ err: error }, 'a damaged row was left out');
  const storage = await openStorage({ file, clock: systemClock, cron, onDamaged });
  stops.add('storage', () => storage.close());
  return storage;
}

/** Opens what is sealed in it, and chains the audit log from now on. */
export async function unseal(storage: Storage, config: StartConfig, log: Logger): Promise<SecretBox> {
  const box = await openBox(config.masterKey, storage.secrets);
  await protectAudit(storage, box, config, (error) =>
    log.error({ err: error }, 'the audit log could not be forwarded'),
  );
  return box;
}
