import { afterEach, describe, expect, it } from 'vitest';
import { createMicrosoftCloudFactory } from '../../../../src/adapters/microsoft/create-microsoft-cloud.ts';
import type { SamConnection } from '../../../../src/core/model/cloud/connection.ts';
import type { MicrosoftCloud, TokenRequest } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { connection as sam, tenantId } from '../../../core/fixtures.ts';
import { type Loopback, startLoopback } from '../../http/loopback.ts';

const TENANT = tenantId(5);
const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;
const legacy: SamConnection = { ...sam, exchange: { kind: 'legacy', refreshToken: new Secret('the-second-token') } };

describe('redeeming a token', () => {
  let server: Loopback;
  let cloud: MicrosoftCloud;

  async function redeem(body: object | string, rest: Partial<TokenRequest> = {}, status = 200) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    server = await startLoopback((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json', 'x-ms-request-id': 'r-1' }).end(text);
    });
    const signal = new AbortController().signal;
    cloud = createMicrosoftCloudFactory({ sandboxUrl: server.origin }).open({
      connection: rest.legacyClient ? legacy : sam,
      concurrency: 4,
      signal,
    });
    cloud.extendDeadline(5000);
    const answer = await cloud.ask({ id: 'entra.token', authorityTenant: TENANT, resource: 'graph', ...rest });
    const [sent] = server.requests;
    return {
      answer,
      path: sent?.url.split('?')[0],
      form: Object.fromEntries(new URLSearchParams(sent?.body)),
      address: sent?.url ?? '',
    };
  }

  afterEach(async () => {
    await cloud.close();
    await server.close();
  });

  const granted = { token_type: 'Bearer', expires_in: 3600, access_token: jwt({ tid: TENANT, amr: ['pwd', 'mfa'] }) };

  it('sends app, secret, token and scope to the tenant’s own authority, once', async () => {
    const { path, form, address } = await redeem(granted);
    expect(path).toBe(`/${TENANT}/oauth2/v2.0/token`);
    expect(form).toMatchObject({
      grant_type: 'refresh_token',
      client_id: sam.applicationId,
      client_secret: 'the-secret-of-the-app',
      refresh_token: 'the-refresh-token',
    });
    expect(form.scope?.split(' ')).toContain('https://graph.microsoft.com/.default');
    expect(server.requests).toHaveLength(1);
    expect(address).not.toMatch(/the-secret|the-refresh/);
  });

  it('asks for Exchange with the same token and another scope', async () => {
    const { form } = await redeem(granted, { resource: 'exchange' });
    expect(form.scope?.split(' ')).toContain('https://outlook.office365.com/.default');
    expect(form.scope).not.toMatch(/graph/);
    expect(form.refresh_token).toBe('the-refresh-token');
  });

  it('redeems the second token with Microsoft’s client and without our secret', async () => {
    const { form } = await redeem(granted, { resource: 'exchange', legacyClient: true });
    expect(form).toMatchObject({
      client_id: 'a0c73c16-a7e3-4564-9a95-2bdf47383716',
      refresh_token: 'the-second-token',
    });
    expect(form).not.toHaveProperty('client_secret');
  });

  it('keeps the access token, the rotated refresh token and what the claims say', async () => {
    const { answer } = await redeem({ ...granted, refresh_token: 'the-next-one' });
    if (!answer.ok) throw new Error('refused');
    expect(answer.value.accessToken.reveal()).toBe(granted.access_token);
    expect(answer.value.rotatedRefreshToken?.reveal()).toBe('the-next-one');
    expect(answer.value.describe()).toEqual({ tenantId: TENANT, authenticationMethods: ['pwd', 'mfa'] });
    expect(answer).toMatchObject({ attempts: 1, requestId: 'r-1' });
  });

  it('can do without claims: the id token names the tenant, or nothing does', async () => {
    const { answer } = await redeem({ ...granted, access_token: 'opaque', id_token: jwt({ tid: TENANT }) });
    expect(answer.ok && answer.value.describe()).toEqual({ tenantId: TENANT, authenticationMethods: null });
    expect(answer.ok && 'rotatedRefreshToken' in answer.value).toBe(false);
  });

  it('hands a refusal on with all its codes, status and ids, which MSAL would lose', async () => {
    const error = {
      error: 'invalid_client',
      error_codes: [7000222, 70002],
      trace_id: 't',
      claims: '{"a":1}',
      error_uri: 'u',
    };
    const { answer } = await redeem(
      { ...error, error_description: 'AADSTS7000222: expired the-secret-of-the-app' },
      {},
      401,
    );
    expect(answer).toMatchObject({
      ok: false,
      attempts: 1,
      fault: {
        kind: 'refused',
        httpStatus: 401,
        codes: [7000222, 70002],
        traceId: 't',
        claims: '{"a":1}',
        errorUri: 'u',
        requestId: 'r-1',
      },
    });
    expect(JSON.stringify(answer)).not.toContain('the-secret-of-the-app');
  });

  it.each([
    ['no token', {}],
    ['an empty token', { access_token: '' }],
    ['a token of another type', { access_token: 5 }],
    ['broken JSON', '{"access_token":'],
    ['nothing', ''],
  ])('takes 2xx with %s for malformed', async (_what, body) => {
    expect((await redeem(body)).answer).toMatchObject({
      ok: false,
      fault: { kind: 'malformed', httpStatus: 200, requestId: 'r-1' },
    });
  });
});
