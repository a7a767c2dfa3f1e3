import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardAction } from '../../../simulators/teams/activities.ts';
import { ask, from, newChat, press, REPORT, readable, shows } from './drive.ts';
import { guardWorld } from './guard-world.ts';
import { ADMIN, createTeamsWorld, STRANGER, type TeamsWorld } from './teams-setup.ts';

let world: TeamsWorld;

beforeAll(async () => {
  world = await createTeamsWorld({ sandbox: { tenants: 6 } });
  world.sandbox.spread(['consent-missing']);
  await world.startHere();
});
afterAll(() => world.close());
guardWorld(() => world);

const requests = () => world.sandbox.stats().requests.graph;

describe('a stranger of an allowed tenant', () => {
  it('is refused what wants a role, and nothing is tested', async () => {
    const before = requests();
    for (const text of ['testtokens', 'status', 'check contoso', 'access list', 'schedule list']) {
      await shows(world, await ask(world, text, { person: STRANGER }), /You may not run this.*you have none/);
    }
    expect(requests()).toBe(before);
  });

  it('is refused at every button of a card that somebody else may press', async () => {
    const chat = await ask(world, 'testtokens');
    const report = await shows(world, chat, REPORT);
    const before = requests();
    for (const label of ['How to fix', 'Test everything again', 'Download', 'History', 'Details']) {
      const sent = await press(world, chat, report, label, { person: STRANGER });
      expect(readable(sent.json())).toMatch(/You may not run this/);
    }
    expect(requests()).toBe(before);
    expect(readable(await shows(world, chat, REPORT))).toBe(readable(report));
  });

  it('has the role that the terminal grants while the bot runs, until it is revoked', async () => {
    const subject = `teams:user:${STRANGER.aadObjectId}`;
    expect((await world.run(['access', 'grant', subject, 'technician'])).exitCode).toBe(0);
    await shows(world, await ask(world, 'testtokens', { person: STRANGER }), REPORT);
    expect((await world.run(['access', 'revoke', subject])).exitCode).toBe(0);
    await shows(world, await ask(world, 'testtokens', { person: STRANGER }), /You may not run this/);
  });

  it('gains nothing by a name, and none without an id of Entra', async () => {
    for (const person of [
      { ...STRANGER, name: ADMIN.name },
      { id: ADMIN.id, name: ADMIN.name, aadObjectId: undefined as unknown as string },
    ]) {
      await shows(world, await ask(world, 'status', { person }), /You may not run this/);
    }
  });
});

describe('an administrator', () => {
  it('grants a role in the chat, which is written down', async () => {
    const subject = `teams:user:${STRANGER.aadObjectId}`;
    const chat = await ask(world, `access grant ${subject} viewer`, { person: ADMIN });
    await shows(world, chat, /now has the role viewer/);
    await shows(world, await ask(world, 'status', { person: STRANGER }), /Connection default/);
    const entries = await world.withStorage(({ audit }) => audit.latest(20));
    const grant = entries.find(({ action }) => action === 'command access grant');
    expect(grant).toMatchObject({ personId: ADMIN.aadObjectId, outcome: 'allowed' });
    expect(entries.some(({ outcome, reason }) => outcome === 'refused' && /wants technician/.test(reason ?? ''))).toBe(
      true,
    );
  });
});

describe('data of a button that was forged', () => {
  const forged: readonly [name: string, data: Record<string, unknown>][] = [
    ['no data', {}],
    ['no text', { id: 7 }],
    ['another version', { id: 's9~sweep~default~both' }],
    ['an unknown verb', { id: 's1~exec~rm' }],
    ['a report that never was', { id: 's1~fix~7ZZZZZZZZZZZZZZZZZZZZZZZZZ~0' }],
    ['a place that is no number', { id: 's1~fix~7ZZZZZZZZZZZZZZZZZZZZZZZZZ~__proto__' }],
    ['a connection that is not configured', { id: 's1~sweep~../../etc~both' }],
    ['far too much', { id: `s1~fix~${'x'.repeat(5000)}` }],
    ['a prototype', JSON.parse('{"__proto__":{"id":"s1~sweep"},"constructor":{"id":"x"}}')],
  ];

  it.each(forged)('is answered in words, and nothing runs (%s)', async (_name, data) => {
    const before = requests();
    const sent = await world.post(
      cardAction(world.connector.serviceUrl, 'samaritan', data, from({ person: ADMIN, conversation: newChat() })),
    );
    expect(sent.status).toBe(200);
    expect(readable(sent.json()).length).toBeGreaterThan(10);
    expect(readable(sent.json())).not.toMatch(/That didn’t work on our side|undefined|\[object/);
    expect(requests()).toBe(before);
  });

  it('works no tenant of another cause into a retest', async () => {
    const chat = await ask(world, 'testtokens');
    const report = await shows(world, chat, REPORT);
    const run = /s1~fix~(\w{26})/.exec(JSON.stringify(report))?.[1];
    const before = requests();
    const data = { id: `s1~retest~${run}~0~4` };
    const sent = await world.post(
      cardAction(world.connector.serviceUrl, 'samaritan', data, from({ conversation: chat })),
    );
    expect(sent.status).toBe(200);
    expect(requests()).toBe(before);
  });
});
