import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { MasterKeySource } from '../../adapters/secrets/open-master-key.ts';
import { parseKey } from '../../adapters/secrets/parse-key.ts';
import type { DatabaseName } from '../../adapters/storage/open-storage.ts';
import { Secret } from '../../core/model/text/secret.ts';
import type { SettingsReader } from './settings-reader.ts';

interface Places {
  /** The user's home folder. */
  home: string;
  database: DatabaseName;
}

/** Where the master key is. A value is checked here; a file is read, or made, only when the key is opened. */
export function parseMasterKey(reader: SettingsReader, { home, database }: Places): MasterKeySource {
  const value = reader.text('SAMARITAN_MASTER_KEY');
  const file = reader.text('SAMARITAN_MASTER_KEY_FILE');
  if (value !== undefined && file !== undefined)
    reader.fault('SAMARITAN_MASTER_KEY and SAMARITAN_MASTER_KEY_FILE are both set. Remove one of them.');
  if (value !== undefined) {
    if (parseKey(value) === undefined)
      reader.fault(
        'SAMARITAN_MASTER_KEY is no key. It is 32 random bytes in base64 or hex; “openssl rand -base64 32” makes one.',
      );
    return { kind: 'value', key: new Secret(value) };
  }
  const path = file === undefined ? defaultFile(reader, home) : file.replace(/^~(?=[/\\])/, () => home);
  if (typeof database === 'string' && dirname(resolve(path)) === dirname(resolve(database)))
    reader.warn(
      `SAMARITAN_MASTER_KEY_FILE is in the folder of the database. A copy of that folder would hold the key and what it protects; keep the key elsewhere.`,
    );
  return { kind: 'file', path };
}

// A relative XDG_CONFIG_HOME is to be ignored: XDG Base Directory Specification 0.8.
function defaultFile(reader: SettingsReader, home: string): string {
  const configured = reader.text('XDG_CONFIG_HOME');
  const folder = configured !== undefined && isAbsolute(configured) ? configured : join(home, '.config');
  return join(folder, 'samaritan', 'master.key');
}
