import { describe, expect } from 'vitest';
import { openSqlite } from '../../../../src/adapters/storage/engine/open-sqlite.ts';
import { insertRows, upsert } from '../../../../src/adapters/storage/engine/upsert.ts';
import { itOnFile, useDatabase } from '../fixtures.ts';

const SEEN = { connection: 'default', firstSeenAt: 1, lastSeenAt: 1, searchText: '' };

describe('rows that are written', () => {
  const database = useDatabase();

  itOnFile('have null where one lacks what another has, whichever comes first', async () => {
    const { db } = await openSqlite(database.file, 0, () => {});
    await upsert(
      db,
      'tenants',
      ['connection', 'tenantId'],
      [
        { ...SEEN, tenantId: 'a' },
        { ...SEEN, tenantId: 'b', displayName: 'Fabrikam' },
      ],
    );
    await insertRows(db, 'tenants', [
      { ...SEEN, tenantId: 'c', displayName: null },
      { ...SEEN, tenantId: 'd', defaultDomainName: 'contoso.com' },
    ]);
    const kept = await db
      .selectFrom('tenants')
      .select(['displayName', 'defaultDomainName'])
      .orderBy('tenantId')
      .execute();
    expect(kept.map(({ displayName, defaultDomainName }) => [displayName, defaultDomainName])).toEqual([
      [null, null],
      ['Fabrikam', null],
      [null, null],
      [null, 'contoso.com'],
    ]);
    await db.destroy();
  });
});
