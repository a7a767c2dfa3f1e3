import { describe, expect, it } from 'vitest';
import { AccessGate } from '../../../../src/core/chat/access/access-gate.ts';
import type { Person, Place } from '../../../../src/core/model/people/person.ts';
import { openStores } from '../../open-stores.ts';
import { VirtualTime } from '../../virtual-time.ts';

const ID = '80000000000000001';
const ROLE = '60000000000000001';
const OBJECT_ID = '0a0a0a0a-0000-4000-8000-0000000000ab';
const discord: Person = { platform: 'discord', id: ID, roles: [], name: 'Ada' };
const teams: Person = { platform: 'teams', id: OBJECT_ID.toUpperCase(), roles: [], name: 'Ada' };
const channel: Place = { platform: 'discord', kind: 'channel', workspaceId: 'guild', channelId: '70000000000000001' };

async function gateWith(grants: [string, 'viewer' | 'technician' | 'admin'][], admins: string[] = []) {
  const { access: store } = await openStores(new VirtualTime());
  for (const [subject, role] of grants) await store.grant({ subject, role, grantedAt: 0, grantedBy: 'test' });
  const gate = new AccessGate(store, admins);
  await gate.refresh();
  return { gate, store };
}

describe('AccessGate.knownRole', () => {
  it('gives nobody a role of their own accord', async () => {
    const { gate } = await gateWith([]);
    expect(gate.knownRole(discord)).toBe('anyone');
    expect(gate.knownRole(teams)).toBe('anyone');
  });

  it('knows what was read last, and nothing before that', async () => {
    const { access: store } = await openStores(new VirtualTime());
    await store.grant({ subject: `discord:user:${ID}`, role: 'admin', grantedAt: 0, grantedBy: 'test' });
    const gate = new AccessGate(store, []);
    expect(gate.knownRole(discord)).toBe('anyone');
    await gate.refresh();
    expect(gate.knownRole(discord)).toBe('admin');
    await store.revoke(`discord:user:${ID}`);
    expect(gate.knownRole(discord)).toBe('admin');
    await gate.refresh();
    expect(gate.knownRole(discord)).toBe('anyone');
  });

  it('is not put back by a reading that began earlier and ends later', async () => {
    const { gate, store } = await gateWith([[`discord:user:${ID}`, 'admin']]);
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = await store.read();
    const { read } = store;
    store.read = async () => {
      store.read = read;
      await promise;
      return before;
    };
    const slow = gate.refresh();
    await store.revoke(`discord:user:${ID}`);
    await gate.refresh();
    resolve();
    await slow;
    expect(gate.knownRole(discord)).toBe('anyone');
  });

  it('takes the highest of a person’s own role and those of their Discord roles', async () => {
    const { gate } = await gateWith([
      [`discord:user:${ID}`, 'viewer'],
      [`discord:role:${ROLE}`, 'technician'],
      ['discord:role:60000000000000002', 'admin'],
    ]);
    expect(gate.knownRole(discord)).toBe('viewer');
    expect(gate.knownRole({ ...discord, roles: [ROLE] })).toBe('technician');
    expect(gate.knownRole({ ...discord, roles: ['60000000000000003'] })).toBe('viewer');
  });

  it('keeps administrators of the configuration that no grant names, by person and by Discord role', async () => {
    const { gate } = await gateWith([], [`discord:user:${ID}`, `discord:role:${ROLE}`, `teams:user:${OBJECT_ID}`]);
    expect(gate.knownRole(discord)).toBe('admin');
    expect(gate.knownRole({ ...discord, id: '80000000000000009', roles: [ROLE] })).toBe('admin');
    expect(gate.knownRole(teams)).toBe('admin');
    expect(gate.knownRole({ ...discord, id: '80000000000000009' })).toBe('anyone');
  });

  it('keeps platforms apart: the same id elsewhere is somebody else', async () => {
    const { gate } = await gateWith([[`discord:user:${ID}`, 'admin']]);
    expect(gate.knownRole({ ...discord, platform: 'teams' })).toBe('anyone');
  });

  it('does not let a Discord user pass for a Discord role of the same number', async () => {
    const { gate } = await gateWith([[`discord:role:${ID}`, 'admin']]);
    expect(gate.knownRole(discord)).toBe('anyone');
  });

  it('takes the terminal’s user for an administrator', async () => {
    const { gate } = await gateWith([]);
    expect(gate.knownRole({ platform: 'terminal', id: 'root', roles: [], name: 'root' })).toBe('admin');
  });

  it('passes on that the store cannot be read, so that nothing is decided', async () => {
    const { gate, store } = await gateWith([]);
    store.broken = new Error('the database is gone');
    await expect(gate.refresh()).rejects.toThrow('the database is gone');
  });
});

describe('AccessGate.knownPublic', () => {
  it('is public only in a channel that was bound', async () => {
    const { gate, store } = await gateWith([]);
    expect(gate.knownPublic(channel)).toBe(false);
    await store.bind({ place: 'discord:channel:70000000000000001', boundAt: 0, boundBy: 'test' });
    await gate.refresh();
    expect(gate.knownPublic(channel)).toBe(true);
    expect(gate.knownPublic({ ...channel, channelId: '70000000000000002' })).toBe(false);
    expect(gate.knownPublic({ ...channel, platform: 'teams' })).toBe(false);
  });

  it('is never public in a direct message, even if somebody bound it', async () => {
    const { gate, store } = await gateWith([]);
    await store.bind({ place: 'discord:channel:70000000000000001', boundAt: 0, boundBy: 'test' });
    await gate.refresh();
    expect(gate.knownPublic({ ...channel, kind: 'direct' })).toBe(false);
  });
});

describe('AccessGate.knownReach', () => {
  const SUBJECT = `discord:user:${ID}`;
  const withTags = async (...grants: [role: 'viewer' | 'technician' | 'admin', tag?: string][]) => {
    const { gate, store } = await gateWith([]);
    for (const [role, tag] of grants)
      await store.grant({
        subject: SUBJECT,
        role,
        grantedAt: 0,
        grantedBy: 'test',
        ...(tag === undefined ? {} : { tag }),
      });
    await gate.refresh();
    return { gate, store };
  };

  it('reaches nobody without a role', async () => {
    const { gate } = await gateWith([]);
    expect(gate.knownReach(discord, 'viewer')).toEqual([]);
  });

  it('is of the tags that a role was given for, added up', async () => {
    const { gate } = await withTags(['technician', 'emea'], ['viewer', 'apac']);
    expect(gate.knownRole(discord)).toBe('technician');
    expect(gate.knownReach(discord, 'viewer')).toEqual(['apac', 'emea']);
    expect(gate.knownReach(discord, 'technician')).toEqual(['emea']);
    expect(gate.knownReach(discord, 'admin')).toEqual([]);
  });

  it('is of every tenant for a role that was given without a tag, and for no higher one', async () => {
    const { gate } = await withTags(['viewer'], ['technician', 'emea']);
    expect(gate.knownReach(discord, 'viewer')).toBe('all');
    expect(gate.knownReach(discord, 'technician')).toEqual(['emea']);
  });

  it('is of every tenant for whom the settings name', async () => {
    const { gate } = await gateWith([], [SUBJECT]);
    expect(gate.knownReach(discord, 'admin')).toBe('all');
  });
});
