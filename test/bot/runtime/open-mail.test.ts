import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import { openMail } from '../../../src/bot/runtime/open-mail.ts';
import { DeliveryError } from '../../../src/core/cards/messenger.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 3 });
});
afterAll(async () => {
  expect(sandbox.stats().violations).toEqual([]);
  await sandbox.close();
});

/** A token for Exchange Online, or the error in its place. */
async function tokenOf({ secret, sandboxUrl }: { secret?: string; sandboxUrl?: string } = {}) {
  const { applicationId, applicationSecret } = sandbox.ownApp();
  const app = {
    ...({ kind: 'app-only', name: 'mail', cloud: 'global', applicationId, tenant: tenantId() } as const),
    applicationSecret: new Secret(secret ?? applicationSecret),
  };
  const server = { host: 'smtp.office365.com', port: 587, tls: 'start', from: 'desk@msp.example' } as const;
  const reach = { sandboxUrl: sandboxUrl ?? sandbox.origin, useProxy: false };
  const { signIn } = openMail({ ...server, signIn: { user: server.from, app } }, reach);
  if (!signIn || !('token' in signIn)) throw new Error('it does not sign in with a token');
  return await signIn.token().catch((error: unknown) => error);
}

const tenantId = (): string => sandbox.tenants()[0]?.tenantId ?? '';

describe('an app that signs in to mail', () => {
  it('gets a token of Exchange Online', async () => {
    const token = await tokenOf();
    if (!(token instanceof Secret)) throw token;
    const [, payload = ''] = token.reveal().split('.');
    const { aud, roles } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect([aud, roles]).toEqual(['https://outlook.office365.com', ['SMTP.SendAsApp']]);
  });

  it('is told what Entra says of a wrong secret, and not the secret', async () => {
    const error = await tokenOf({ secret: 'wrong-hush-hush' });
    expect(error).toBeInstanceOf(DeliveryError);
    expect(error).toMatchObject({ code: 'forbidden', message: expect.stringMatching(/gets no token: .*secret/i) });
    expect(String(error)).not.toContain('wrong-hush-hush');
  });

  it('is told which permission it lacks, before the mail server refuses it without a word', async () => {
    sandbox.setOwnApp(tenantId(), 'permission-missing');
    expect(await tokenOf()).toMatchObject({ code: 'forbidden', message: expect.stringContaining('SMTP.SendAsApp') });
  });

  it('waits where Entra is not reached', async () => {
    expect(await tokenOf({ sandboxUrl: 'http://127.0.0.1:9' })).toMatchObject({ code: 'busy' });
  });
});
