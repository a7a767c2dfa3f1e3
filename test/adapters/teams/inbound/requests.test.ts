import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  cardAction,
  message,
  OTHER_TENANT_ID,
  personalActivity,
  TENANT_ID,
} from '../../../../simulators/teams/activities.ts';
import { createFakeAuthority, type FakeAuthority } from '../../../../simulators/teams/fake-authority.ts';
import { sendActivity, sendAuthentic, teamsClaims } from '../../../../simulators/teams/send-activity.ts';
import { type Bot, SERVICE_URL, startBot } from './messages-fixture.ts';

const inTenant = (conversation: string | undefined, channelData: string | undefined, from?: string) => ({
  conversation: { id: 'a:1', conversationType: 'personal', ...(conversation ? { tenantId: conversation } : {}) },
  channelData: channelData ? { tenant: { id: channelData } } : {},
  from: { id: '29:user', name: 'Adele Vance', ...(from ? { tenantId: from } : {}) },
});

describe('what POST /api/messages takes', () => {
  let bot: Bot;
  beforeAll(async () => {
    bot = await startBot();
  });
  afterEach(() => {
    bot.events.length = 0;
    bot.refusals.length = 0;
  });
  afterAll(() => bot.close());

  const post = async (rawBody: string, headers: Record<string, string> = {}) => {
    const authorization = `Bearer ${await bot.authority.sign(teamsClaims(SERVICE_URL))}`;
    const { status, text } = await sendActivity(bot.origin, {}, { authorization, rawBody, headers });
    return { status, text, reasons: bot.refusals.map(({ reason }) => reason), events: bot.events.length };
  };

  it('answers a body over 256 KB with a bare 413', async () => {
    const body = JSON.stringify(message(SERVICE_URL, 'x'.repeat(300_000)));
    expect(await post(body)).toEqual({ status: 413, text: '', reasons: ['body-too-large'], events: 0 });
  });

  it('answers broken JSON with a bare 400', async () => {
    expect(await post('{"type":')).toEqual({ status: 400, text: '', reasons: ['body-unreadable'], events: 0 });
  });

  it('answers a compressed body with a bare 400', async () => {
    const sent = await post('{}', { 'content-encoding': 'gzip' });
    expect(sent).toEqual({ status: 400, text: '', reasons: ['body-unreadable'], events: 0 });
  });

  it('answers what is nested beyond all measure with a bare 400, also where it has no id', async () => {
    const { id: _id, ...activity } = message(SERVICE_URL, 'help', { value: 'DEEP' });
    const nest = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const send = (depth: number) => post(JSON.stringify(activity).replace('"DEEP"', nest(depth)));
    expect(await send(20_000)).toEqual({ status: 400, text: '', reasons: ['body-unreadable'], events: 0 });
    expect(await send(90)).toMatchObject({ status: 200 });
    await bot.idle();
    expect(bot.faults).toEqual([]);
  });

  it('counts brackets behind a text that ends with a backslash', async () => {
    const activity = JSON.stringify(message(SERVICE_URL, 'C:\\logs\\', { value: 'DEEP' }));
    expect(await post(activity.replace('"DEEP"', '['.repeat(200) + ']'.repeat(200)))).toMatchObject({ status: 400 });
    await bot.idle();
  });

  it('counts no bracket inside a text', async () => {
    const activity = message(SERVICE_URL, `"${'[{\\'.repeat(500)}`);
    expect(await post(JSON.stringify(activity))).toMatchObject({ status: 200 });
    await bot.idle();
  });

  it('answers JSON that is no activity with a bare 400', async () => {
    expect(await post('["message"]')).toEqual({ status: 400, text: '', reasons: ['activity'], events: 0 });
  });

  it('answers another content type with a bare 400', async () => {
    const sent = await post(JSON.stringify(message(SERVICE_URL, 'help')), { 'content-type': 'text/plain' });
    expect(sent).toEqual({ status: 400, text: '', reasons: ['activity'], events: 0 });
  });

  it('answers an invoke that has not the shape of its name with a bare 400', async () => {
    const activity = personalActivity(SERVICE_URL, { type: 'invoke', name: 'adaptiveCard/action', value: 'x' });
    expect(await post(JSON.stringify(activity))).toEqual({ status: 400, text: '', reasons: ['activity'], events: 0 });
  });

  it.each([
    ['in the conversation', inTenant(OTHER_TENANT_ID, undefined)],
    ['in the channel data', inTenant(undefined, OTHER_TENANT_ID)],
    ['in both places', inTenant(OTHER_TENANT_ID, OTHER_TENANT_ID)],
    ['in the conversation alone, beside an allowed one', inTenant(OTHER_TENANT_ID, TENANT_ID)],
    ['in the channel data alone, beside an allowed one', inTenant(TENANT_ID, OTHER_TENANT_ID)],
    ['of the person who writes in a shared channel', inTenant(TENANT_ID, TENANT_ID, OTHER_TENANT_ID)],
    ['nowhere', inTenant(undefined, undefined)],
  ])('answers a tenant that is not allowed (%s) with a bare 403', async (_name, more) => {
    const { status, text } = await sendAuthentic(bot.origin, message(SERVICE_URL, 'help', more), bot.authority);
    await bot.idle();
    const reasons = bot.refusals.map(({ reason }) => reason);
    expect({ status, text, reasons, events: bot.events.length }).toEqual({
      status: 403,
      text: '',
      reasons: ['tenant'],
      events: 0,
    });
  });

  it('compares tenants without regard to case', async () => {
    const more = inTenant(TENANT_ID.toUpperCase(), TENANT_ID);
    const { status } = await sendAuthentic(bot.origin, message(SERVICE_URL, 'help', more), bot.authority);
    await bot.idle();
    expect({ status, tenants: bot.events.map(({ tenantId }) => tenantId) }).toEqual({
      status: 200,
      tenants: [TENANT_ID],
    });
  });

  it('is told that a message was taken once that is kept, and nothing of what comes of it', async () => {
    let finish = (): void => {};
    let isKept = false;
    const slow = await startBot({
      authority: bot.authority,
      handle: async (_event, taken) => {
        await new Promise(setImmediate);
        isKept = true;
        taken?.();
        return await new Promise((resolve) => (finish = () => resolve(undefined)));
      },
    });
    const { status, text } = await sendAuthentic(slow.origin, message(SERVICE_URL, 'testtokens'), bot.authority);
    expect({ status, text, isKept }).toEqual({ status: 200, text: '', isKept: true });
    finish();
    await slow.idle();
    await slow.close();
  });

  it('keeps a fault of the handler for the log and answers all the same', async () => {
    const failing = await startBot({ authority: bot.authority, handle: () => Promise.reject(new Error('broken')) });
    const { status, text } = await sendAuthentic(failing.origin, message(SERVICE_URL, 'help'), bot.authority);
    await failing.idle();
    await failing.close();
    expect({ status, text, faults: failing.faults.map(String) }).toEqual({
      status: 200,
      text: '',
      faults: ['Error: broken'],
    });
  });
});

describe('replays', () => {
  let authority: FakeAuthority;
  beforeAll(async () => {
    authority = await createFakeAuthority();
  });
  afterAll(() => authority.close());

  it('handles a message once, also across a restart', async () => {
    const store = new Map<string, number>();
    const activity = message(SERVICE_URL, 'testtokens');
    const authorization = `Bearer ${await authority.sign(teamsClaims(SERVICE_URL))}`;
    const first = await startBot({ authority, store });
    const statuses = [];
    statuses.push((await sendActivity(first.origin, activity, { authorization })).status);
    statuses.push((await sendActivity(first.origin, activity, { authorization })).status);
    await first.idle();
    await first.close();
    const second = await startBot({ authority, store });
    statuses.push((await sendActivity(second.origin, activity, { authorization })).status);
    await second.idle();
    await second.close();
    expect(statuses).toEqual([200, 200, 200]);
    expect([first.events.length, second.events.length]).toEqual([1, 0]);
  });

  it('remembers an activity until its token can no longer be taken', async () => {
    const store = new Map<string, number>();
    const bot = await startBot({ authority, store });
    const exp = Math.floor(Date.now() / 1000) + 900;
    const authorization = `Bearer ${await authority.sign(teamsClaims(SERVICE_URL, { exp }))}`;
    await sendActivity(bot.origin, message(SERVICE_URL, 'help'), { authorization });
    await bot.close();
    expect([...store.values()]).toEqual([(exp + 300) * 1000]);
  });

  it('tells the same activity id in two conversations apart', async () => {
    const bot = await startBot({ authority });
    const activity = message(SERVICE_URL, 'help');
    const other = { ...activity, conversation: { ...(activity.conversation as object), id: 'a:2' } };
    await sendAuthentic(bot.origin, activity, authority);
    await sendAuthentic(bot.origin, other, authority);
    await bot.idle();
    await bot.close();
    expect(bot.events.map(({ conversation }) => conversation.id)).toEqual(['a:1-personal', 'a:2']);
  });

  it('guards an activity without an id by what is in it', async () => {
    const bot = await startBot({ authority });
    const { id: _id, ...activity } = message(SERVICE_URL, 'help');
    await sendAuthentic(bot.origin, activity, authority);
    await sendAuthentic(bot.origin, activity, authority);
    await sendAuthentic(bot.origin, { ...activity, text: 'status' }, authority);
    await bot.idle();
    await bot.close();
    expect(bot.events.map((event) => (event.kind === 'message' ? event.text : event.kind))).toEqual(['help', 'status']);
  });

  it('answers a repeated click without an error and without doing it again', async () => {
    const bot = await startBot({ authority, handle: async () => ({ kind: 'message', text: 'Testing' }) });
    const activity = cardAction(SERVICE_URL, 'retest');
    const first = await sendAuthentic(bot.origin, activity, authority);
    const second = await sendAuthentic(bot.origin, activity, authority);
    await bot.close();
    expect(bot.events.length).toBe(1);
    expect([first.status, first.json()]).toEqual([
      200,
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Testing' },
    ]);
    expect([second.status, second.json()]).toEqual([
      200,
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Already received.' },
    ]);
  });

  it('handles nothing while the ledger fails', async () => {
    const ledger = { firstSeen: () => Promise.reject(new Error('database is locked')) };
    const bot = await startBot({ authority, options: { ledger } });
    const { status, text } = await sendAuthentic(bot.origin, message(SERVICE_URL, 'help'), authority);
    await bot.close();
    expect({ status, text, events: bot.events.length, faults: bot.faults.map(String) }).toEqual({
      status: 503,
      text: '',
      events: 0,
      faults: ['Error: database is locked'],
    });
  });
});
