import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../../src/adapters/http/http-client.ts';
import { readGrants } from '../../../../src/adapters/microsoft/graph/read-grants.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { tenantId } from '../../../core/fixtures.ts';
import { answer, createRig } from '../fake-transport.ts';

const APP = tenantId(7).replace(/7$/, 'a');
const GRAPH = '00000003-0000-0000-c000-000000000000';
const TENANT = tenantId(1);

interface Part {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}
const ok = (body: unknown): Part => ({ status: 200, headers: { 'Content-Type': 'application/json' }, body });
const refused = (status: number, headers = {}) => ({
  status,
  headers,
  body: {
    error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges to complete the operation.' },
  },
});

/** Parts of the batch in the order in which they are asked. */
const HEALTHY = [
  ok({ id: 'own', displayName: 'Partner app', accountEnabled: true, appRoleAssignmentRequired: false }),
  ok({
    value: [
      { resourceId: 'G', consentType: 'AllPrincipals', principalId: null, scope: ' User.Read.All Directory.Read.All' },
    ],
  }),
  ok({ value: [{ resourceId: 'g', appRoleId: tenantId(9).toUpperCase() }] }),
  ok({ value: [{ id: 'G', appId: GRAPH.toUpperCase() }] }),
  ok({ value: [] }),
];

async function read(parts: object[], alone: (request: HttpRequest) => ReturnType<typeof answer> = () => answer(500)) {
  const responses = parts.map((one, index) => ({ id: String(index), ...one })).reverse();
  const rig = createRig((request) => (request.method === 'POST' ? answer(200, { responses }) : alone(request)));
  const graph = { requester: rig.requester, host: 'graph.microsoft.com', aliases: [], clean: (text: string) => text };
  const result = await readGrants(
    { id: 'graph.grants', token: new Secret('opaque'), tenantId: TENANT, resources: [GRAPH], applicationId: APP },
    graph,
  );
  if (!result.ok) throw new Error(result.fault.kind);
  return { value: result.value, sent: rig.transport.sent, attempts: result.attempts };
}

describe('readGrants', () => {
  it('reads the app and its grants in one request, whatever the order of the answers', async () => {
    const { value, sent, attempts } = await read(HEALTHY);
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST https://graph.microsoft.com/v1.0/$batch']);
    expect(attempts).toBe(1);
    expect(value).toEqual({
      principal: {
        ok: true,
        value: { id: 'own', displayName: 'Partner app', enabled: true, assignmentRequired: false },
      },
      delegated: {
        ok: true,
        value: [{ resource: GRAPH, scopes: ['User.Read.All', 'Directory.Read.All'], principalId: null }],
      },
      application: { ok: true, value: [{ resource: GRAPH, id: tenantId(9) }] },
      users: { ok: true, value: undefined },
    });
  });

  it('keeps a part that was refused apart from an empty one', async () => {
    const { value } = await read(HEALTHY.with(1, refused(403)));
    expect(value.delegated).toMatchObject({ ok: false, fault: { kind: 'refused', httpStatus: 403 } });
    expect(value.application.ok).toBe(true);
  });

  it('reads the other parts of a batch where one has no body', async () => {
    const { value } = await read(HEALTHY.with(1, { status: 403, headers: {} } as Part));
    expect([value.delegated.ok, value.application.ok]).toEqual([false, true]);
  });

  it('knows no grants where the names of their APIs could not be read', async () => {
    const { value } = await read(HEALTHY.with(3, refused(403)));
    expect(value.delegated.ok).toBe(false);
    expect(value.application.ok).toBe(false);
  });

  it('takes a 404 for a tenant that has not the app', async () => {
    const { value } = await read([refused(404), refused(404), refused(404), ok({ value: [] }), ok({ value: [] })]);
    expect(value.principal).toEqual({ ok: true, value: null });
    expect(value.delegated).toEqual({ ok: true, value: [] });
  });

  it('takes nobody’s word but Graph’s for what is not there, and no list beside an error for an empty one', async () => {
    const stranger = { status: 404, headers: {}, body: '<h1>Not found</h1>' };
    const { value } = await read([
      stranger,
      stranger,
      ok({ value: [], error: { code: 'x', message: 'y' } }),
      ...HEALTHY.slice(3),
    ]);
    expect([value.principal.ok, value.delegated.ok, value.application.ok, value.users.ok]).toEqual([
      ...[false, false, false, true],
    ]);
  });

  it('asks a throttled part again by itself', async () => {
    const { value, sent } = await read(HEALTHY.with(2, refused(429, { 'Retry-After': '1' })), () =>
      answer(200, { value: [{ resourceId: 'G', appRoleId: 'role' }] }),
    );
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET']);
    expect(value.application).toEqual({ ok: true, value: [{ resource: GRAPH, id: 'role' }] });
  });

  it('follows a list that goes on', async () => {
    const more = ok({ ...(HEALTHY[2]?.body as object), '@odata.nextLink': 'https://graph.microsoft.com/v1.0/next' });
    const { value } = await read(HEALTHY.with(2, more), () =>
      answer(200, {
        value: [
          { resourceId: 'g', appRoleId: 'one' },
          { resourceId: 'other', appRoleId: 'two' },
        ],
      }),
    );
    expect(value.application).toEqual({
      ok: true,
      value: [
        { resource: GRAPH, id: 'one' },
        { resource: null, id: 'two' },
      ],
    });
  });

  it('does not take an answer that leaves a part out for an empty one', async () => {
    const { value } = await read(HEALTHY.slice(0, 4));
    expect(value.users).toMatchObject({ ok: false, fault: { kind: 'malformed' } });
  });
});
