import type { SamConnection } from '../model/cloud/connection.ts';
import type { Answer, ApplicationCredentials } from '../model/cloud/microsoft-cloud.ts';
import type { Secret } from '../model/text/secret.ts';
import type { AppPolicy } from './secret-limits.ts';

export interface AddedSecret {
  keyId: string;
  value: Secret;
}

/**
 * The client secrets of a connection's app, as its registration in the partner's tenant has them. It writes at Microsoft,
 * and is apart from `MicrosoftCloud` so that no check can. Nothing throws for what the network or Microsoft does.
 */
export interface AppSecrets {
  list(): Promise<Answer<ApplicationCredentials>>;
  /** The policy that says which secrets an app may have; `objectId` is null for one that will be created. */
  policy(objectId: string | null): Promise<Answer<AppPolicy>>;
  /** `objectId` is that of the registration. */
  add(objectId: string, wish: { displayName: string; endsAt: number }): Promise<Answer<AddedSecret>>;
  /** One that is not there any more is as good as removed. */
  remove(objectId: string, keyId: string): Promise<Answer<unknown>>;
  /** Whether Entra takes this secret for the app, by a token of the app alone. */
  tryOut(secret: Secret): Promise<Answer<unknown>>;
  close(): Promise<void>;
}

export interface AppSecretsFactory {
  /** With the connection's own token: its account must be allowed to change the app. */
  open(options: { connection: SamConnection; signal: AbortSignal }): AppSecrets;
}
