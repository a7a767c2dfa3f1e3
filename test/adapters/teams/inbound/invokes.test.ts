import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardAction, invoke } from '../../../../simulators/teams/activities.ts';
import { createFakeAuthority, type FakeAuthority } from '../../../../simulators/teams/fake-authority.ts';
import { sendAuthentic } from '../../../../simulators/teams/send-activity.ts';
import type { InvokeReply } from '../../../../src/adapters/teams/inbound/invoke-reply.ts';
import { SERVICE_URL, startBot } from './messages-fixture.ts';

const CARD = { type: 'AdaptiveCard', version: '1.5', body: [] };
const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

describe('answers to invokes', () => {
  let authority: FakeAuthority;
  beforeAll(async () => {
    authority = await createFakeAuthority();
  });
  afterAll(() => authority.close());

  const ask = async (activity: Record<string, unknown>, reply: InvokeReply | undefined) => {
    const bot = await startBot({ authority, handle: async () => reply });
    const sent = await sendAuthentic(bot.origin, activity, authority);
    await bot.close();
    return { status: sent.status, body: sent.text === '' ? '' : sent.json() };
  };

  it.each<[string, InvokeReply | undefined, unknown]>([
    ['a card', { kind: 'card', card: CARD }, { statusCode: 200, type: CARD_TYPE, value: CARD }],
    [
      'a text',
      { kind: 'message', text: 'Cancelled.' },
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Cancelled.' },
    ],
    [
      'an error',
      { kind: 'error', status: 403, code: 'Forbidden', message: 'Only technicians may test.' },
      {
        statusCode: 403,
        type: 'application/vnd.microsoft.error',
        value: { code: 'Forbidden', message: 'Only technicians may test.' },
      },
    ],
    ['nothing', undefined, { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Received.' }],
  ])('gives a click %s', async (_name, reply, body) => {
    expect(await ask(cardAction(SERVICE_URL, 'x'), reply)).toEqual({ status: 200, body });
  });

  it('gives a message extension a dialog with a card', async () => {
    const activity = invoke(SERVICE_URL, 'composeExtension/fetchTask', { commandId: 'explain' });
    const card = { contentType: CARD_TYPE, content: CARD };
    expect(await ask(activity, { kind: 'card', card: CARD, title: 'Explain this error' })).toEqual({
      status: 200,
      body: {
        task: { type: 'continue', value: { title: 'Explain this error', height: 'medium', width: 'medium', card } },
      },
    });
  });

  it('gives a message extension the text of an error', async () => {
    const activity = invoke(SERVICE_URL, 'composeExtension/submitAction', { commandId: 'explain', data: {} });
    const reply = { kind: 'error', status: 403, code: 'Forbidden', message: 'Only viewers may ask.' } as const;
    expect(await ask(activity, reply)).toEqual({
      status: 200,
      body: { task: { type: 'message', value: 'Only viewers may ask.' } },
    });
  });

  it('answers a word on a file with a bare 200, whatever becomes of it', async () => {
    const activity = () => invoke(SERVICE_URL, 'fileConsent/invoke', { type: 'fileUpload', action: 'decline' });
    expect(await ask(activity(), undefined)).toEqual({ status: 200, body: '' });
    const error = { kind: 'error', status: 500, code: 'Internal', message: 'x' } as const;
    expect(await ask(activity(), error)).toEqual({ status: 200, body: '' });
  });

  it('answers an invoke that it does not know with a bare 501', async () => {
    expect(await ask(invoke(SERVICE_URL, 'task/fetch', {}), undefined)).toEqual({ status: 501, body: '' });
  });

  it('shows who clicked the reference of a fault, and nothing of the fault', async () => {
    const bot = await startBot({ authority, handle: () => Promise.reject(new Error('secret detail')) });
    const { status, text, json } = await sendAuthentic(bot.origin, cardAction(SERVICE_URL, 'x'), authority);
    await bot.close();
    expect(status).toBe(200);
    expect(json()).toEqual({
      statusCode: 500,
      type: 'application/vnd.microsoft.error',
      value: { code: 'Internal', message: "That didn't work on our side. Reference 7Q2M-4KX9." },
    });
    expect(text).not.toContain('secret detail');
    expect(bot.faults.map(String)).toEqual(['Error: secret detail']);
  });

  it('answers in time, and delivers what took longer', async () => {
    let finish = (_reply: InvokeReply): void => {};
    let started = (): void => {};
    const starting = new Promise<void>((resolve) => (started = resolve));
    const bot = await startBot({
      authority,
      handle: () => {
        started();
        return new Promise<InvokeReply>((resolve) => (finish = resolve));
      },
    });
    const sending = sendAuthentic(bot.origin, cardAction(SERVICE_URL, 'x'), authority);
    await starting;
    // The timer is set in the same turn that calls the handler.
    bot.expire();
    const sent = await sending;
    expect([sent.status, sent.json(), bot.late]).toEqual([
      200,
      {
        statusCode: 200,
        type: 'application/vnd.microsoft.activity.message',
        value: 'Still working. The result follows in this conversation.',
      },
      [],
    ]);
    finish({ kind: 'card', card: CARD });
    await bot.idle();
    await bot.close();
    expect(bot.late).toEqual([{ kind: 'card', card: CARD }]);
  });

  it('delivers nothing late that was in time', async () => {
    const bot = await startBot({ authority, handle: async () => ({ kind: 'card', card: CARD }) });
    await sendAuthentic(bot.origin, cardAction(SERVICE_URL, 'x'), authority);
    bot.expire();
    await bot.idle();
    await bot.close();
    expect(bot.late).toEqual([]);
  });
});
