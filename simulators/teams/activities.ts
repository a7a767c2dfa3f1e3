/** Ids of an example installation. */
export const APP_ID = '11111111-2222-4333-8444-555555555555';
export const BOT_ID = `28:${APP_ID}`;
export const TENANT_ID = 'aaaaaaaa-0000-4000-8000-00000000c0de';
export const OTHER_TENANT_ID = 'bbbbbbbb-0000-4000-8000-00000000f00d';
export const USER_ID = 'cccccccc-0000-4000-8000-0000000000a1';
export const PERSONAL_CONVERSATION = 'a:1-personal';
export const CHANNEL = '19:channel@thread.tacv2';
export const TEAM_ID = '19:team@thread.tacv2';

export type FakeActivity = Record<string, unknown>;

let counter = 0;

/** What all activities of a personal chat have; every one gets an id of its own. */
export function personalActivity(serviceUrl: string, more: FakeActivity = {}): FakeActivity {
  counter += 1;
  return {
    id: `1600000000${counter}`,
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:user', aadObjectId: USER_ID, name: 'Adele Vance' },
    recipient: { id: BOT_ID, name: 'Samaritan' },
    conversation: { id: PERSONAL_CONVERSATION, conversationType: 'personal', tenantId: TENANT_ID },
    channelData: { tenant: { id: TENANT_ID } },
    locale: 'en-GB',
    ...more,
  };
}

/** The same in a thread of a team's channel. */
export function channelActivity(serviceUrl: string, more: FakeActivity = {}): FakeActivity {
  return personalActivity(serviceUrl, {
    conversation: {
      id: `${CHANNEL};messageid=1500000000001`,
      conversationType: 'channel',
      isGroup: true,
      tenantId: TENANT_ID,
    },
    channelData: { tenant: { id: TENANT_ID }, team: { id: TEAM_ID }, channel: { id: CHANNEL } },
    ...more,
  });
}

export function message(serviceUrl: string, text: string, more: FakeActivity = {}): FakeActivity {
  return personalActivity(serviceUrl, { type: 'message', text, textFormat: 'plain', ...more });
}

/** `Action.Submit`. */
export function submit(serviceUrl: string, value: Record<string, unknown>, more: FakeActivity = {}): FakeActivity {
  return personalActivity(serviceUrl, { type: 'message', value, replyToId: '1400000000001', ...more });
}

/** `Action.Execute`. */
export function cardAction(
  serviceUrl: string,
  verb: string,
  data: Record<string, unknown> = {},
  more: FakeActivity = {},
): FakeActivity {
  const action = { type: 'Action.Execute', verb, data };
  return invoke(serviceUrl, 'adaptiveCard/action', { action, trigger: 'manual', authentication: {} }, more);
}

export function invoke(serviceUrl: string, name: string, value: unknown, more: FakeActivity = {}): FakeActivity {
  return personalActivity(serviceUrl, { type: 'invoke', name, value, replyToId: '1400000000001', ...more });
}

export function installationUpdate(serviceUrl: string, action: string, more: FakeActivity = {}): FakeActivity {
  return personalActivity(serviceUrl, { type: 'installationUpdate', action, ...more });
}
