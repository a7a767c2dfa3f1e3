import { describe, expect, it } from 'vitest';
import { listContracts, listGdapCustomers } from '../../../../src/adapters/microsoft/graph/list-customers.ts';
import { listCustomers } from '../../../../src/core/model/cloud/list-customers.ts';
import type { MicrosoftCloud, Question } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { tenantId } from '../../../core/fixtures.ts';
import { answer, createRig } from '../fake-transport.ts';

const CONTRACTS = '/v1.0/contracts?$top=999';
const GDAP = '/v1.0/tenantRelationships/delegatedAdminCustomers?$top=300';
const HOST = 'graph.microsoft.com';
const SANDBOX = 'http://127.0.0.1:4100';
const contract = (number: number, rest = {}) => ({
  customerId: tenantId(number),
  displayName: `C${number}`,
  defaultDomainName: `C${number}.Example`,
  ...rest,
});
const gdap = (number: number) => ({ tenantId: tenantId(number), displayName: `G${number}` });

type Page = { value: unknown; next?: string } | { status: number };

async function list(pages: Record<string, Page>) {
  const rig = createRig(({ url }) => {
    const page = pages[url.slice(`https://${HOST}`.length)] ?? { value: [] };
    if ('status' in page) return answer(page.status, { error: { code: 'x', message: 'y' } });
    return answer(200, { value: page.value, ...(page.next === undefined ? {} : { '@odata.nextLink': page.next }) });
  });
  const parts = { requester: rig.requester, host: HOST, aliases: [SANDBOX], clean: (text: string) => text };
  const ask = ({ id, token, onPage }: Question<'graph.customers'>) =>
    id === 'graph.customers' ? listContracts(token, parts, onPage) : listGdapCustomers(token, parts);
  const told: string[][] = [];
  const result = await listCustomers({ ask } as Pick<MicrosoftCloud, 'ask'>, new Secret('opaque'), (tenants) =>
    told.push(tenants.map((one) => one.tenantId)),
  );
  return {
    ...{ result, told },
    value: result.ok ? result.value : undefined,
    ids: result.ok ? result.value.customers.map((one) => one.tenantId) : [],
    urls: rig.transport.sent.map(({ url }) => url),
  };
}

describe('listCustomers', () => {
  it('unites contracts with GDAP’s customers, each once, contracts first', async () => {
    const { value, result } = await list({
      [CONTRACTS]: { value: [contract(1), contract(2), contract(2)] },
      [GDAP]: { value: [gdap(2), gdap(3), { tenantId: tenantId(1).toUpperCase(), displayName: 'again' }] },
    });
    expect(value).toEqual({
      customers: [
        { tenantId: tenantId(1), displayName: 'C1', defaultDomainName: 'c1.example' },
        { tenantId: tenantId(2), displayName: 'C2', defaultDomainName: 'c2.example' },
        { tenantId: tenantId(3), displayName: 'G3', defaultDomainName: null },
      ],
      unusableEntries: 0,
    });
    expect(result.attempts).toBe(2);
  });

  it('follows every page, an empty one in the middle included', async () => {
    const { ids } = await list({
      [CONTRACTS]: { value: [contract(1)], next: `https://${HOST}/v1.0/contracts?$skiptoken=a%20b` },
      '/v1.0/contracts?$skiptoken=a%20b': { value: [], next: `${SANDBOX}/v1.0/contracts?p=3` },
      '/v1.0/contracts?p=3': { value: [contract(3)] },
      [GDAP]: { value: [gdap(4)], next: '/v1.0/more' },
      '/v1.0/more': { value: [gdap(5)] },
    });
    expect(ids).toEqual([1, 3, 4, 5].map(tenantId));
  });

  it('tells of each page of contracts, and of each tenant once', async () => {
    const { told } = await list({
      [CONTRACTS]: { value: [contract(1), contract(2), {}], next: '/v1.0/contracts?p=2' },
      '/v1.0/contracts?p=2': { value: [contract(2)], next: '/v1.0/contracts?p=3' },
      '/v1.0/contracts?p=3': { value: [contract(1), contract(3)] },
      [GDAP]: { value: [gdap(4)] },
    });
    expect(told).toEqual([[1, 2].map(tenantId), [tenantId(3)]]);
  });

  it.each([
    'https://evil.example/v1.0/contracts',
    'http://graph.microsoft.com/v1.0/contracts',
    'https://graph.microsoft.com.evil.example/x',
    'https://graph.microsoft.com@evil.example/x',
    'https://graph.microsoft.com:8443/x',
    'http://127.0.0.1:4101/x',
    'javascript:alert(1)',
    'nonsense',
  ])('sends the token nowhere else: not to %s', async (next) => {
    const { result, urls } = await list({ [CONTRACTS]: { value: [contract(1)], next } });
    expect(result).toMatchObject({
      ok: false,
      fault: { kind: 'intercepted', detail: expect.stringMatching(/another host/) },
    });
    expect(urls).toHaveLength(2);
    for (const url of urls) expect(new URL(url).host).toBe(HOST);
  });

  it('ends a list that leads back to itself', async () => {
    const next = `https://${HOST}/v1.0/contracts?p=2`;
    const { result, urls } = await list({
      [CONTRACTS]: { value: [], next },
      '/v1.0/contracts?p=2': { value: [], next },
    });
    expect(result).toMatchObject({
      ok: false,
      fault: { kind: 'malformed', detail: expect.stringMatching(/back to itself/) },
    });
    expect(urls.filter((url) => url === next)).toHaveLength(1);
  });

  it('gives up a list that has no end before it fills the memory, and says so', async () => {
    const name = 'x'.repeat(3 * 1024 * 1024);
    const pages = Object.fromEntries(
      Array.from({ length: 20 }, (_, page) => [
        page === 0 ? CONTRACTS : `/v1.0/contracts?p=${page}`,
        { value: [contract(page + 1, { displayName: name })], next: `/v1.0/contracts?p=${page + 1}` },
      ]),
    );
    const { result, urls } = await list(pages);
    expect(result).toMatchObject({
      ok: false,
      fault: { kind: 'malformed', detail: expect.stringMatching(/customer list has no end.* 11 pages and 34 MiB/) },
    });
    expect(urls.filter((url) => url.includes('contracts'))).toHaveLength(11);
  });

  it('takes no list for empty whose every entry is junk', async () => {
    const { result } = await list({ [CONTRACTS]: { value: [[[]], {}] }, [GDAP]: { value: ['x'] } });
    expect(result).toMatchObject({
      ok: false,
      fault: { kind: 'malformed', detail: expect.stringMatching(/no entry of.* has a tenant id/) },
    });
  });

  it('counts entries that cannot be used, and drops none in silence', async () => {
    const { value, ids } = await list({
      [CONTRACTS]: { value: [null, 5, {}, { customerId: 'x' }, { customerId: 7 }, contract(1)] },
      [GDAP]: { value: [{ tenantId: '' }, gdap(2)] },
    });
    expect(ids).toEqual([tenantId(1), tenantId(2)]);
    expect(value?.unusableEntries).toBe(6);
  });

  it('takes names of any kind, without what would break a line', async () => {
    const entries = [
      contract(1, { displayName: null }),
      contract(2, { displayName: 5, defaultDomainName: '' }),
      contract(3, { displayName: 'a\u202E\nb' }),
      contract(4, { displayName: '\u200B' }),
    ];
    const { value } = await list({ [CONTRACTS]: { value: entries } });
    expect(value?.customers.map((one) => one.displayName)).toEqual([null, null, 'a b', null]);
    expect(value?.customers[1]?.defaultDomainName).toBeNull();
  });

  it('tells what keeps GDAP’s list away, and goes on', async () => {
    const { value, ids } = await list({ [CONTRACTS]: { value: [contract(1)] }, [GDAP]: { status: 403 } });
    expect(ids).toEqual([tenantId(1)]);
    expect(value?.gdapFault).toMatchObject({ kind: 'refused', httpStatus: 403, error: 'x' });
  });

  it('fails where the first list is not complete', async () => {
    const second = {
      [CONTRACTS]: { value: [contract(1)], next: `https://${HOST}/v1.0/contracts?p=2` },
      '/v1.0/contracts?p=2': { status: 400 },
    };
    expect((await list(second)).result).toMatchObject({
      ok: false,
      attempts: 2,
      fault: { kind: 'refused', httpStatus: 400 },
    });
    expect((await list({ [CONTRACTS]: { value: 'no list' } })).result).toMatchObject({ fault: { kind: 'malformed' } });
  });
});
