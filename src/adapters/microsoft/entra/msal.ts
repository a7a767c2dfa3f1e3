import { createRequire } from 'node:module';
import type * as Msal from '@azure/msal-node';
import type { Configuration } from '@azure/msal-node';

/** MSAL from its one-file CommonJS build: its module build is 200 files and takes three times as long to load. */
const { LogLevel, ...msal } = createRequire(import.meta.url)('@azure/msal-node') as typeof Msal;
export const { AuthError, ConfidentialClientApplication, ManagedIdentityApplication, PublicClientApplication } = msal;

export const SILENT = { logLevel: LogLevel.Error, loggerCallback: () => {}, piiLoggingEnabled: false };

/** MSAL's transport. */
export type NetworkClient = NonNullable<NonNullable<Configuration['system']>['networkClient']>;
