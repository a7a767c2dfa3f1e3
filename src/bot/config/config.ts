import type { MailServer } from '../../adapters/mail/mail-server.ts';
import type { MasterKeySource } from '../../adapters/secrets/open-master-key.ts';
import type { DatabaseName } from '../../adapters/storage/engine/engines.ts';
import type { Subject } from '../../core/chat/access/subject.ts';
import type { RawCredentials } from '../../core/model/checks/credentials-shape.ts';
import type { AppOnlyConnection, CloudName } from '../../core/model/cloud/connection.ts';
import type { Secret } from '../../core/model/text/secret.ts';
import type { configuredChats } from './list-unconfigured.ts';

/** A mail server, where an app in its tenant may take the place of the password. */
export interface MailSettings extends Omit<MailServer, 'signIn'> {
  signIn?: { user: string } & ({ password: Secret } | { app: AppOnlyConnection });
}

/** What the environment says, validated. Credentials stay raw: judging them is the first check. */
export interface Config {
  cloud: CloudName;
  sandboxUrl?: string;
  database: DatabaseName;
  /** The vault that holds the secrets of the default connection: its origin. */
  keyVaultUrl?: string;
  /** CIPP's function app, by its resource id in Azure. */
  cippSite?: string;
  mail?: MailSettings;
  includeOwnTenant: boolean;
  credentials: RawCredentials;
  /** Administrators for as long as they are listed. */
  admins: readonly Subject[];
  chats: ReturnType<typeof configuredChats>;
  /** Opens the refresh tokens that were kept. */
  masterKey: MasterKeySource;
  /** A file with a set of permissions of one's own. */
  permissionSet: string | undefined;
  /** Where the audit log is copied to as it is written: a file, or `syslog://host:port`. */
  auditForward: string | undefined;
}

export type ConfigResult =
  | { ok: true; config: Config; warnings: string[] }
  | { ok: false; faults: string[]; credentials: RawCredentials };
