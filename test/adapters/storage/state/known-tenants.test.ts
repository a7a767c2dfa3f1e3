import { describe, expect, it } from 'vitest';
import { keepRun, useDatabase } from '../fixtures.ts';
import { pass, tenant } from '../results.ts';

const named = (tenantId: string, displayName: string | null, defaultDomainName: string | null) => ({
  ...tenant(tenantId, pass()),
  displayName,
  defaultDomainName,
});

describe('the known tenants', () => {
  const database = useDatabase();

  async function fill(): Promise<(query?: string, limit?: number) => Promise<string[]>> {
    const storage = await database.open();
    const tenants = [
      named('0001', 'Contoso Ltd', 'contoso.example'),
      named('0002', 'Fabrikam', 'fabrikam-contoso.example'),
      named('0003', 'Bäckerei MÜLLER & Söhne', 'mueller.example'),
      named('0004', '100 % Wine_Shop', 'wine.example'),
      named('0005', null, 'nameless.example'),
      named('0006', `'); drop table tenants; --\n\u0000`, null),
    ];
    await keepRun(storage, database.clock, 'one', { at: 1000, results: { tenants } });
    const theirs = { tenants: [tenant('0007', pass())] };
    await keepRun(storage, database.clock, 'two', { at: 1000, results: theirs, connection: 'other' });
    return async (query, limit = 25) => {
      const options = query === undefined ? { limit } : { query, limit };
      return (await storage.runs.knownTenants('default', options)).map(({ tenantId }) => tenantId);
    };
  }

  it('are found by a part of the name, the domain or the id', async () => {
    const search = await fill();
    expect(await search('TOSO')).toEqual(['0001', '0002']);
    expect(await search('wine.EX')).toEqual(['0004']);
    expect(await search('0005')).toEqual(['0005']);
    expect(await search('nobody')).toEqual([]);
  });

  it('are found whatever case, accents and blanks were typed', async () => {
    const search = await fill();
    expect(await search('müller')).toEqual(['0003']);
    expect(await search('  backerei   muller ')).toEqual(['0003']);
  });

  it('come first where the name, the domain or the id begins with what was typed', async () => {
    const search = await fill();
    expect(await search('contoso')).toEqual(['0001', '0002']);
    expect(await search('mueller.')).toEqual(['0003']);
    expect((await search('w'))[0]).toBe('0004');
  });

  it('are all of them, by name, as long as nothing is typed', async () => {
    const search = await fill();
    expect(await search()).toEqual(['0006', '0004', '0003', '0001', '0002', '0005']);
    expect(await search('', 2)).toEqual(['0006', '0004']);
  });

  it.each(['%', '_', '100 %', 'e_s'])('are searched for %s itself: it stands for nothing else', async (query) => {
    const search = await fill();
    expect(await search(query)).toEqual(['0004']);
  });

  it.each(['\\', '*', "'", '\n', '\u0000'])('are searched for %j without harm', async (query) => {
    const search = await fill();
    await search(query);
    expect(await search()).toHaveLength(6);
  });

  it('are found by a new name, and not by the old one', async () => {
    const storage = await database.open();
    const results = (name: string) => ({ tenants: [named('0001', name, 'contoso.example')] });
    await keepRun(storage, database.clock, 'one', { at: 1000, results: results('Contoso') });
    await keepRun(storage, database.clock, 'two', { at: 2000, results: results('Fabrikam') });
    expect(await storage.runs.knownTenants('default', { query: 'fabri', limit: 5 })).toEqual([
      {
        tenantId: '0001',
        displayName: 'Fabrikam',
        defaultDomainName: 'contoso.example',
        firstSeenAt: 1000,
        lastSeenAt: 2010,
      },
    ]);
  });

  it('can be asked for one by one', async () => {
    const storage = await database.open();
    await keepRun(storage, database.clock, 'one', { at: 1000, results: { tenants: [tenant('a', pass())] } });
    expect(await storage.runs.tenant('default', 'a')).toEqual({
      tenantId: 'a',
      displayName: 'Name of a',
      defaultDomainName: 'a.example',
      firstSeenAt: 1000,
      lastSeenAt: 1010,
    });
    expect(await storage.runs.tenant('default', 'b')).toBeUndefined();
    expect(await storage.runs.tenant('other', 'a')).toBeUndefined();
  });
});
