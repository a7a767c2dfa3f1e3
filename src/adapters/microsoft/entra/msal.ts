import { createRequire } from 'node:module';
import type * as Msal from '@azure/msal-node';

/** MSAL from its one-file CommonJS build: its module build is 200 files and takes three times as long to load. */
export const { ConfidentialClientApplication, LogLevel, PublicClientApplication } = createRequire(import.meta.url)(
  '@azure/msal-node',
) as typeof Msal;
