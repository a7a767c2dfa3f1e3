import type { Secret } from '../text/secret.ts';

/** The national clouds of Microsoft 365. A token of one means nothing in another. */
export const CLOUD_NAMES = ['global', 'usgov', 'usgov-dod', 'china'] as const;
export type CloudName = (typeof CLOUD_NAMES)[number];

/** Where people and apps of each cloud sign in (learn.microsoft.com/entra/identity-platform/authentication-national-cloud). */
export const LOGIN_HOSTS: Readonly<Record<CloudName, string>> = {
  global: 'login.microsoftonline.com',
  usgov: 'login.microsoftonline.us',
  'usgov-dod': 'login.microsoftonline.us',
  china: 'login.partner.microsoftonline.cn',
};

/** How Exchange is reached: with the SAM app's own refresh token, or as old scripts did with Microsoft's retired client. */
export type ExchangeMode = { kind: 'sam' } | { kind: 'legacy'; refreshToken: Secret };

/** What is public of a certificate that an app signs in with. Times are milliseconds since the epoch. */
export interface AppCertificate {
  /** SHA-1, upper case hex: what Entra's pages and Graph know it by. */
  thumbprint: string;
  /** SHA-256, upper case hex: what a signed assertion names it by. */
  thumbprintSha256: string;
  startsAt: number;
  endsAt: number;
}

/** A PEM that was looked at: the certificate with its private key, or why it is none, as the rest of a sentence. */
export type CertificateReading = { pem: Secret; certificate: AppCertificate } | { problem: string };

export interface AppCredential {
  /** The client secret; where there is a `certificate`, its PEM with the private key. */
  applicationSecret: Secret;
  /** Where the app signs in with one instead of a secret. */
  certificate?: AppCertificate;
  /** The client id of a managed identity that the app trusts: its token stands instead of a secret. */
  identity?: string;
}

/** Whether the app signs in with a client secret, which ends and is sent. */
export function hasSecret({ certificate, identity }: AppCredential): boolean {
  return certificate === undefined && identity === undefined;
}

interface AppCredentials extends AppCredential {
  name: string;
  /** Of one that was added: stays when it is renamed. */
  id?: string;
  cloud: CloudName;
  applicationId: string;
  /** GUID or domain: of the partner, or the one tenant that an app by itself is in. */
  tenant: string;
}

/** One set of Secure Application Model credentials: delegated, redeemed in every customer's tenant. */
export interface SamConnection extends AppCredentials {
  kind: 'sam';
  refreshToken: Secret;
  exchange: ExchangeMode;
  includeOwnTenant: boolean;
  /** The refresh token was got by device code: it belongs to a public client, and Entra refuses it beside a secret. */
  publicClient?: boolean;
}

/** An app in one tenant that signs in by itself, without any user: client credentials. */
export interface AppOnlyConnection extends AppCredentials {
  kind: 'app-only';
}

export type Connection = SamConnection | AppOnlyConnection;

/** What fails before any tenant is asked. The words hold for a partner’s connection and for an app by itself. */
export const CONNECTION_ITSELF = 'the connection itself';

/** Microsoft's client of the old Exchange remote PowerShell, retired in March 2024 (techcommunity 4036067). */
export const LEGACY_EXCHANGE_CLIENT_ID = 'a0c73c16-a7e3-4564-9a95-2bdf47383716';
