import { describe, expect, it } from 'vitest';
import { executeData } from '../../../../src/adapters/teams/cards/press.ts';
import type { InboundEvent } from '../../../../src/adapters/teams/inbound/inbound-event.ts';
import { TeamsError } from '../../../../src/adapters/teams/outbound/teams-error.ts';
import { encodeAction } from '../../../../src/core/cards/action-id.ts';
import { toNoticeCard } from '../../../../src/core/cards/plain-cards.ts';
import type { Reply } from '../../../../src/core/chat/calls/chat-request.ts';
import { faultsOf, textsOf } from '../cards/card-rules.ts';
import { CHANNEL, eventOf, PERSON, PERSONAL, THREAD } from './fake-teams.ts';
import { PRIVATE } from './scripted-chat.ts';
import { NOT_PERSONALLY, pressed, REFUSAL, start, titleOf } from './start-chat.ts';

const DOWNLOAD = encodeAction('download', 'run');
const CARD = toNoticeCard('neutral', 'files', 'The report of run 1', ['CSV for a spreadsheet; HTML to read.']);
const FILES = ['csv', 'html'].map((format) => ({
  name: `samaritan-1.${format}`,
  type: `text/${format}`,
  content: Buffer.from(`the ${format}`),
}));
const QUESTION = 'application/vnd.microsoft.teams.card.file.consent';

const handOver = (reply: Reply) => reply.show(CARD, { files: FILES, final: true });
const press = (where: 'personal' | 'group' | 'channel') => pressed(where, executeData(DOWNLOAD, { own: false }));

function startDownload() {
  const started = start();
  started.chat.next = PRIVATE;
  started.chat.answer = handOver;
  return started;
}

const UPLOAD = {
  name: 'samaritan-1 (2).csv',
  contentUrl: 'https://contoso-my.sharepoint.com/personal/alex/Documents/samaritan-1.csv',
  uploadUrl: 'https://contoso-my.sharepoint.com/up?tempauth=secret-canary',
  uniqueId: '1150D938',
  fileType: 'csv',
};
const CONTEXT = { samaritan: DOWNLOAD, file: 'samaritan-1.csv' };

type Consent = Omit<Extract<InboundEvent, { kind: 'fileConsent' }>, keyof ReturnType<typeof eventOf>>;
const consent = (more: Partial<Consent & { accepted: boolean }> = {}, where: 'personal' | 'group' = 'personal') =>
  eventOf(
    where,
    { kind: 'fileConsent', accepted: true, context: CONTEXT, upload: UPLOAD, ...more },
    { replyToId: 'question-1' },
  );

describe('a download', () => {
  it('asks for each file whether it may be saved, below the card', async () => {
    const { bot, teams } = startDownload();
    expect(titleOf(await bot.handle(press('personal')))).toBe('message: The answer is in this conversation.');
    await bot.idle();
    expect(teams.log).toEqual([
      `send ${PERSONAL} message-1: The report of run 1`,
      `send ${PERSONAL} message-2: May samaritan-1.csv be saved?`,
      `send ${PERSONAL} message-3: May samaritan-1.html be saved?`,
    ]);
    const { card = {} } = teams.sent[0]?.message ?? {};
    expect(faultsOf(card)).toEqual([]);
    expect(textsOf(card).at(-1)).toMatch(/Teams asks .* OneDrive.*samaritan testtokens --format html/);
    expect(teams.sent[1]?.message.attachment).toEqual({
      contentType: QUESTION,
      name: 'samaritan-1.csv',
      content: {
        description: 'Samaritan saves it to your OneDrive if you allow it.',
        sizeInBytes: 7,
        acceptContext: CONTEXT,
        declineContext: CONTEXT,
      },
    });
  });

  it.each(['group', 'channel'] as const)('asked for in a %s is handed over in the personal chat', async (where) => {
    const { bot, teams } = startDownload();
    expect(titleOf(await bot.handle(press(where)))).toBe('message: Answered you personally.');
    await bot.idle();
    expect(teams.log.slice(0, 1)).toEqual([`open ${PERSON}`]);
    expect(teams.sent.slice(1).map(({ where: at }) => at)).toEqual([PERSONAL, PERSONAL, PERSONAL]);
  });

  it('is not handed over anywhere where nothing can be said personally', async () => {
    const { bot, teams } = startDownload();
    teams.personalRefused = true;
    expect(titleOf(await bot.handle(press('channel')))).toMatch(NOT_PERSONALLY);
    await bot.idle();
    expect(teams.log).toEqual([`open ${PERSON}`]);
  });

  it('says the way to the files where Teams refuses the question', async () => {
    const { bot, teams, log } = startDownload();
    teams.faults.push(undefined, new TeamsError('rejected', { status: 400 }));
    await bot.handle(press('personal'));
    await bot.idle();
    expect(teams.log).toHaveLength(2);
    expect(teams.log[1]).toContain('Teams takes no files from this bot here. On the terminal, samaritan testtokens');
    expect(log.lines.map(({ fields }) => fields.code)).toEqual(['rejected']);
  });

  it('of an answer to a command is only named: nothing could bring it again', async () => {
    const { bot, teams } = startDownload();
    await bot.handle(eventOf('personal', { kind: 'message', text: 'status' }));
    expect(teams.sent).toHaveLength(1);
    expect(textsOf(teams.sent[0]?.message.card ?? {}).at(-1)).toContain('No files can be handed over here');
  });
});

describe('the answer to the question about a file', () => {
  it('runs the same button again as who agreed, saves that file and takes the question away', async () => {
    const { bot, teams, chat } = startDownload();
    expect(await bot.handle(consent())).toBeUndefined();
    await bot.idle();
    expect(chat.calls).toMatchObject([
      { request: { person: { id: PERSON } }, call: { kind: 'action', id: DOWNLOAD, inputs: {} }, audience: 'private' },
    ]);
    expect(teams.uploads).toEqual([{ url: UPLOAD.uploadUrl, text: 'the csv' }]);
    expect(teams.log).toEqual([`send ${PERSONAL} message-1: Saved to your OneDrive.`]);
    expect(teams.sent[0]?.message.attachment).toEqual({
      contentType: 'application/vnd.microsoft.teams.card.file.info',
      name: UPLOAD.name,
      contentUrl: UPLOAD.contentUrl,
      content: { uniqueId: UPLOAD.uniqueId, fileType: 'csv' },
    });
    expect(teams.deleted).toEqual([`${PERSONAL} question-1`]);
  });

  it('runs a whole command again, where that brought the file', async () => {
    const { bot, teams, chat } = startDownload();
    const samaritan = encodeAction('choose', '', '', 'reports show', 'name=weekly');
    await bot.handle(consent({ context: { samaritan, file: 'samaritan-1.csv' } }));
    await bot.idle();
    expect(chat.calls).toMatchObject([{ call: { kind: 'action', id: samaritan }, audience: 'private' }]);
    expect(teams.uploads).toHaveLength(1);
  });

  it('waits for no upload', async () => {
    const { bot, teams, chat } = startDownload();
    let finish = (): void => {};
    chat.answer = async (reply) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      await handOver(reply);
    };
    await bot.handle(consent());
    expect(teams.uploads).toEqual([]);
    finish();
    await bot.idle();
    expect(teams.uploads).toHaveLength(1);
  });

  it('that is no saves nothing, and says so', async () => {
    const { bot, teams, chat } = startDownload();
    await bot.handle(consent({ accepted: false, upload: undefined }));
    await bot.idle();
    expect(teams.log).toEqual([
      `send ${PERSONAL} message-1: Nothing was saved. Press Download on the report again should you want the file later.`,
    ]);
    expect([chat.calls, teams.uploads, teams.deleted]).toEqual([[], [], [`${PERSONAL} question-1`]]);
  });

  it('shows a refusal in place of the file, for who lost their role meanwhile', async () => {
    const { bot, teams, chat } = startDownload();
    chat.answer = (reply) => reply.showPrivately(REFUSAL, { final: true });
    await bot.handle(consent());
    await bot.idle();
    expect(teams.log).toEqual([`send ${PERSONAL} message-1: You may not run this.`]);
    expect(teams.uploads).toEqual([]);
  });

  it.each([
    ['another button', { samaritan: encodeAction('sweep'), file: 'samaritan-1.csv' }],
    ['no button', { samaritan: 'x', file: 'samaritan-1.csv' }],
    ['nothing', {}],
    ['no text', { samaritan: 7, file: ['a'] }],
  ])('that names %s runs nothing', async (_name, context) => {
    const { bot, teams, chat } = startDownload();
    await bot.handle(consent({ context }));
    await bot.idle();
    expect([chat.calls, teams.uploads]).toEqual([[], []]);
    expect(teams.log[0]).toContain('belongs to another version of Samaritan');
  });

  it('that names no file of the answer saves nothing', async () => {
    const { bot, teams } = startDownload();
    await bot.handle(consent({ context: { ...CONTEXT, file: 'other.csv' } }));
    await bot.idle();
    expect(teams.uploads).toEqual([]);
    expect(teams.log).toEqual([`send ${PERSONAL} message-1: The report of run 1`]);
  });

  it.each([new TeamsError('foreign-host', { host: 'evil.example' }), new Error('secret-canary')])(
    'says that the file could not be saved: %s',
    async (fault) => {
      const { bot, teams, log } = startDownload();
      teams.faults.push(fault);
      await bot.handle(consent());
      await bot.idle();
      expect(teams.log[0]).toContain('The file could not be saved to your OneDrive.');
      expect(JSON.stringify(teams.sent)).not.toContain('canary');
      expect(log.lines.map(({ message }) => message)).toEqual(['a file could not be saved']);
    },
  );

  it('hands nothing over where others read', async () => {
    const { bot, teams, chat } = startDownload();
    await bot.handle(consent({}, 'group'));
    await bot.idle();
    expect([chat.calls, teams.uploads]).toEqual([[], []]);
    expect(teams.log[0]).toContain('only handed over in your personal chat');
    expect(teams.sent.some(({ where }) => where === CHANNEL || where === THREAD)).toBe(false);
  });
});
