import { X509Certificate } from 'node:crypto';

const DAY_MS = 86_400_000;

/** A client secret to be put on the app. Days count from the moment it is set; negative ones lie in the past. */
export interface SecretSettings {
  readonly endsInDays: number;
  /** Default 65. */
  readonly madeDaysAgo?: number | undefined;
  /** What the directory keeps of its beginning; default that of the secret in use, null for nothing. */
  readonly hint?: string | null | undefined;
  readonly displayName?: string | null | undefined;
}

/** A certificate to be put on the app: a real one, which then signs in, or one that only has an end. */
export interface CertificateSettings {
  /** Its public part; its dates go before those below. */
  readonly pem?: string | undefined;
  /** Default 300. */
  readonly endsInDays?: number | undefined;
  /** Default 65. */
  readonly madeDaysAgo?: number | undefined;
  readonly displayName?: string | null | undefined;
  /** Default Verify. */
  readonly usage?: string | undefined;
}

/** What the tenant’s policy says of client secrets. True: it refuses each, and nobody may read it. */
export type SecretPolicy =
  | boolean
  | {
      /** No secret may be added. */
      readonly forbids?: boolean | undefined;
      readonly longestDays?: number | undefined;
      /** Only apps that were created since then; an app of the partner’s is 400 days old. */
      readonly createdWithinDays?: number | undefined;
      /** It is the app’s own, and the one for all forbids secrets. */
      readonly own?: boolean | undefined;
    };

/** Whose tokens are taken for the app's own: learn.microsoft.com/graph/api/resources/federatedidentitycredential. */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

/** What is left out stays as it is. */
export interface AppSettings {
  /** False: the partner's tenant does not know the app. */
  readonly registered?: boolean | undefined;
  /** True: reading app registrations is forbidden (403). */
  readonly denied?: boolean | undefined;
  /** True: adding and removing secrets is forbidden (403). */
  readonly writeDenied?: boolean | undefined;
  readonly secretPolicy?: SecretPolicy | undefined;
  readonly federated?: readonly FederatedCredential[] | undefined;
  readonly secrets?: readonly SecretSettings[] | undefined;
  readonly certificates?: readonly CertificateSettings[] | undefined;
}

/** The app's registration in the partner's tenant, with credentials in Graph's own shape. */
export interface AppRegistration {
  readonly registered: boolean;
  readonly denied: boolean;
  readonly writeDenied: boolean;
  readonly secretPolicy: SecretPolicy;
  readonly federated: readonly FederatedCredential[];
  readonly passwordCredentials: readonly Readonly<Record<string, unknown>>[];
  readonly keyCredentials: readonly Readonly<Record<string, unknown>>[];
}

interface App {
  readonly applicationId: string;
  readonly secret: string;
}

/** One secret that lasts for another 300 days, no certificate, readable. */
export function createAppRegistration(app: App): AppRegistration {
  const nothing = {
    registered: true,
    denied: false,
    writeDenied: false,
    secretPolicy: false,
    federated: [],
    passwordCredentials: [],
    keyCredentials: [],
  };
  return changeAppRegistration(nothing, { secrets: [{ endsInDays: 300 }] }, app);
}

/** The registration with the settings applied. What Entra makes of the secret at sign-in stays the scenario's. */
export function changeAppRegistration(
  before: AppRegistration,
  { secrets, certificates, ...rest }: AppSettings,
  app: App,
): AppRegistration {
  const now = Date.now();
  return {
    registered: rest.registered ?? before.registered,
    denied: rest.denied ?? before.denied,
    writeDenied: rest.writeDenied ?? before.writeDenied,
    secretPolicy: rest.secretPolicy ?? before.secretPolicy,
    federated: rest.federated ?? before.federated,
    passwordCredentials: secrets?.map((one, index) => toPassword(one, index, app, now)) ?? before.passwordCredentials,
    keyCredentials: certificates?.map((one, index) => toKey(one, index, app, now)) ?? before.keyCredentials,
  };
}

function toPassword(settings: SecretSettings, index: number, app: App, now: number) {
  const { endsInDays, madeDaysAgo = 65, hint = app.secret.slice(0, 3), displayName = 'Partner tools' } = settings;
  return {
    customKeyIdentifier: null,
    displayName,
    endDateTime: daysFrom(now, endsInDays),
    hint,
    keyId: keyIdOf(app, 0x10 + index),
    secretText: null,
    startDateTime: daysFrom(now, -madeDaysAgo),
  };
}

function toKey(settings: CertificateSettings, index: number, app: App, now: number) {
  const { endsInDays = 300, madeDaysAgo = 65, displayName = 'CN=Partner tools', usage = 'Verify' } = settings;
  const keyId = keyIdOf(app, 0x80 + index);
  const real = settings.pem === undefined ? undefined : new X509Certificate(settings.pem);
  if (real)
    return {
      customKeyIdentifier: real.fingerprint.replaceAll(':', ''),
      displayName,
      endDateTime: real.validToDate.toISOString(),
      key: real.raw.toString('base64'),
      keyId,
      startDateTime: real.validFromDate.toISOString(),
      type: 'AsymmetricX509Cert',
      usage,
    };
  return {
    customKeyIdentifier: Buffer.from(keyId.replaceAll('-', '').padEnd(40, '0'), 'hex').toString('base64'),
    displayName,
    endDateTime: daysFrom(now, endsInDays),
    key: Buffer.from(`a certificate that is worth nothing, ${keyId}`).toString('base64'),
    keyId,
    startDateTime: daysFrom(now, -madeDaysAgo),
    type: 'AsymmetricX509Cert',
    usage,
  };
}

// Made of the app's own id, so that the numbers of a seed stay what they are.
const keyIdOf = (app: App, number: number): string => `${app.applicationId.slice(0, -2)}${number.toString(16)}`;

/** A time so many days from another, as Graph writes it. */
export function daysFrom(now: number, days: number): string {
  return new Date(now + days * DAY_MS).toISOString();
}
