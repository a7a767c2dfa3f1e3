import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { APP_ID, cardAction, channelActivity, message, TENANT_ID } from '../../../../simulators/teams/activities.ts';
import { listen } from '../../../../simulators/teams/listen.ts';
import { sendAuthentic } from '../../../../simulators/teams/send-activity.ts';
import { HttpClient } from '../../../../src/adapters/http/http-client.ts';
import { createMessagesRouter } from '../../../../src/adapters/teams/inbound/create-messages-router.ts';
import { type InboundEvent, toConversationReference } from '../../../../src/adapters/teams/inbound/inbound-event.ts';
import { createRig } from './connector-fixture.ts';

const CARD = { type: 'AdaptiveCard', version: '1.5', body: [] };

describe('a conversation over HTTP, with signed tokens both ways', () => {
  it('takes a message, answers, edits on a click, and writes unasked', async () => {
    const rig = await createRig();
    const { authority, connector, teams } = rig;
    const http = new HttpClient({ timeoutMs: 60_000, useProxy: false });
    const { openIdMetadataUrl } = authority;
    const events: InboundEvent[] = [];
    const answered: string[] = [];
    const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
    const { mount, idle } = createMessagesRouter({
      appId: APP_ID,
      allowedTenants: [TENANT_ID],
      openIdMetadataUrl,
      sandbox: true,
      host: '127.0.0.1',
      handler: {
        handle: async (event) => {
          events.push(event);
          const reference = toConversationReference(event);
          if (event.kind === 'message')
            answered.push(await connector.send(reference, { summary: 'Testing', card: CARD }));
          if (event.kind === 'cardAction')
            await connector.update(reference, answered[0] ?? '', { text: 'Tested again' });
          return event.kind === 'cardAction' ? { kind: 'message', text: 'Done' } : undefined;
        },
        deliverLate: async () => {},
      },
      ledger: { firstSeen: async () => true },
      http,
      clock,
      timers: { after: () => () => {} },
      confirm: rig.framework.confirms,
      onRefused: () => {},
      onFault: (error) => String(error),
    });
    const app = fastify();
    mount(app);
    await app.ready();
    const server = await listen(app.routing);
    const said = message(teams.serviceUrl, '<at>Samaritan</at> testtokens');
    const inThread = { conversation: channelActivity(teams.serviceUrl).conversation };
    const first = await sendAuthentic(server.origin, { ...said, ...inThread }, authority);
    await idle();
    const clicked = await sendAuthentic(server.origin, cardAction(teams.serviceUrl, 'retest', {}, inThread), authority);
    await idle();
    const [event] = events;
    if (!event) throw new Error('no event');
    const stored = toConversationReference(event);
    await connector.send(stored, { text: 'A customer fails' });
    const texts = teams.messages(stored.conversationId).map(({ text }) => text);
    await server.close();
    await http.close();
    await rig.close();
    expect([first.status, clicked.status, events.map(({ kind }) => kind)]).toEqual([
      200,
      200,
      ['message', 'cardAction'],
    ]);
    expect(texts).toEqual(['Tested again', 'A customer fails']);
  });
});
