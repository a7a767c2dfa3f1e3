import { describe, expect, it } from 'vitest';
import {
  BOT_ID,
  CHANNEL,
  cardAction,
  channelActivity,
  type FakeActivity,
  installationUpdate,
  invoke,
  message,
  personalActivity,
  submit,
  TEAM_ID,
  TENANT_ID,
  USER_ID,
} from '../../../../simulators/teams/activities.ts';
import { toConversationReference } from '../../../../src/adapters/teams/inbound/inbound-event.ts';
import { parseActivity, toInboundEvent } from '../../../../src/adapters/teams/inbound/parse-inbound-event.ts';
import { SERVICE_URL } from './messages-fixture.ts';

const parse = (activity: FakeActivity) => {
  const parsed = parseActivity(activity);
  if (!parsed) throw new Error('no activity');
  return toInboundEvent(parsed, TENANT_ID);
};

const mention = (text: string, id: string) => ({ type: 'mention', text, mentioned: { id, name: 'x' } });

describe('toInboundEvent', () => {
  it('reads a message in a personal chat', () => {
    expect(parse({ ...message(SERVICE_URL, ' testtokens contoso '), id: '1', replyToId: '0' })).toEqual({
      kind: 'message',
      activityId: '1',
      channelId: 'msteams',
      conversation: {
        id: 'a:1-personal',
        type: 'personal',
        tenantId: TENANT_ID,
        teamId: undefined,
        baseId: 'a:1-personal',
        rootMessageId: undefined,
      },
      from: { id: '29:user', aadObjectId: USER_ID, name: 'Adele Vance' },
      bot: { id: BOT_ID, name: 'Samaritan' },
      tenantId: TENANT_ID,
      text: 'testtokens contoso',
      serviceUrl: SERVICE_URL,
      replyToId: '0',
      locale: 'en-GB',
    });
  });

  it('names the team, the channel and the thread', () => {
    const event = parse(channelActivity(SERVICE_URL, { type: 'message', text: 'help' }));
    expect(event?.conversation).toEqual({
      id: `${CHANNEL};messageid=1500000000001`,
      type: 'channel',
      tenantId: TENANT_ID,
      teamId: TEAM_ID,
      baseId: CHANNEL,
      rootMessageId: '1500000000001',
    });
  });

  it.each([
    [
      'removes the mention of the bot',
      '<at>Samaritan</at>&nbsp;check Contoso',
      [mention('<at>Samaritan</at>', BOT_ID)],
      'check Contoso',
    ],
    [
      'removes it from the middle',
      'please <at>Samaritan</at> help',
      [mention('<at>Samaritan</at>', BOT_ID)],
      'please help',
    ],
    [
      'keeps the names of others',
      '<at>Samaritan</at> ask <at>Megan</at>',
      [mention('<at>Samaritan</at>', BOT_ID), mention('<at>Megan</at>', '29:m')],
      'ask Megan',
    ],
    [
      'keeps a name that no entity calls the bot',
      '<at>Samaritan</at> help',
      [mention('<at>Samaritan</at>', '28:other')],
      'Samaritan help',
    ],
    [
      'takes a bot name for text, not for a pattern',
      '<at>$& (a+)+</at> help',
      [mention('<at>$& (a+)+</at>', BOT_ID)],
      'help',
    ],
    ['decodes what Teams encodes', 'Smith &amp; Sons &lt;x&gt; &#39;y&#39;', [], "Smith & Sons <x> 'y'"],
    ['keeps line breaks', 'explain\nAADSTS50076\r\ntrace', [], 'explain\nAADSTS50076\r\ntrace'],
    ['lives with entities that it does not know', 'help', [{ type: 'clientInfo', locale: 'en' }, 7], 'help'],
  ])('%s', (_name, text, entities, expected) => {
    expect(parse(message(SERVICE_URL, text, { entities }))).toMatchObject({ kind: 'message', text: expected });
  });

  it('reads Action.Submit', () => {
    const event = parse(submit(SERVICE_URL, { verb: 'retest', run: '01J' }));
    expect(event).toMatchObject({
      kind: 'submit',
      data: { verb: 'retest', run: '01J' },
      text: '',
      replyToId: '1400000000001',
    });
  });

  it('reads Action.Execute', () => {
    const event = parse(cardAction(SERVICE_URL, 'retest', { run: '01J', note: 'x' }));
    expect(event).toMatchObject({ kind: 'cardAction', verb: 'retest', data: { run: '01J', note: 'x' } });
  });

  it('reads a message extension with the message that it was opened on', () => {
    const content = '<div><p>Error &amp; trace:</p><p>AADSTS50076</p><attachment id="1">x</attachment></div>';
    const messagePayload = {
      id: '1300000000001',
      body: { contentType: 'html', content },
      from: { user: { displayName: 'Megan Bowen' } },
    };
    const value = { commandId: 'explain', commandContext: 'message', messagePayload };
    expect(parse(invoke(SERVICE_URL, 'composeExtension/fetchTask', value))).toMatchObject({
      kind: 'messageExtensionFetch',
      commandId: 'explain',
      target: { id: '1300000000001', text: 'Error & trace:\n\nAADSTS50076', authorName: 'Megan Bowen' },
    });
    expect(parse(invoke(SERVICE_URL, 'composeExtension/submitAction', { ...value, data: { a: 1 } }))).toMatchObject({
      kind: 'messageExtensionSubmit',
      commandId: 'explain',
      data: { a: 1 },
      target: { id: '1300000000001' },
    });
  });

  it('reads a target message that is plain text, by an app', () => {
    const messagePayload = {
      body: { contentType: 'text', content: 'a < b' },
      from: { user: null, application: { displayName: 'Monitor' } },
    };
    const value = { commandId: 'explain', messagePayload };
    expect(parse(invoke(SERVICE_URL, 'composeExtension/fetchTask', value))).toMatchObject({
      target: { id: undefined, text: 'a < b', authorName: 'Monitor' },
    });
  });

  const update = (more: FakeActivity): FakeActivity =>
    personalActivity(SERVICE_URL, { type: 'conversationUpdate', ...more });
  const inTeam = (more: FakeActivity): FakeActivity =>
    channelActivity(SERVICE_URL, { type: 'conversationUpdate', ...more });
  const eventType = (name: string) => ({
    channelData: { tenant: { id: TENANT_ID }, team: { id: TEAM_ID }, eventType: name },
  });

  it.each<[string, FakeActivity, Record<string, unknown>]>([
    ['an installation', installationUpdate(SERVICE_URL, 'add'), { kind: 'installed' }],
    ['an upgrade', installationUpdate(SERVICE_URL, 'add-upgrade'), { kind: 'installed' }],
    ['the first half of an upgrade', installationUpdate(SERVICE_URL, 'remove-upgrade'), { kind: 'other' }],
    ['a removal from a chat', installationUpdate(SERVICE_URL, 'remove'), { kind: 'removed', scope: 'conversation' }],
    [
      'a removal from a team',
      { ...inTeam({}), type: 'installationUpdate', action: 'remove' },
      { kind: 'removed', scope: 'team' },
    ],
    ['the bot among new members', update({ membersAdded: [{ id: '29:x' }, { id: BOT_ID }] }), { kind: 'installed' }],
    ['other new members', update({ membersAdded: [{ id: '29:x' }] }), { kind: 'other' }],
    [
      'the bot among lost members',
      update({ membersRemoved: [{ id: BOT_ID }] }),
      { kind: 'removed', scope: 'conversation' },
    ],
    ['the bot removed from a team', inTeam({ membersRemoved: [{ id: BOT_ID }] }), { kind: 'removed', scope: 'team' }],
    ['a person removed from a team', inTeam({ membersRemoved: [{ id: '29:x' }] }), { kind: 'other' }],
    ['a deleted team', inTeam(eventType('teamDeleted')), { kind: 'removed', scope: 'team' }],
    ['a deleted channel', inTeam(eventType('channelDeleted')), { kind: 'removed', scope: 'conversation' }],
    ['a renamed channel', inTeam(eventType('channelRenamed')), { kind: 'other' }],
    [
      'a reaction',
      personalActivity(SERVICE_URL, { type: 'messageReaction' }),
      { kind: 'other', activityType: 'messageReaction' },
    ],
  ])('understands %s', (_name, activity, expected) => {
    expect(parse(activity)).toMatchObject(expected);
  });

  it('never takes a conversation of unknown type for a personal one', () => {
    const conversation = { id: 'a:1', tenantId: TENANT_ID };
    expect(parse(message(SERVICE_URL, 'x', { conversation }))?.conversation.type).toBe('groupChat');
    expect(
      parse(
        message(SERVICE_URL, 'x', { conversation: { ...conversation, conversationType: 'personal', isGroup: true } }),
      )?.conversation.type,
    ).toBe('groupChat');
  });

  it('gives all that is needed to write there later', () => {
    const event = parse(channelActivity(SERVICE_URL, { type: 'message', text: 'help' }));
    expect(event && toConversationReference(event)).toEqual({
      channelId: 'msteams',
      serviceUrl: SERVICE_URL,
      conversationId: `${CHANNEL};messageid=1500000000001`,
      conversationType: 'channel',
      botId: BOT_ID,
      botName: 'Samaritan',
      tenantId: TENANT_ID,
      teamId: TEAM_ID,
    });
  });
});
