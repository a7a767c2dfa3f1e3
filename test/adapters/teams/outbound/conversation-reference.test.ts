import { describe, expect, it } from 'vitest';
import { parseConversationReference } from '../../../../src/adapters/teams/outbound/conversation-reference.ts';
import { TeamsError } from '../../../../src/adapters/teams/outbound/teams-error.ts';
import { toReference } from './connector-fixture.ts';

describe('parseConversationReference', () => {
  const reference = { ...toReference('https://smba.trafficmanager.net/emea/'), teamId: '19:team' };

  it('reads what was stored', () => {
    expect(parseConversationReference(JSON.parse(JSON.stringify(reference)))).toEqual(reference);
  });

  it.each([
    ['nothing', undefined],
    ['another channel', { ...reference, channelId: 'webchat' }],
    ['no conversation', { ...reference, conversationId: '' }],
    ['an address that is none', { ...reference, serviceUrl: 'teams' }],
    ['no tenant', { ...reference, tenantId: undefined }],
  ])('refuses %s', (_name, stored) => {
    expect(() => parseConversationReference(stored)).toThrow(TeamsError);
  });
});
