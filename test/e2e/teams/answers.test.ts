import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CHANNEL, installationUpdate, invoke } from '../../../simulators/teams/activities.ts';
import { ask, from, labelsOf, newChat, press, REPORT, readable, shows, underWay } from './drive.ts';
import { guardWorld } from './guard-world.ts';
import { ADMIN, createTeamsWorld, type TeamsWorld } from './teams-setup.ts';

const THREAD = `${CHANNEL};messageid=1500000000001`;

let world: TeamsWorld;

const hang = () => world.sandbox.setTenant(world.sandbox.tenants()[0]?.tenantId ?? '', 'graph-hang');
const mend = () => world.sandbox.setTenant(world.sandbox.tenants()[0]?.tenantId ?? '', 'fine');

beforeAll(async () => {
  world = await createTeamsWorld({ sandbox: { tenants: 12 } });
  world.sandbox.spread(['consent-missing', 'consent-missing', 'ca-block']);
  await world.startHere();
});
afterEach(() => mend());
afterAll(() => world.close());
guardWorld(() => world);

const operations = (conversation: string) =>
  world.connector.calls.filter(({ conversationId }) => conversationId === conversation).map((call) => call.operation);

describe('a sweep', () => {
  it('is one message that is sent once and then updated', async () => {
    const chat = await ask(world, 'testtokens');
    expect(readable(await shows(world, chat, REPORT))).toContain('3 of 12 tenants fail');
    const [first, ...rest] = operations(chat);
    expect([first, new Set(rest)]).toEqual(['send', new Set(['update'])]);
    expect(world.connector.messages(chat)).toHaveLength(1);
  });

  it('is begun by a press that is answered at once, while it still runs', async () => {
    const chat = await ask(world, 'testtokens');
    const report = await shows(world, chat, REPORT);
    hang();
    world.sandbox.resetStats();
    const sent = await press(world, chat, report, 'Test everything again');
    expect(sent.json()).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.activity.message' });
    const running = await underWay(world, chat);
    expect(labelsOf(running)).toEqual(['Cancel']);
    await press(world, chat, running, 'Cancel');
    await shows(world, chat, /interrupted, \d+ not tested/);
    expect(world.connector.messages(chat)).toHaveLength(2);
  });

  it('leads from guidance to what came of mending it, in the same card', async () => {
    const chat = await ask(world, 'testtokens');
    const report = await shows(world, chat, REPORT);
    const guidance = await press(world, chat, report, 'How to fix');
    expect(readable(guidance.json())).toContain('Who acts:');
    const fix = await shows(world, chat, /Who acts:/);
    for (const { displayName, scenario } of world.sandbox.tenants()) {
      if (scenario === 'consent-missing') world.sandbox.setTenant(displayName ?? '', 'fine');
    }
    await press(world, chat, fix, 'Test these again');
    expect(labelsOf(await shows(world, chat, /Mended\. Both tenants work again/))).toContain('Back');
    expect(world.connector.messages(chat)).toHaveLength(1);
    world.sandbox.spread(['consent-missing', 'consent-missing']);
  });

  it('in a bound channel is seen by all, and its guidance only by who pressed', async () => {
    await ask(world, 'testtokens', { kind: 'channel' });
    const report = await shows(world, THREAD, REPORT);
    const before = world.connector.calls.length;
    const { id: _id, ...channel } = from({ kind: 'channel' });
    const sent = await press(world, THREAD, report, 'How to fix', { kind: 'channel' });
    expect(sent.json()).toMatchObject({ type: 'application/vnd.microsoft.card.adaptive' });
    expect(readable(sent.json())).toContain('Who acts:');
    expect(world.connector.calls.length).toBe(before);
    expect(readable(await shows(world, String((channel.conversation as { id: string }).id), REPORT))).toBe(
      readable(report),
    );
  });
});

describe('a private answer in a group chat', () => {
  it('comes in a personal chat that is opened for it, with a line in the group', async () => {
    const group = '19:group@thread.v2';
    await ask(world, 'status', { person: ADMIN, conversation: group, kind: 'groupChat' });
    await shows(world, group, /^I answered you personally\.I answered you personally\.$/);
    await shows(world, `a:chat-with-${ADMIN.aadObjectId}`, /Connection default/);
    const [created] = world.connector.calls.filter(({ operation }) => operation === 'create');
    expect(created?.body).toMatchObject({ isGroup: false, members: [{ id: ADMIN.aadObjectId }] });
    expect(world.connector.messages(group).map(readable).join()).not.toContain('default');
  });
});

describe('“Explain this error” on a message', () => {
  it('is answered in a dialog, and nothing is written anywhere', async () => {
    const before = world.connector.calls.length;
    const value = {
      commandId: 'explain',
      commandContext: 'message',
      messagePayload: { id: '1', body: { contentType: 'html', content: '<p>AADSTS50076: Due to a <b>change</b></p>' } },
    };
    const where = from({ conversation: '19:group@thread.v2', kind: 'groupChat' });
    const sent = await world.post(invoke(world.connector.serviceUrl, 'composeExtension/fetchTask', value, where));
    expect(sent.json()).toMatchObject({ task: { type: 'continue', value: { title: 'Explain this error' } } });
    expect(readable(sent.json())).toMatch(/MFA is demanded.*AADSTS50076/);
    expect(world.connector.calls.length).toBe(before);
  });

  it('is answered 501 for an invoke that the app never announced', async () => {
    const sent = await world.post(invoke(world.connector.serviceUrl, 'tab/fetch', {}, from({})));
    expect({ status: sent.status, text: sent.text }).toEqual({ status: 501, text: '' });
  });
});

describe('where the app is added', () => {
  const added = (chat: string) =>
    world.post(installationUpdate(world.connector.serviceUrl, 'add', from({ conversation: chat })));

  it('welcomes once, however often Teams says so', async () => {
    const chat = newChat();
    await added(chat);
    await shows(world, chat, /Write one of these to me/);
    await added(chat);
    await shows(world, await ask(world, 'help', { conversation: chat }), /may run/);
    expect(world.connector.messages(chat).filter((one) => /Write one of these/.test(readable(one)))).toHaveLength(1);
  });

  it('forgets the conversation where it is removed', async () => {
    const chat = newChat();
    await added(chat);
    await shows(world, chat, /Write one of these to me/);
    const find = () => world.withStorage(({ references }) => references.find(chat));
    expect(await find()).toContain(chat);
    await world.post(installationUpdate(world.connector.serviceUrl, 'remove', from({ conversation: chat })));
    await shows(world, await ask(world, 'help'), /may run/);
    expect(await find()).toBeUndefined();
  });
});
