import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CHANNEL,
  cardAction,
  channelActivity,
  type FakeActivity,
  invoke,
  message,
  PERSONAL_CONVERSATION,
  USER_ID,
} from '../../../../simulators/teams/activities.ts';
import { createFakeOneDrive, type FakeOneDrive } from '../../../../simulators/teams/fake-one-drive.ts';
import { sendAuthentic } from '../../../../simulators/teams/send-activity.ts';
import { createTeamsChat } from '../../../../src/adapters/teams/chat/create-teams-chat.ts';
import type { AdaptiveCardJson } from '../../../../src/adapters/teams/outbound/outgoing-message.ts';
import { createHarness, type Harness } from '../../../core/chat/harness.ts';
import { elementsOf, shownText, textsOf } from '../cards/card-rules.ts';
import { type Bot, startBot } from '../inbound/messages-fixture.ts';
import { createRig, type Rig } from '../outbound/connector-fixture.ts';
import { MemoryLog, MemoryReferences } from './fake-teams.ts';

const SUBJECT = `teams:user:${USER_ID}`;
const FILE = 'application/vnd.microsoft.teams.card.file';

interface Attachment {
  contentType: string;
  name: string;
  content: AdaptiveCardJson;
}

/** All of Samaritan's chat behind Teams, a fake Bot Connector and a fake OneDrive, over HTTP with real tokens. */
describe('files in Teams', () => {
  let rig: Rig;
  let drive: FakeOneDrive;
  let harness: Harness;
  let bot: Bot;
  let log: MemoryLog;
  let serviceUrl: string;
  beforeEach(async () => {
    rig = await createRig();
    drive = await createFakeOneDrive();
    harness = await createHarness();
    await harness.access.grant({ subject: SUBJECT, role: 'technician', grantedAt: 0, grantedBy: 'test' });
    log = new MemoryLog();
    const chat = createTeamsChat({
      chat: harness.chat,
      connector: rig.connector,
      references: new MemoryReferences(),
      clock: rig.time.clock,
      timers: { after: () => () => {} },
      log,
    });
    bot = await startBot({ authority: rig.authority, handle: chat.handle });
    idle = chat.idle;
    serviceUrl = rig.teams.serviceUrl;
  });
  let idle = async (): Promise<void> => {};
  afterEach(async () => {
    await bot.close();
    await drive.close();
    await rig.close();
  });

  const send = async (activity: FakeActivity) => {
    const sent = await sendAuthentic(bot.origin, activity, rig.authority);
    await bot.idle();
    await idle();
    return sent;
  };
  const attachmentsIn = (conversation: string, type: string): Attachment[] =>
    rig.teams
      .messages(conversation)
      .flatMap(({ attachments }) => (attachments as Attachment[] | undefined) ?? [])
      .filter(({ contentType }) => contentType.endsWith(type));
  const cardsIn = (conversation: string) => attachmentsIn(conversation, 'card.adaptive').map(({ content }) => content);
  const pressDownload = async (conversation: string, more: FakeActivity = {}) => {
    const report = cardsIn(conversation).at(-1) ?? {};
    const button = elementsOf(report).find(
      ({ type, title }) => type === 'Action.Execute' && shownText(title) === 'Download',
    );
    await send(cardAction(serviceUrl, 'samaritan', button?.data as Record<string, unknown>, more));
  };
  const answerQuestion = (question: Attachment | undefined, more: Record<string, unknown> = {}) => {
    const uploadInfo = {
      name: question?.name,
      uploadUrl: `${drive.origin}/up?tempauth=canary`,
      contentUrl: `${drive.origin}/Documents/${question?.name}`,
      uniqueId: '1150D938',
      fileType: 'csv',
    };
    const context = question?.content.acceptContext;
    const id = [...rig.teams.messages(PERSONAL_CONVERSATION)].find(
      ({ attachments }) => (attachments as Attachment[] | undefined)?.[0]?.name === question?.name,
    )?.id;
    const value = { type: 'fileUpload', action: 'accept', context, uploadInfo, ...more };
    return send(invoke(serviceUrl, 'fileConsent/invoke', value, { replyToId: id }));
  };

  it('puts the report into the OneDrive of who agreed, and shows it', async () => {
    await send(message(serviceUrl, 'testtokens'));
    await pressDownload(PERSONAL_CONVERSATION);
    const questions = attachmentsIn(PERSONAL_CONVERSATION, 'file.consent');
    expect(questions.map(({ name }) => name.split('.').at(-1))).toEqual(['csv', 'html']);

    const { status, text } = await answerQuestion(questions[0]);
    expect([status, text]).toEqual([200, '']);
    const [run] = harness.runIds();
    expect(drive.calls.map(({ method, bytes }) => [method, bytes.toString('utf8')])).toEqual([['PUT', `csv ${run}`]]);
    expect(drive.calls[0]?.headers.authorization).toBeUndefined();
    expect(attachmentsIn(PERSONAL_CONVERSATION, 'file.info')).toMatchObject([
      { contentType: `${FILE}.info`, name: questions[0]?.name, content: { uniqueId: '1150D938' } },
    ]);
    // Its question is gone, the other one still asks.
    expect(attachmentsIn(PERSONAL_CONVERSATION, 'file.consent')).toEqual(questions.slice(1));
    expect((await harness.audited()).map(({ action, outcome }) => [action, outcome]).slice(-2)).toEqual([
      ['button download', 'allowed'],
      ['button download', 'allowed'],
    ]);
    expect(log.lines).toEqual([]);
  });

  it('saves nothing for who lost the role since the question', async () => {
    await send(message(serviceUrl, 'testtokens'));
    await pressDownload(PERSONAL_CONVERSATION);
    await harness.access.revoke(SUBJECT);
    await answerQuestion(attachmentsIn(PERSONAL_CONVERSATION, 'file.consent')[0]);
    expect(drive.calls).toEqual([]);
    expect(textsOf(cardsIn(PERSONAL_CONVERSATION).at(-1) ?? {})[0]).toContain('You may not run this');
  });

  it('says so where OneDrive does not take the file, and logs no address', async () => {
    await send(message(serviceUrl, 'testtokens'));
    await pressDownload(PERSONAL_CONVERSATION);
    drive.refuseNext({ status: 403 });
    await answerQuestion(attachmentsIn(PERSONAL_CONVERSATION, 'file.consent')[0]);
    expect(rig.teams.messages(PERSONAL_CONVERSATION).at(-1)?.text).toContain('could not be saved to your OneDrive');
    expect(log.lines.map(({ fields }) => fields)).toEqual([{ code: 'blocked', status: 403 }]);
  });

  it('hands a channel’s download over in the personal chat', async () => {
    await harness.access.bind({ place: `teams:channel:${CHANNEL}`, boundAt: 0, boundBy: 'test' });
    await harness.gate.refresh();
    await send(channelActivity(serviceUrl, { type: 'message', text: 'testtokens' }));
    const thread = `${CHANNEL};messageid=1500000000001`;
    const { conversation, channelData } = channelActivity(serviceUrl);
    await pressDownload(thread, { conversation, channelData });
    expect(attachmentsIn(thread, 'file.consent')).toEqual([]);
    expect(attachmentsIn(`a:chat-with-${USER_ID}`, 'file.consent')).toHaveLength(2);
  });

  it('explains a file that was sent alone', async () => {
    drive.files.set('/error.log?tempauth=canary', Buffer.from('\ufeffAADSTS50076: strong authentication', 'utf16le'));
    const attachment = {
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      name: 'error.log',
      content: { downloadUrl: `${drive.origin}/error.log?tempauth=canary`, fileType: 'log' },
    };
    await send(message(serviceUrl, '', { attachments: [attachment] }));
    expect(drive.calls[0]?.headers.authorization).toBeUndefined();
    expect(textsOf(cardsIn(PERSONAL_CONVERSATION).at(-1) ?? {}).join('\n')).toContain('AADSTS50076');
    await send(
      message(serviceUrl, 'explain', {
        attachments: [
          {
            ...attachment,
            name: 'gone.log',
            content: {
              downloadUrl: `${drive.origin}/gone.log`,
            },
          },
        ],
      }),
    );
    expect(textsOf(cardsIn(PERSONAL_CONVERSATION).at(-1) ?? {})[0]).toContain(
      'The file could not be read: OneDrive didn’t hand over gone.log.',
    );
  });
});
