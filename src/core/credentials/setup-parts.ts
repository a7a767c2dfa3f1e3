import type { CloudName } from '../model/cloud/connection.ts';
import type { PermissionSet } from '../model/permissions/permission-set.ts';
import type { AppSecretsFactory } from './app-secrets.ts';
import type { PartnerDirectoryFactory, Registration } from './partner-directory.ts';
import type { Ending } from './renewal-ending.ts';
import type { RenewalEntry, RenewalJournal } from './renewal-journal.ts';
import type { SecretBox, SecretStore } from './secret-store.ts';
import type { SettingStore } from './setting-store.ts';
import type { Additions } from './setup-record.ts';
import type { RedirectReceiver, SignInFactory } from './sign-in.ts';
import type { SignInAsParts, SignInShow } from './sign-in-as.ts';
import type { ConnectionStore, StoredConnection } from './stored-connection.ts';

export interface SetupParts extends SignInAsParts {
  signIns: SignInFactory;
  directories: PartnerDirectoryFactory;
  appSecrets: AppSecretsFactory;
  connections: ConnectionStore;
  secrets: SecretStore;
  box: SecretBox;
  settings: SettingStore;
  journal: RenewalJournal;
  newId: () => string;
}

export interface SetupWish {
  name: string;
  /** The partner's tenant, its id or a domain of it. */
  tenant: string;
  cloud: CloudName;
  set: PermissionSet;
  /** Of an app that is created. */
  displayName: string;
  /** The id of an app to adopt; without it one of that name, where there is one. */
  adopt?: string | undefined;
  /** How long the secret lasts. */
  days: number;
  by: string;
  dryRun: boolean;
  receiver: RedirectReceiver | undefined;
}

export interface SetupPlan {
  displayName: string;
  tenantId: string;
  /** The app that is adopted; null: one is created. */
  adopted: Registration | null;
  /** The app is the one that an earlier run created. */
  resumed: boolean;
  additions: Additions;
  /** When the new secret ends; null where the connection has one already. */
  secretEndsAt: number | null;
  /** What the tenant’s policies have to do with that end; undefined where nothing. */
  limit: string | undefined;
}

export interface SetupShow extends SignInShow {
  interrupted(entry: RenewalEntry): void;
  administrator(account: string): void;
  plan(plan: SetupPlan): void;
  /** Whether that is to be done; null where nobody can be asked. */
  confirm(): Promise<boolean | null>;
  /** What was done, a sentence without its end. */
  done(what: string): void;
}

export type SetupResult =
  | { ok: true; stored: StoredConnection | null }
  /** `begun`: something was changed, and stays until it goes on or is undone. */
  | { ok: false; ending: Ending; begun: boolean };
