import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APP_ID, BOT_ID, CHANNEL, TENANT_ID, USER_ID } from '../../../../simulators/teams/activities.ts';
import type { ConnectorRefusalAnswer } from '../../../../simulators/teams/fake-connector.ts';
import { parseConversationReference } from '../../../../src/adapters/teams/outbound/conversation-reference.ts';
import { createTeamsConnector } from '../../../../src/adapters/teams/outbound/create-teams-connector.ts';
import { TeamsError } from '../../../../src/adapters/teams/outbound/teams-error.ts';
import { createRig, type Rig, toReference } from './connector-fixture.ts';

const CARD = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Testing …', wrap: true }] };

async function failureOf(operation: Promise<unknown>): Promise<TeamsError> {
  const error: unknown = await operation.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TeamsError)) throw new Error('it did not fail as Teams does', { cause: error });
  return error;
}

describe('createTeamsConnector', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await createRig();
  });
  afterEach(() => rig.close());

  it('sends a card with its summary, and gives the id of the message', async () => {
    const { connector, reference, teams } = rig;
    const id = await connector.send(reference, { card: CARD, summary: 'Testing 412 tenants' });
    const [sent] = teams.messages(reference.conversationId);
    expect(sent).toMatchObject({
      id,
      type: 'message',
      summary: 'Testing 412 tenants',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: CARD }],
      from: { id: BOT_ID },
      conversation: { id: reference.conversationId, tenantId: TENANT_ID },
    });
  });

  it('answers no message unless told which', async () => {
    const { connector, reference, teams } = rig;
    await connector.send(reference, { text: 'Hello' });
    expect(teams.calls.map(({ operation, activityId }) => [operation, activityId])).toEqual([['send', undefined]]);
    expect(teams.calls[0]?.body).not.toHaveProperty('replyToId');
  });

  it('answers a message', async () => {
    const { connector, reference, teams } = rig;
    await connector.send(reference, { text: 'Hello', replyToId: '1400000000001' });
    expect(teams.calls.map(({ operation, activityId }) => [operation, activityId])).toEqual([
      ['send', '1400000000001'],
    ]);
  });

  it('writes to the thread of a channel', async () => {
    const { connector, teams } = rig;
    const thread = `${CHANNEL};messageid=1500000000001`;
    await connector.send({ ...toReference(teams.serviceUrl, thread), conversationType: 'channel' }, { text: 'x' });
    expect(teams.messages(thread).map(({ text }) => text)).toEqual(['x']);
  });

  it('edits a message in place, after a restart too', async () => {
    const { connector, framework, reference, teams, time } = rig;
    const id = await connector.send(reference, { text: 'Testing' });
    const stored: unknown = JSON.parse(JSON.stringify(reference));
    const { clock, sleep } = time;
    const restarted = createTeamsConnector({
      framework,
      appId: APP_ID,
      sandbox: true,
      clock,
      sleep,
      random: () => 0.5,
    });
    await restarted.update(parseConversationReference(stored), id, { card: CARD });
    const messages = teams.messages(reference.conversationId);
    expect(messages.map((message) => [message.id, message.attachments])).toEqual([
      [id, [{ contentType: 'application/vnd.microsoft.card.adaptive', content: CARD }]],
    ]);
  });

  it('deletes a message, and says whether it is gone', async () => {
    const { connector, reference, teams } = rig;
    const id = await connector.send(reference, { text: 'x' });
    expect(await connector.delete(reference, id)).toBe(true);
    expect(teams.messages(reference.conversationId)).toEqual([]);
    expect(await connector.delete(reference, id)).toBe(true);
    teams.refuseNext({ status: 501 });
    expect(await connector.delete(reference, id)).toBe(false);
  });

  it('opens the chat with a person', async () => {
    const { connector, teams } = rig;
    const request = { aadObjectId: USER_ID, tenantId: TENANT_ID, serviceUrl: teams.serviceUrl, botId: BOT_ID };
    const reference = await connector.createPersonalConversation(request);
    await connector.send(reference, { text: 'Hello' });
    expect(reference).toMatchObject({ conversationType: 'personal', conversationId: `a:chat-with-${USER_ID}` });
    expect(teams.calls[0]?.body).toMatchObject({
      isGroup: false,
      bot: { id: BOT_ID },
      members: [{ id: USER_ID }],
      tenantId: TENANT_ID,
      channelData: { tenant: { id: TENANT_ID } },
    });
    expect(teams.messages(reference.conversationId).length).toBe(1);
  });

  it.each<[string, ConnectorRefusalAnswer, TeamsError['code']]>([
    ['413', { status: 413, code: 'MessageSizeTooBig' }, 'too-large'],
    ['413 as a web page', { status: 413, body: '<html>too large</html>' }, 'too-large'],
    ['403 of a conversation that the bot left', { status: 403, code: 'BotNotInConversationRoster' }, 'gone'],
    ['403 of a person who blocks the bot', { status: 403, subCode: 'MessageWritesBlocked' }, 'blocked'],
    ['403 of an administrator', { status: 403, code: 'BotDisabledByAdmin' }, 'blocked'],
    ['404', { status: 404, code: 'ConversationNotFound' }, 'gone'],
    ['404 without a code', { status: 404, body: '' }, 'gone'],
    ['400', { status: 400, code: 'BadSyntax' }, 'rejected'],
    ['501', { status: 501 }, 'unavailable'],
    ['a redirect', { status: 307, location: 'http://127.0.0.1:1/' }, 'rejected'],
  ])('gives up at once on %s', async (_name, refusal, code) => {
    const { connector, reference, teams, time } = rig;
    teams.refuseNext(refusal);
    const error = await failureOf(connector.send(reference, { card: CARD }));
    expect({ code: error.code, calls: teams.calls.length, slept: time.slept }).toEqual({ code, calls: 1, slept: [] });
  });

  it('tells a lost message from a lost conversation', async () => {
    const { connector, reference, teams } = rig;
    expect((await failureOf(connector.update(reference, 'never-sent', { text: 'x' }))).code).toBe('message-gone');
    teams.refuseNext({ status: 404, body: '' });
    expect((await failureOf(connector.update(reference, 'never-sent', { text: 'x' }))).code).toBe('message-gone');
    teams.refuseNext({ status: 404, code: 'ConversationNotFound' });
    expect((await failureOf(connector.update(reference, 'never-sent', { text: 'x' }))).code).toBe('gone');
  });

  it.each([412, 429, 502, 503, 504])('tries again after %i', async (status) => {
    const { connector, reference, teams, time } = rig;
    teams.refuseNext({ status }, { status });
    await connector.send(reference, { text: 'x' });
    expect({ calls: teams.calls.length, slept: time.slept }).toEqual({ calls: 3, slept: [1000, 2000] });
    expect(teams.messages(reference.conversationId).length).toBe(1);
  });

  it('waits as long as Teams asks, in seconds or until a date, with some jitter on top', async () => {
    const { connector, reference, teams, time } = rig;
    const date = new Date(time.clock.now() + 3500 + 9500).toUTCString();
    teams.refuseNext({ status: 429, retryAfter: '3' }, { status: 429, retryAfter: date });
    await connector.send(reference, { text: 'x' });
    expect(time.slept).toEqual([3500, 10_000]);
  });

  it('gives up where Teams asks for more than a minute, and says for how long', async () => {
    const { connector, reference, teams, time } = rig;
    teams.refuseNext({ status: 429, retryAfter: '600' });
    const error = await failureOf(connector.send(reference, { text: 'x' }));
    expect([error.code, error.retryAfterMs, time.slept]).toEqual(['throttled', 600_000, []]);
  });

  it('gives up after five tries', async () => {
    const { connector, reference, teams, time } = rig;
    teams.refuseNext(...Array.from({ length: 9 }, () => ({ status: 502 })));
    const error = await failureOf(connector.send(reference, { text: 'x' }));
    expect([error.code, error.status, teams.calls.length, time.slept]).toEqual([
      'unavailable',
      502,
      5,
      [1000, 2000, 4000, 8000],
    ]);
  });

  it('does not send twice where the first message may have arrived', async () => {
    const { connector, reference, teams } = rig;
    teams.refuseNext('broken');
    const error = await failureOf(connector.send(reference, { text: 'x' }));
    expect([error.code, teams.calls.length]).toEqual(['uncertain', 1]);
  });

  it('repeats an edit where the first one may have arrived', async () => {
    const { connector, reference, teams } = rig;
    const id = await connector.send(reference, { text: 'x' });
    teams.refuseNext('broken');
    await connector.update(reference, id, { text: 'y' });
    expect(teams.messages(reference.conversationId).map(({ text }) => text)).toEqual(['y']);
  });

  it('tries again where nothing listened', async () => {
    const { connector, teams, reference } = rig;
    await teams.close();
    const error = await failureOf(connector.send(reference, { text: 'x' }));
    expect([error.code, rig.time.slept.length]).toEqual(['unreachable', 4]);
  });

  it('keeps the order of edits, though the first has to be tried again', async () => {
    const { connector, reference, teams } = rig;
    const id = await connector.send(reference, { text: '0' });
    teams.refuseNext({ status: 429, retryAfter: '20' }, { status: 503 });
    await Promise.all(['1', '2', '3'].map((text) => connector.update(reference, id, { text })));
    expect(teams.messages(reference.conversationId).map(({ text }) => text)).toEqual(['3']);
    const updates = teams.calls.filter(({ operation }) => operation === 'update').map(({ body }) => body.text);
    expect(updates).toEqual(['1', '1', '1', '2', '3']);
  });

  it('goes on after a failure', async () => {
    const { connector, reference, teams } = rig;
    teams.refuseNext({ status: 413 });
    const [first, second] = await Promise.allSettled([
      connector.send(reference, { text: '1' }),
      connector.send(reference, { text: '2' }),
    ]);
    expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('sends no faster than Teams allows in one conversation', async () => {
    const { connector, reference, teams, time } = rig;
    const at: number[] = [];
    for (let index = 0; index < 20; index += 1) {
      await connector.send(reference, { text: String(index) });
      at.push(time.clock.monotonicMs());
    }
    const within = (spanMs: number): number =>
      Math.max(...at.map((start) => at.filter((one) => one >= start && one < start + spanMs).length));
    expect({ calls: teams.calls.length, second: within(1000), twoSeconds: within(2000) }).toEqual({
      calls: 20,
      second: 7,
      twoSeconds: 8,
    });
  });
});
