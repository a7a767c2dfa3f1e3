import { describe, expect, it } from 'vitest';
import { createCleaner } from '../../../../src/adapters/microsoft/clean-text.ts';
import { readApplicationCredentials } from '../../../../src/adapters/microsoft/graph/read-application-credentials.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { tenantId } from '../../../core/fixtures.ts';
import { answer, createRig } from '../fake-transport.ts';

const APP = tenantId(7).replace(/7$/, 'a');
const SECRET = 'abC8Q~the-rest-of-the-secret';

const password = (rest = {}) => ({
  customKeyIdentifier: null,
  displayName: 'Partner tools',
  endDateTime: '2027-03-01T10:00:00.1234567Z',
  hint: 'abC',
  keyId: tenantId(20).toUpperCase(),
  secretText: null,
  startDateTime: '2026-09-01T10:00:00Z',
  ...rest,
});
const key = (rest = {}) => ({
  customKeyIdentifier: 'AAAA',
  displayName: 'CN=Partner tools',
  endDateTime: '2027-05-01T00:00:00Z',
  key: 'MIIC',
  keyId: tenantId(30),
  startDateTime: '2026-05-01T00:00:00Z',
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
  ...rest,
});
const app = (rest = {}) => ({
  id: tenantId(8),
  appId: APP,
  displayName: 'Partner app',
  passwordCredentials: [password()],
  keyCredentials: [key()],
  ...rest,
});

async function read(body: unknown, status = 200, applicationId = APP) {
  const rig = createRig(() => answer(status, body, { 'request-id': 'r' }));
  const parts = {
    requester: rig.requester,
    host: 'graph.microsoft.com',
    aliases: [],
    clean: createCleaner([new Secret(SECRET)]),
  };
  const result = await readApplicationCredentials(new Secret('opaque'), applicationId, parts);
  return { result, sent: rig.transport.sent, value: result.ok ? result.value : undefined };
}

describe('readApplicationCredentials', () => {
  it('asks once, for this app and these fields', async () => {
    const { sent } = await read({ value: [app()] });
    expect(sent).toHaveLength(1);
    const url = new URL(sent[0]?.url ?? '');
    expect(url.origin + url.pathname).toBe('https://graph.microsoft.com/v1.0/applications');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      $filter: `appId eq '${APP}'`,
      $select: 'id,appId,displayName,passwordCredentials,keyCredentials',
    });
  });

  it('cannot be made to ask for something else by the id', async () => {
    const { sent } = await read({ value: [] }, 200, "x' or appId ne '&$top=1");
    expect(new URL(sent[0]?.url ?? '').searchParams.get('$filter')).toBe("appId eq 'x'' or appId ne ''&$top=1'");
  });

  it('reads secrets and certificates', async () => {
    expect((await read({ value: [app({ appId: APP.toUpperCase() })] })).value).toEqual({
      application: { id: tenantId(8), displayName: 'Partner app' },
      credentials: [
        {
          kind: 'secret',
          keyId: tenantId(20),
          displayName: 'Partner tools',
          hint: 'abC',
          thumbprint: null,
          usage: null,
          startsAt: Date.UTC(2026, 8, 1, 10),
          endsAt: Date.UTC(2027, 2, 1, 10, 0, 0, 123),
        },
        {
          kind: 'certificate',
          keyId: tenantId(30),
          displayName: 'CN=Partner tools',
          hint: null,
          thumbprint: null,
          usage: 'Verify',
          startsAt: Date.UTC(2026, 4, 1),
          endsAt: Date.UTC(2027, 4, 1),
        },
      ],
      unusableEntries: 0,
    });
  });

  it.each([
    ['hex', 'ab'.repeat(20), 'AB'.repeat(20)],
    ['base64', Buffer.from('AB'.repeat(20), 'hex').toString('base64'), 'AB'.repeat(20)],
    ['something else', 'Partner', null],
  ])('knows a thumbprint that is written as %s', async (_form, customKeyIdentifier, thumbprint) => {
    const value = (await read({ value: [app({ keyCredentials: [{ ...key(), customKeyIdentifier }] })] })).value;
    expect(value?.credentials.at(-1)).toMatchObject({ thumbprint });
  });

  it('takes a credential without name, hint or dates, and no hint that is none', async () => {
    const bare = password({ displayName: null, hint: null, startDateTime: null, endDateTime: 'never' });
    const value = (await read({ value: [app({ passwordCredentials: [bare, password({ hint: SECRET })] })] })).value;
    expect(value?.credentials[0]).toMatchObject({ displayName: null, hint: null, startsAt: null, endsAt: null });
    expect(value?.credentials[1]?.hint).toBeNull();
  });

  it('counts entries without a key id', async () => {
    const passwordCredentials = [null, {}, password({ keyId: 'x' }), password()];
    const { value } = await read({ value: [app({ passwordCredentials, keyCredentials: [5] })] });
    expect(value?.credentials).toHaveLength(1);
    expect(value?.unusableEntries).toBe(4);
  });

  it('says that the tenant does not know the app', async () => {
    expect((await read({ value: [] })).value).toEqual({ application: null, credentials: [], unusableEntries: 0 });
  });

  it.each([
    ['another app', [app({ appId: tenantId(9) })]],
    ['two apps', [app(), app()]],
    ['an app without its credentials', [app({ passwordCredentials: undefined })]],
    ['something else', ['x']],
  ])('takes no answer about %s for one', async (_what, value) => {
    expect((await read({ value })).result).toMatchObject({
      ok: false,
      attempts: 1,
      fault: { kind: 'malformed', detail: 'Graph’s list of app registrations does not hold what was asked for' },
    });
  });

  it('hands a lacking permission on as it came', async () => {
    const body = { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' } };
    expect((await read(body, 403)).result).toMatchObject({
      ok: false,
      fault: { kind: 'refused', httpStatus: 403, error: 'Authorization_RequestDenied', requestId: 'r' },
    });
  });

  it('cuts out the secret where somebody pasted it as a name', async () => {
    const { value } = await read({
      value: [app({ passwordCredentials: [password({ displayName: `my ${SECRET}` })] })],
    });
    expect(value?.credentials[0]?.displayName).toBe('my [secret]');
    expect(JSON.stringify(value)).not.toContain(SECRET);
  });
});
