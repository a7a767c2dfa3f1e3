import { describe, expect, it } from 'vitest';
import { useDatabase } from '../fixtures.ts';

const ANNA = 'discord:user:111111111111111111';
const TECHNICIANS = 'discord:role:222222222222222222';
const BY = { grantedAt: 1000, grantedBy: 'terminal:user:root' };

describe('the access store', () => {
  const database = useDatabase();

  it('is empty at first: nobody may do anything', async () => {
    const { access } = await database.open();
    expect(await access.read()).toEqual({ grants: [], channels: [], tagRevisions: new Map() });
  });

  it('keeps one role for each subject, the last one granted', async () => {
    const { access } = await database.open();
    await access.grant({ subject: ANNA, role: 'viewer', ...BY });
    await access.grant({ subject: TECHNICIANS, role: 'technician', ...BY });
    await access.grant({ subject: ANNA, role: 'admin', grantedAt: 2000, grantedBy: 'discord:user:3' });
    expect((await access.read()).grants).toEqual([
      { subject: TECHNICIANS, role: 'technician', ...BY },
      { subject: ANNA, role: 'admin', grantedAt: 2000, grantedBy: 'discord:user:3' },
    ]);
  });

  it('revokes a role, and says when there was none', async () => {
    const { access } = await database.open();
    await access.grant({ subject: ANNA, role: 'admin', ...BY });
    expect(await access.revoke(TECHNICIANS)).toBe(false);
    expect(await access.revoke(ANNA)).toBe(true);
    expect(await access.revoke(ANNA)).toBe(false);
    expect((await access.read()).grants).toEqual([]);
  });

  it('keeps a role for each tag beside the one for every tenant, and takes one or all away', async () => {
    const { access } = await database.open();
    await access.grant({ subject: ANNA, role: 'viewer', ...BY });
    for (const [tag, role] of [
      ['emea', 'viewer'],
      ['apac', 'admin'],
      ['emea', 'technician'],
    ] as const)
      await access.grant({ subject: ANNA, role, tag, ...BY });
    const kept = async () => (await access.read()).grants.map(({ role, tag }) => [role, tag]);
    expect(await kept()).toEqual([
      ['viewer', undefined],
      ['admin', 'apac'],
      ['technician', 'emea'],
    ]);
    expect(await access.revoke(ANNA, 'apac')).toBe(true);
    expect(await access.revoke(ANNA, 'apac')).toBe(false);
    expect(await access.revoke(ANNA)).toBe(true);
    expect(await kept()).toEqual([]);
  });

  it('says with them, as of the same moment, what may have changed who has a tag', async () => {
    const { access, tags } = await database.open();
    await tags.change('default', { add: [{ tenantId: 'a', tag: 'emea' }], remove: [] });
    await tags.change('other', { add: [{ tenantId: 'a', tag: 'emea' }], remove: [] });
    const { tagRevisions } = await access.read();
    expect([...tagRevisions.keys()]).toEqual(['default', 'other']);
    for (const [connection, revision] of tagRevisions) expect(revision).toEqual(await tags.revision(connection));
    await tags.change('other', { add: [], remove: [{ tenantId: 'a', tag: 'emea' }] });
    const after = (await access.read()).tagRevisions;
    expect(after.get('default')).toEqual(tagRevisions.get('default'));
    expect(after.get('other')).not.toEqual(tagRevisions.get('other'));
  });

  it('binds a channel until it is unbound', async () => {
    const { access } = await database.open();
    const channel = { place: 'discord:channel:1', boundAt: 1000, boundBy: ANNA };
    await access.bind(channel);
    await access.bind({ ...channel, boundAt: 2000 });
    expect((await access.read()).channels).toEqual([{ ...channel, boundAt: 2000 }]);
    expect(await access.unbind('discord:channel:2')).toBe(false);
    expect(await access.unbind(channel.place)).toBe(true);
    expect((await access.read()).channels).toEqual([]);
  });

  it('refuses a role that nobody can be granted', async () => {
    const { access } = await database.open();
    const forged = { subject: ANNA, role: 'anyone' as 'viewer', ...BY };
    await expect(access.grant(forged)).rejects.toMatchObject({ name: 'StorageError' });
    expect((await access.read()).grants).toEqual([]);
  });

  it('knows at once what another process granted', async () => {
    const { access } = await database.open();
    await access.read();
    const other = await database.open();
    await other.access.grant({ subject: ANNA, role: 'viewer', ...BY });
    expect((await access.read()).grants).toHaveLength(1);
    await other.access.revoke(ANNA);
    expect((await access.read()).grants).toHaveLength(0);
  });

  it('takes names as they are, whatever they try', async () => {
    const { access } = await database.open();
    const grantedBy = `x'); drop table grants; -- \u202e\u0000`;
    await access.grant({ subject: ANNA, role: 'viewer', grantedAt: 1, grantedBy });
    expect((await access.read()).grants).toEqual([{ subject: ANNA, role: 'viewer', grantedAt: 1, grantedBy }]);
  });
});
