import { DefaultAzureCredential } from '@azure/identity';
import { HttpClient } from '../http/http-client.ts';
import { createSdkHttp } from './sdk-http.ts';

/** Where identities of the national clouds sign in (learn.microsoft.com/azure/developer/identity/national-clouds). */
const AUTHORITIES: readonly (readonly [hostEnds: string, authority: string])[] = [
  ['.usgovcloudapi.net', 'https://login.microsoftonline.us'],
  ['.azure.cn', 'https://login.chinacloudapi.cn'],
  ['.chinacloudapi.cn', 'https://login.chinacloudapi.cn'],
];
const TIMEOUT_MS = 10_000;
const MOST_BYTES = 1024 * 1024;

/**
 * Azure's library keeps the client that a managed identity was first asked with for as long as the process lives, and
 * asks with it again once a token has run out: these are never closed. What is idle keeps no process alive.
 */
const clients = new Map<string, HttpClient>();

interface Reaching {
  sandboxUrl: string | undefined;
  useProxy: boolean;
}

/** Whatever identity Azure's default chain finds on this machine, for the service at `host`. Refused at once, not tried again. */
export function createIdentity(host: string, { sandboxUrl, useProxy }: Reaching): DefaultAzureCredential {
  const key = JSON.stringify([sandboxUrl, useProxy]);
  const http =
    clients.get(key) ??
    new HttpClient({
      sandboxUrl,
      connections: 2,
      timeoutMs: TIMEOUT_MS,
      mostBytes: MOST_BYTES,
      useProxy,
      asksMachine: true,
    });
  clients.set(key, http);
  const national = AUTHORITIES.find(([end]) => host.endsWith(end));
  return new DefaultAzureCredential({
    httpClient: createSdkHttp(http),
    retryOptions: { maxRetries: 0 },
    ...(national ? { authorityHost: national[1] } : {}),
  });
}
