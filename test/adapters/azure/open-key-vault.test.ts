import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createVault, type Vault, type VaultScenario } from '../../../simulators/microsoft/vault/vault.ts';
import { openKeyVault } from '../../../src/adapters/azure/open-key-vault.ts';
import type { KeyVault } from '../../../src/core/credentials/key-vault.ts';
import type { VaultFaultId } from '../../../src/core/credentials/vault-fault.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import { CERTIFICATE, KEY } from '../http/self-signed.ts';

const trusted = getCACertificates();
const VALUE = 'a-value-that-is-never-shown';
let vault: Vault;
let opened: KeyVault;
const NAMES = ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER'] as const;

const open = (url: string): KeyVault =>
  openKeyVault({ url, sandboxUrl: undefined, useProxy: false, now: () => Date.now() });

beforeAll(async () => {
  vault = await createVault({ secrets: { ApplicationSecret: VALUE }, tls: { cert: CERTIFICATE, key: KEY } });
  for (const name of NAMES) process.env[name] = vault.environment()[name];
  setDefaultCACertificates([...trusted, CERTIFICATE]);
});
beforeEach(() => {
  vault.setScenario('fine');
  opened = open(vault.origin);
});
afterEach(() => opened.close());
afterAll(async () => {
  setDefaultCACertificates(trusted);
  for (const name of NAMES) delete process.env[name];
  await vault.close();
});

describe('a key vault over Azure’s own client', () => {
  it('gives the newest version of a secret, whatever the case of its name, and makes new ones', async () => {
    const first = await opened.read('applicationsecret');
    expect(first).toMatchObject({ ok: true, value: { version: expect.stringMatching(/^[0-9a-f]{32}$/) } });
    const written = await opened.write('RefreshToken', new Secret('one'));
    expect(written.ok).toBe(true);
    vault.put('RefreshToken', 'two');
    const read = await opened.read('RefreshToken');
    expect(read.ok && read.value.value.reveal()).toBe('two');
    expect(vault.versions('refreshtoken')).toEqual(['one', 'two']);
  });

  it.each<[VaultScenario, VaultFaultId]>([
    ['no-role', 'role-missing'],
    ['no-policy', 'policy-missing'],
    ['firewall', 'firewall'],
    ['private-link', 'firewall'],
    ['throttled', 'throttled'],
    ['foreign-tenant', 'identity-foreign'],
    ['not-a-vault', 'not-a-vault'],
  ])('says by itself what %s means', async (scenario, id) => {
    vault.setScenario(scenario);
    const answer = await opened.read('ApplicationSecret');
    expect(answer).toMatchObject({ ok: false, fault: { id } });
    expect(JSON.stringify(answer)).not.toContain(VALUE);
  });

  it('tells absent, deleted, disabled and expired secrets apart', async () => {
    const idOf = async (name: string) => {
      const answer = await opened.read(name);
      return answer.ok ? 'read' : answer.fault.id;
    };
    vault.put('off', 'x', { enabled: false });
    vault.put('over', 'x', { exp: Math.floor(Date.now() / 1000) - 60 });
    vault.put('gone', 'x');
    vault.delete('gone');
    const ids = [await idOf('never'), await idOf('gone'), await idOf('off'), await idOf('over')];
    expect(ids).toEqual(['secret-missing', 'secret-deleted', 'secret-disabled', 'secret-expired']);
    expect(await opened.write('gone', new Secret('y'))).toMatchObject({ ok: false, fault: { id: 'secret-deleted' } });
  });

  it('may be allowed to read and not to write, and says so', async () => {
    vault.setScenario('read-only');
    expect(await opened.read('ApplicationSecret')).toMatchObject({ ok: true });
    const refused = await opened.write('ApplicationSecret', new Secret(VALUE));
    expect(refused).toMatchObject({
      ok: false,
      fault: { id: 'role-missing', reason: expect.stringContaining('no right to write') },
    });
  });

  it('is sent nothing where its certificate is not trusted', async () => {
    setDefaultCACertificates(trusted);
    const strict = open(vault.origin.replace('127.0.0.1', 'localhost'));
    expect(await strict.read('ApplicationSecret')).toMatchObject({ ok: false, fault: { id: 'intercepted' } });
    await strict.close();
    setDefaultCACertificates([...trusted, CERTIFICATE]);
  });

  it('is told apart from a host that does not answer', async () => {
    const nobody = open('https://127.0.0.1:1');
    expect(await nobody.read('ApplicationSecret')).toMatchObject({ ok: false, fault: { id: 'unreachable' } });
    await nobody.close();
  });
});
