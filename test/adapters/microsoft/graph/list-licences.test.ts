import { describe, expect, it } from 'vitest';
import { listLicences } from '../../../../src/adapters/microsoft/graph/list-licences.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { tenantId } from '../../../core/fixtures.ts';
import { answer, createRig } from '../fake-transport.ts';

const HOST = 'graph.microsoft.com';

async function list(value: unknown) {
  const rig = createRig(() => answer(200, { value }));
  const parts = { requester: rig.requester, host: HOST, aliases: [], clean: (text: string) => text };
  const question = { id: 'graph.licences', token: new Secret('opaque'), tenantId: tenantId(1) } as const;
  return { result: await listLicences(question, parts), sent: rig.transport.sent };
}
const sku = (skuPartNumber: unknown, capabilityStatus: unknown = 'Enabled') => ({ skuPartNumber, capabilityStatus });

describe('listLicences', () => {
  it('tells part numbers of what is enabled or in its grace period, each once', async () => {
    const ended = ['Suspended', 'Deleted', 'LockedOut'].map((status) => sku(status, status));
    const { result, sent } = await list([sku('SPB'), sku('EMS'), sku('SPB'), ...ended, sku('SPE_E3', 'Warning')]);
    expect(result).toMatchObject({ ok: true, value: ['EMS', 'SPB', 'SPE_E3'] });
    const path = '/v1.0/subscribedSkus?$select=skuPartNumber,capabilityStatus';
    expect(sent.map(({ url }) => url)).toEqual([`https://${HOST}${path}`]);
  });

  it.each([[sku(7)], [sku('')], [sku('SPB', null)], [null]])('takes no list that holds %j', async (entry) => {
    expect((await list([sku('EMS'), entry])).result).toMatchObject({ ok: false, fault: { kind: 'malformed' } });
  });
});
