import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../../simulators/microsoft/sandbox.ts';
import { createVault, IDENTITY, type Vault } from '../../../../simulators/microsoft/vault/vault.ts';
import { createMicrosoftCloudFactory } from '../../../../src/adapters/microsoft/create-microsoft-cloud.ts';
import { appCredentialOf } from '../../../../src/core/credentials/stored-connection.ts';
import { classifyFault } from '../../../../src/core/model/causes/classify.ts';
import type { Connection } from '../../../../src/core/model/cloud/connection.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';

const NAMES = ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER'] as const;
let sandbox: Sandbox;
let vault: Vault;
let values: Record<string, string>;

beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 1, pollIntervalS: 0 });
  values = sandbox.environment();
  vault = await createVault({ secrets: {}, tenantId: String(values.SAM_TENANT_ID) });
  for (const name of NAMES) process.env[name] = vault.environment()[name];
});
afterAll(async () => {
  for (const name of NAMES) delete process.env[name];
  await Promise.all([vault.close(), sandbox.close()]);
});

const trusted = () => ({
  issuer: `https://login.microsoftonline.com/${values.SAM_TENANT_ID}/v2.0`,
  subject: IDENTITY.subject,
  audience: 'api://AzureADTokenExchange',
});

async function ask(authorityTenant: string, given: Partial<Connection> = {}, identity: string = IDENTITY.clientId) {
  const connection = {
    ...{ kind: 'sam', name: 'default', cloud: 'global', applicationId: String(values.SAM_APPLICATION_ID) },
    ...appCredentialOf({ applicationSecret: undefined, identity }),
    ...{ refreshToken: new Secret(String(values.SAM_REFRESH_TOKEN)), tenant: String(values.SAM_TENANT_ID) },
    ...{ exchange: { kind: 'sam' }, includeOwnTenant: false, ...given },
  } as Connection;
  const cloud = createMicrosoftCloudFactory({ sandboxUrl: sandbox.origin }).open({
    ...{ connection, concurrency: 1, signal: new AbortController().signal },
  });
  try {
    return await cloud.ask({ id: 'entra.token', authorityTenant, resource: 'graph' });
  } finally {
    await cloud.close();
  }
}

describe('an app without any secret', () => {
  it('redeems its refresh token with the identity’s token, in its own tenant and in a customer’s', async () => {
    sandbox.setApplication({ federated: [trusted()] });
    const [customer = ''] = sandbox.tenants().map(({ tenantId }) => tenantId);
    for (const tenant of [String(values.SAM_TENANT_ID), customer])
      expect(await ask(tenant)).toMatchObject({ ok: true });
  });

  it.each([
    [70021, () => []],
    [700211, () => [{ ...trusted(), issuer: 'https://token.actions.githubusercontent.com' }]],
    [700212, () => [{ ...trusted(), audience: 'api://AzureADTokenExchangeChina' }]],
    [700213, () => [{ ...trusted(), subject: IDENTITY.clientId }]],
    [7002138, () => [{ ...trusted(), subject: IDENTITY.subject.toUpperCase() }]],
  ] as const)('is told what of the federated credential does not match: AADSTS%s', async (code, federated) => {
    sandbox.setApplication({ federated: federated() });
    const answer = await ask(String(values.SAM_TENANT_ID));
    const fault = answer.ok ? undefined : answer.fault;
    expect(fault).toMatchObject({ kind: 'refused', codes: [code] });
    const verdict = fault && classifyFault(fault, { request: 'entra.token', place: 'partner' });
    expect(verdict?.cause).toBe('credential.certificate-invalid');
  });

  it('says that this machine has no such identity, and asks Entra nothing', async () => {
    const other = '11111111-2222-4333-8444-555555555555';
    const answer = await ask(String(values.SAM_TENANT_ID), {}, other);
    const fault = answer.ok ? undefined : answer.fault;
    const message = expect.stringContaining(`The managed identity ${other} gave no token on this machine: No User`);
    expect(fault).toMatchObject({ error: 'managed_identity_unavailable', message });
    const verdict = fault && classifyFault(fault, { request: 'entra.token', place: 'partner' });
    expect(verdict).toMatchObject({ cause: 'credential.certificate-invalid', confidence: 'exact' });
  });
});
