import { describe, expect, it } from 'vitest';
import { listRelationships } from '../../../../src/adapters/microsoft/graph/list-relationships.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { tenantId } from '../../../core/fixtures.ts';
import { answer, createRig } from '../fake-transport.ts';

const HOST = 'graph.microsoft.com';
const FIRST = `https://${HOST}/v1.0/tenantRelationships/delegatedAdminRelationships?$top=300`;
const ID = `${tenantId(50)}-${tenantId(51)}`;

const entry = (rest = {}) => ({
  '@odata.type': '#microsoft.graph.delegatedAdminRelationship',
  id: ID,
  displayName: 'Contoso access',
  duration: 'P730D',
  customer: { tenantId: tenantId(1).toUpperCase(), displayName: 'Contoso' },
  accessDetails: { unifiedRoles: [{ roleDefinitionId: '62E90394-69F5-4237-9190-012177145E10' }] },
  status: 'active',
  autoExtendDuration: 'P180D',
  createdDateTime: '2025-02-10T11:24:42.3148266Z',
  lastModifiedDateTime: '2025-02-10T11:26:44Z',
  activatedDateTime: '2025-02-10T11:26:44Z',
  endDateTime: '2027-02-10T11:24:42Z',
  ...rest,
});

async function list(pages: Record<string, { value: unknown; next?: string } | number>, customerId?: string) {
  const rig = createRig(({ url }) => {
    const page = pages[url];
    if (page === undefined) throw new Error(`nothing was expected at ${url}`);
    if (typeof page === 'number') return answer(page, { error: { code: 'Authorization_RequestDenied', message: 'm' } });
    return answer(200, { value: page.value, ...(page.next === undefined ? {} : { '@odata.nextLink': page.next }) });
  });
  const parts = { requester: rig.requester, host: HOST, aliases: [], clean: (text: string) => text };
  return {
    result: await listRelationships(
      { id: 'graph.relationships', token: new Secret('opaque'), ...(customerId === undefined ? {} : { customerId }) },
      parts,
    ),
    sent: rig.transport.sent,
  };
}
const readEntries = async (...value: unknown[]) => {
  const { result } = await list({ [FIRST]: { value } });
  if (!result.ok) throw new Error('refused');
  return result.value;
};

describe('listRelationships', () => {
  it('reads every field, with times as numbers and ids in lower case', async () => {
    expect(await readEntries(entry())).toEqual({
      relationships: [
        {
          id: ID,
          displayName: 'Contoso access',
          status: 'active',
          customer: { tenantId: tenantId(1), displayName: 'Contoso' },
          roleDefinitionIds: ['62e90394-69f5-4237-9190-012177145e10'],
          autoExtendDuration: 'P180D',
          createdAt: Date.UTC(2025, 1, 10, 11, 24, 42, 314),
          activatedAt: Date.UTC(2025, 1, 10, 11, 26, 44),
          endsAt: Date.UTC(2027, 1, 10, 11, 24, 42),
          lastModifiedAt: Date.UTC(2025, 1, 10, 11, 26, 44),
        },
      ],
      unusableEntries: 0,
    });
  });

  it('follows every page, an empty one in the middle included', async () => {
    const next = (page: number) => `${FIRST}&$skiptoken=${page}`;
    const { result, sent } = await list({
      [FIRST]: { value: [entry()], next: next(2) },
      [next(2)]: { value: [], next: next(3) },
      [next(3)]: { value: [entry({ id: 'b' })] },
    });
    expect(result).toMatchObject({ ok: true, attempts: 3, value: { relationships: [{ id: ID }, { id: 'b' }] } });
    for (const { headers } of sent) expect(headers).toMatchObject({ authorization: 'Bearer opaque' });
  });

  it('takes a draft that has neither customer nor dates nor roles', async () => {
    const draft = { customer: null, accessDetails: null, activatedDateTime: null, endDateTime: null };
    const { relationships, unusableEntries } = await readEntries(entry({ ...draft, status: 'created' }));
    expect(unusableEntries).toBe(0);
    expect(relationships[0]).toMatchObject({
      customer: { tenantId: null, displayName: null },
      roleDefinitionIds: [],
      activatedAt: null,
      endsAt: null,
    });
  });

  it('keeps a status that is not documented, as one harmless line', async () => {
    const { relationships } = await readEntries(entry({ status: 'on\u202Ehold\n' }));
    expect(relationships[0]?.status).toBe('on hold');
  });

  it('counts entries that cannot be used, and drops none in silence', async () => {
    const bad = [null, 7, {}, entry({ id: '' }), entry({ id: 'x'.repeat(300) }), entry({ status: null })];
    const wrongRoles = entry({ accessDetails: { unifiedRoles: 'all' } });
    const { relationships, unusableEntries } = await readEntries(...bad, wrongRoles, entry());
    expect(relationships).toHaveLength(1);
    expect(unusableEntries).toBe(7);
  });

  it('hands a lacking permission on as it came', async () => {
    const { result } = await list({ [FIRST]: 403 });
    expect(result).toMatchObject({
      ok: false,
      attempts: 1,
      fault: { kind: 'refused', httpStatus: 403, error: 'Authorization_RequestDenied' },
    });
  });

  it('fails where the list is not complete, leads elsewhere or is none', async () => {
    const next = `${FIRST}&$skiptoken=2`;
    expect((await list({ [FIRST]: { value: [entry()], next }, [next]: 403 })).result.ok).toBe(false);
    const elsewhere = await list({ [FIRST]: { value: [], next: 'https://evil.example/v1.0/x' } });
    expect(elsewhere.result).toMatchObject({ ok: false, fault: { kind: 'intercepted' } });
    expect(elsewhere.sent).toHaveLength(1);
    expect((await list({ [FIRST]: { value: 'none' } })).result).toMatchObject({
      fault: { kind: 'malformed', detail: 'Graph’s list of delegated admin relationships is not a list' },
    });
  });

  it('asks for one customer’s, and believes neither an empty answer to that nor a refusal of the filter', async () => {
    const filtered = `${FIRST.split('?')[0]}?$filter=customer%2FtenantId%20eq%20'${tenantId(1)}'`;
    const whole = { value: [entry(), entry({ customer: { tenantId: tenantId(2) } })] };
    const few = await list({ [filtered]: { value: [entry()] } }, tenantId(1));
    expect(few.result).toMatchObject({ ok: true, value: { relationships: [{ id: ID }] } });
    for (const nothing of [{ value: [] }, 400]) {
      const { result, sent } = await list({ [filtered]: nothing, [FIRST]: whole }, tenantId(1));
      expect(result).toMatchObject({ ok: true, value: { relationships: [{}, {}] } });
      expect(sent).toHaveLength(2);
    }
    expect((await list({ [filtered]: 403 }, tenantId(1))).sent).toHaveLength(1);
  });
});
