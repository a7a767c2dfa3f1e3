import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Loopback } from '../adapters/http/loopback.ts';
import { runCommandLine } from '../processes/run-command-line.ts';
import { startTenantRouter } from './tenant-router.ts';

/** AXA's server, whose tokens are signed JWTs with whatever claims it is told. */
const mock = await import('oauth2-mock-server').catch(() => undefined);

const CASES: [claims: string, amr: unknown, status: string][] = [
  ['a password and a second factor', ['pwd', 'mfa'], 'pass'],
  ['a second factor alone', ['mfa'], 'pass'],
  ['a password alone', ['pwd'], 'warn'],
  ['no methods', [], 'warn'],
  ['no claim', undefined, 'warn'],
  ['a word in the place of a list', 'mfa', 'unknown'],
  ['a method that only begins so', ['mfax'], 'warn'],
];

describe.skipIf(!mock)('whether a token has MFA, read from tokens that are none of ours', () => {
  let server: InstanceType<NonNullable<typeof mock>['OAuth2Server']> | undefined;
  let router: Loopback;
  let amr: unknown;
  beforeAll(async () => {
    if (!mock) return;
    server = new mock.OAuth2Server();
    await server.issuer.keys.generate('RS256');
    await server.start(0, '127.0.0.1');
    server.service.on('beforeTokenSigning', ({ payload }: { payload: Record<string, unknown> }) => {
      if (amr === undefined) delete payload.amr;
      else payload.amr = amr;
    });
    server.service.on('beforeResponse', ({ body }: { body: Record<string, unknown> }) => {
      body.refresh_token = 'the-next-refresh-token-of-the-mock-server';
    });
    router = await startTenantRouter(server.issuer.url ?? '', (path) => path.replace('/oauth2/v2.0', ''));
  });
  afterAll(async () => {
    await router?.close();
    await server?.stop();
  });

  it.each(CASES)('%s', async (_claims, methods, status) => {
    amr = methods;
    const { stdout, stderr } = await runCommandLine(['testtokens', '--json'], {
      env: {
        SAMARITAN_CLOUD: 'sandbox',
        SAMARITAN_SANDBOX_URL: router.origin,
        SAMARITAN_MASTER_KEY: '9f'.repeat(32),
        SAM_TENANT_ID: '9188040d-6c67-4c5b-b112-36a304b66dad',
        SAM_APPLICATION_ID: '5c1e7a52-0c4e-4a7e-9d8c-1f7f6a3b2c10',
        SAM_APPLICATION_SECRET: 'a-secret~of.the-mock-server_0123456789',
        SAM_REFRESH_TOKEN: 'a-refresh-token-of-the-mock-server',
      },
    });
    expect(stderr).not.toContain('internal');
    const report = JSON.parse(stdout) as { partner: { checks: { id: string; status: string }[] } };
    expect(report.partner.checks.find(({ id }) => id === 'partner.mfa')).toMatchObject({ status });
  });
});
