import { createPublicKey } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type MadeCertificate, makeCertificate } from '../../simulators/microsoft/vault/make-certificate.ts';
import { createMicrosoftCloudFactory } from '../../src/adapters/microsoft/create-microsoft-cloud.ts';
import { readCertificate } from '../../src/adapters/secrets/read-certificate.ts';
import { appCredentialOf } from '../../src/core/credentials/stored-connection.ts';
import type { Answer } from '../../src/core/model/cloud/microsoft-cloud.ts';
import type { Loopback } from '../adapters/http/loopback.ts';
import { startTenantRouter } from './tenant-router.ts';

/** A certified OpenID provider. It checks what an assertion is signed with, for whom it is, and that it comes once. */
const oidc = await import('oidc-provider').catch(() => undefined);

const TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';
const CLIENT = '5c1e7a52-0c4e-4a7e-9d8c-1f7f6a3b2c10';
const SCOPE = 'https://graph.microsoft.com/.default';

describe.skipIf(!oidc)('a certificate’s client assertion, judged by a server that is none of ours', () => {
  const own = makeCertificate();
  let server: Server;
  let router: Loopback;
  beforeAll(async () => {
    if (!oidc) return;
    // That it keeps everything in memory is what it warns of.
    for (const way of ['warn', 'info'] as const) vi.spyOn(console, way).mockImplementation(() => {});
    const jwk = { ...createPublicKey(own.certificate).export({ format: 'jwk' }), use: 'sig' };
    // What it takes for its own name is the address that Entra has for this tenant.
    const provider = new oidc.Provider(`https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`, {
      clients: [
        {
          client_id: CLIENT,
          token_endpoint_auth_method: 'private_key_jwt',
          token_endpoint_auth_signing_alg: 'PS256',
          jwks: { keys: [jwk] },
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
          scope: SCOPE,
        },
      ],
      scopes: [SCOPE],
      clientAuthMethods: ['private_key_jwt'],
      enabledJWA: { clientAuthSigningAlgValues: ['PS256'] },
      features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
      routes: { token: '/oauth2/v2.0/token' },
    });
    server = createServer(provider.callback());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    router = await startTenantRouter(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await router?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  });

  async function signIn({ certificate, key }: MadeCertificate, tenant = TENANT): Promise<Answer<unknown>> {
    const app = { kind: 'app-only', name: 'reader', cloud: 'global', applicationId: CLIENT, tenant } as const;
    const credential = appCredentialOf({
      applicationSecret: undefined,
      certificate: readCertificate(certificate + key, Date.now()),
    });
    const cloud = createMicrosoftCloudFactory({ sandboxUrl: router.origin }).open({
      connection: { ...app, ...credential },
      concurrency: 1,
      signal: new AbortController().signal,
    });
    try {
      return await cloud.ask({ id: 'entra.token', authorityTenant: tenant, resource: 'graph' });
    } finally {
      await cloud.close();
    }
  }

  it('gives a token, each time anew', async () => {
    for (const _ of [1, 2]) expect(await signIn(own)).toMatchObject({ ok: true });
  });

  it.each([
    ['another key signed it', () => signIn(makeCertificate())],
    ['it is made for another tenant', () => signIn(own, '0c1d2e3f-6c67-4c5b-b112-36a304b66dad')],
  ])('is refused where %s', async (_what, ask) => {
    expect(await ask()).toMatchObject({ ok: false, fault: { kind: 'refused', error: 'invalid_client' } });
  });
});
