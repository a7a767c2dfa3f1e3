import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMicrosoftCloudFactory } from '../../src/adapters/microsoft/create-microsoft-cloud.ts';
import { createSignInFactory } from '../../src/adapters/microsoft/create-sign-in.ts';
import { createSignInKeys } from '../../src/adapters/microsoft/entra/sign-in-keys.ts';
import type { SignIn } from '../../src/core/credentials/sign-in.ts';
import type { SamConnection } from '../../src/core/model/cloud/connection.ts';
import type { Answer, TokenGrant } from '../../src/core/model/cloud/microsoft-cloud.ts';
import { Secret } from '../../src/core/model/text/secret.ts';
import type { Loopback } from '../adapters/http/loopback.ts';
import { startTenantRouter } from './tenant-router.ts';

/** Vercel's emulator of Entra. It burns a refresh token that was used, and its access tokens are no JWTs. */
const emulate = await import('emulate').catch(() => undefined);

const REDIRECT = 'http://localhost:8400';
const ACCOUNT = 'svc-sam@partner.example';
const CLIENT = {
  client_id: '5c1e7a52-0c4e-4a7e-9d8c-1f7f6a3b2c10',
  client_secret: 'a-secret~of.the-emulator_0123456789',
  name: 'SAM',
  redirect_uris: [REDIRECT],
};
const connection: SamConnection = {
  kind: 'sam',
  name: 'default',
  cloud: 'global',
  tenant: '9188040d-6c67-4c5b-b112-36a304b66dad',
  applicationId: CLIENT.client_id,
  applicationSecret: new Secret(CLIENT.client_secret),
  refreshToken: new Secret('a-refresh-token-that-is-not-used-here'),
  exchange: { kind: 'sam' },
  includeOwnTenant: false,
};
const { signal } = new AbortController();

describe.skipIf(!emulate)('the code flow with PKCE, judged by a server that is none of ours', () => {
  let emulator: { url: string; close(): Promise<void> };
  let router: Loopback;
  let signIn: SignIn;
  beforeAll(async () => {
    if (!emulate) return;
    const seed = { microsoft: { users: [{ email: ACCOUNT }], oauth_clients: [CLIENT] } };
    emulator = await emulate.createEmulator({ service: 'microsoft', port: 0, seed });
    router = await startTenantRouter(emulator.url);
    signIn = createSignInFactory({ sandboxUrl: router.origin }).open({ connection, signal });
  });
  afterAll(async () => {
    await signIn?.close();
    await router?.close();
    await emulator?.close();
  });

  /** Signs in as a person with a browser would: opens the page, chooses the account, is sent back. */
  async function signInByPage(): Promise<{ keys: Awaited<ReturnType<typeof createSignInKeys>>; code: Secret }> {
    const keys = await createSignInKeys();
    const page = await signIn.authorize({ redirectUri: REDIRECT, ...keys });
    if (!page.ok) throw new Error('no page to sign in at');
    const form = (await (await fetch(page.value.url)).text()).split('<form').find((one) => one.includes(ACCOUNT)) ?? '';
    const fields = new URLSearchParams();
    for (const [, name = '', value = ''] of form.matchAll(/name="([^"]+)" value="([^"]*)"/g))
      fields.append(name, value);
    const sent = { method: 'POST', body: fields, redirect: 'manual' } as const;
    const back = await fetch(`${emulator.url}/oauth2/v2.0/authorize/callback`, sent);
    const at = new URL(back.headers.get('location') ?? '');
    expect(at.searchParams.get('state')).toBe(keys.state);
    return { keys, code: new Secret(at.searchParams.get('code') ?? '') };
  }

  it('gives a token that redeems again, and is kept in its newest form', async () => {
    const { keys, code } = await signInByPage();
    const grant = await signIn.redeemCode({ ...keys, code, redirectUri: REDIRECT });
    const first = rotatedOf(grant);
    const second = rotatedOf(await redeem(first));
    expect(second.reveal()).not.toBe(first.reveal());
    // Burnt: only the newest one works there.
    expect(codeOf(await redeem(first))).toBe('invalid_grant');
    expect((await redeem(second)).ok).toBe(true);
  });

  it('redeems a code once', async () => {
    const { keys, code } = await signInByPage();
    const request = { ...keys, code, redirectUri: REDIRECT };
    expect((await signIn.redeemCode(request)).ok).toBe(true);
    expect(codeOf(await signIn.redeemCode(request))).toBe('invalid_grant');
  });

  it('is refused where the code was got with other keys', async () => {
    const { keys, code } = await signInByPage();
    const { verifier } = await createSignInKeys();
    expect(codeOf(await signIn.redeemCode({ ...keys, verifier, code, redirectUri: REDIRECT }))).toBe('invalid_grant');
  });

  it('does not take a token of another sign-in: its nonce differs', async () => {
    const { keys, code } = await signInByPage();
    const { nonce } = await createSignInKeys();
    const answer = await signIn.redeemCode({ ...keys, nonce, code, redirectUri: REDIRECT });
    expect(answer).toMatchObject({ ok: false, fault: { kind: 'malformed' } });
  });

  it('says nothing of the token that it cannot read', async () => {
    const { keys, code } = await signInByPage();
    const grant = await signIn.redeemCode({ ...keys, code, redirectUri: REDIRECT });
    expect(grant.ok && grant.value.describe().authenticationMethods).toBeNull();
  });

  async function redeem(refreshToken: Secret): Promise<Answer<TokenGrant>> {
    const given = { ...connection, refreshToken };
    const cloud = createMicrosoftCloudFactory({ sandboxUrl: router.origin }).open({
      ...{ connection: given, concurrency: 1, signal },
    });
    const answer = await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
    await cloud.close();
    return answer;
  }
});

function rotatedOf(answer: Answer<TokenGrant>): Secret {
  const token = answer.ok ? answer.value.rotatedRefreshToken : undefined;
  if (!token) throw new Error(`no refresh token came: ${codeOf(answer)}`);
  return token;
}

function codeOf(answer: Answer<unknown>): unknown {
  if (answer.ok) return undefined;
  return answer.fault.kind === 'refused' ? answer.fault.error : answer.fault.kind;
}
