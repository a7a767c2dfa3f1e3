import { describe, expect, it } from 'vitest';
import { fieldId } from '../../../../src/adapters/teams/cards/press.ts';
import { TeamsError } from '../../../../src/adapters/teams/outbound/teams-error.ts';
import type { Card } from '../../../../src/core/cards/card.ts';
import { EXPLAIN_FORM } from '../../../../src/core/chat/commands/guidance/explain.ts';
import { elementsOf, faultsOf, textsOf } from '../cards/card-rules.ts';
import { CHANNEL, eventOf, GROUP, PERSON, PERSONAL, TENANT, THREAD } from './fake-teams.ts';
import { PRIVATE, PUBLIC } from './scripted-chat.ts';
import { NOT_PERSONALLY, PROGRESS, pressed, REFUSAL, RESULT, resultOnly, start, typed } from './start-chat.ts';

describe('a message', () => {
  it('asks core as the person and place that Teams vouches for', async () => {
    const { bot, chat } = start();
    await bot.handle(typed('channel'));
    expect(chat.calls).toEqual([
      {
        request: {
          person: { platform: 'teams', id: PERSON, roles: [], name: 'Alex' },
          place: { platform: 'teams', kind: 'channel', workspaceId: TENANT, channelId: CHANNEL },
        },
        call: { kind: 'command', name: 'testtokens', values: { tenant: 'contoso' } },
        audience: 'public',
      },
    ]);
  });

  it('gives nobody’s rights to somebody without an object id', async () => {
    const { bot, chat } = start();
    await bot.handle(
      eventOf(
        'personal',
        { kind: 'message', text: 'help' },
        { from: { id: PERSON, aadObjectId: undefined, name: undefined } },
      ),
    );
    expect(chat.calls[0]?.request).toMatchObject({
      person: { id: 'unknown', name: '' },
      place: { kind: 'direct', workspaceId: TENANT },
    });
  });

  it('is answered in words where Teams refuses the form of what is to replace them', async () => {
    const { bot, teams, chat, time } = start();
    chat.answer = async (reply) => {
      await reply.show(PROGRESS);
      teams.faults.push(new TeamsError('rejected', { status: 400 }), new TeamsError('too-large', { status: 413 }));
      await reply.show(RESULT, { final: true });
    };
    const handled = bot.handle(typed('channel'));
    await time.advance(0);
    await handled;
    expect(teams.log).toEqual([`send ${THREAD} message-1: Testing`, `update ${THREAD} message-1: All work`]);
    expect(JSON.stringify(teams.sent.at(-1)?.message)).toContain('it is shortened here');
  });

  it.each([
    ['is not available', new TeamsError('unavailable', { status: 503 }), true],
    ['asks to wait longer than is waited', new TeamsError('throttled', { status: 429 }), true],
    ['does not let the bot write', new TeamsError('blocked'), false],
  ])('owes its answer where Teams %s', async (_why, fault, owes) => {
    const { bot, teams, chat, time } = start();
    const owed: unknown[] = [];
    chat.answer = async (reply) => {
      await reply.show(PROGRESS);
      teams.faults.push(fault);
      await reply.show(RESULT, { final: true });
      owed.push(reply.owes?.());
      await reply.show(RESULT, { final: true });
      owed.push(reply.owes?.());
    };
    const handled = bot.handle(typed('channel'));
    await time.advance(0);
    await handled;
    expect(owed).toEqual([owes, false]);
  });

  it('is answered in its thread with one message that is edited', async () => {
    const { bot, teams, chat, time } = start();
    const addresses: unknown[] = [];
    chat.answer = async (reply) => {
      addresses.push(reply.address(), reply.isPlaced?.());
      await reply.show(PROGRESS);
      addresses.push(reply.address(), reply.isPlaced?.());
      await reply.show(RESULT, { final: true });
    };
    const handled = bot.handle(typed('channel'));
    await time.advance(0);
    await handled;
    expect(teams.log).toEqual([`send ${THREAD} message-1: Testing`, `update ${THREAD} message-1: All work`]);
    expect(addresses).toEqual([
      JSON.stringify({ conversationId: THREAD, askedBy: 'incoming-1' }),
      false,
      JSON.stringify({ conversationId: THREAD, activityId: 'message-1' }),
      true,
    ]);
  });

  it('is answered personally where the answer is private, with one line in the channel', async () => {
    const { bot, teams, chat } = start();
    chat.next = PRIVATE;
    const addresses: unknown[] = [];
    chat.answer = async (reply) => {
      addresses.push(reply.address());
      await resultOnly(reply);
      addresses.push(reply.address());
    };
    await bot.handle(typed('channel'));
    expect(addresses).toEqual([
      JSON.stringify({ conversationId: THREAD, askedBy: 'incoming-1', personId: PERSON }),
      JSON.stringify({ conversationId: PERSONAL, activityId: 'message-1' }),
    ]);
    await bot.handle(typed('group'));
    expect(teams.log).toEqual([
      `open ${PERSON}`,
      `send ${PERSONAL} message-1: All work`,
      `send ${THREAD} message-2: I answered you personally.`,
      `send ${PERSONAL} message-3: All work`,
      `send ${GROUP} message-4: I answered you personally.`,
    ]);
  });

  it('is answered at once in a personal chat, without a word on where', async () => {
    const { bot, teams, chat } = start();
    chat.next = PRIVATE;
    chat.answer = resultOnly;
    await bot.handle(typed('personal'));
    expect(teams.log).toEqual([`send ${PERSONAL} message-1: All work`]);
  });

  it('gets no result in the channel where nothing can be said personally', async () => {
    const { bot, teams, chat, log } = start();
    teams.personalRefused = true;
    chat.next = PRIVATE;
    chat.answer = async (reply) => {
      await reply.show(PROGRESS);
      await resultOnly(reply);
    };
    await bot.handle(typed('channel'));
    expect(teams.log).toEqual([`open ${PERSON}`, `send ${THREAD} message-1: ${teams.sent[1]?.message.text}`]);
    expect(teams.sent[1]?.message.text).toMatch(NOT_PERSONALLY);
    expect(JSON.stringify(teams.sent)).not.toContain('All work');
    expect(log.lines).toHaveLength(1);
  });

  it('opens the personal chat anew where what was kept of it is out of date', async () => {
    const { bot, teams, chat } = start();
    await bot.handle(typed('personal', 'help'));
    chat.next = PRIVATE;
    chat.answer = resultOnly;
    teams.faults.push(new TeamsError('gone'));
    await bot.handle(typed('channel'));
    expect(teams.log).toEqual([
      `open ${PERSON}`,
      `send ${PERSONAL} message-1: All work`,
      `send ${THREAD} message-2: I answered you personally.`,
    ]);
  });

  it('refuses somebody personally, and says so where a public answer was asked for', async () => {
    const { bot, teams, chat } = start();
    chat.answer = (reply) => reply.showPrivately(REFUSAL, { final: true });
    await bot.handle(typed('channel'));
    expect(teams.log).toEqual([
      `open ${PERSON}`,
      `send ${PERSONAL} message-1: You may not run this.`,
      `send ${THREAD} message-2: I answered you personally.`,
    ]);
  });

  it('that names no command is told so, and core is not asked', async () => {
    const { bot, teams, chat } = start();
    await bot.handle(typed('channel', 'tesstokens'));
    expect(chat.calls).toEqual([]);
    expect(teams.log).toEqual([
      `send ${THREAD} message-1: There is no command “tesstokens”. Did you mean testtokens? help shows what you may run; for an error write explain and then its text.`,
    ]);
  });

  it('that lacks a value is answered with a form, whose press brings what was typed', async () => {
    const { bot, teams, chat } = start();
    chat.next = { kind: 'form', form: EXPLAIN_FORM };
    await bot.handle(typed('channel', 'explain'));
    const { card = {} } = teams.sent[0]?.message ?? {};
    expect(faultsOf(card)).toEqual([]);
    const data = elementsOf(card).find(({ type }) => type === 'Action.Execute')?.data as Record<string, unknown>;
    chat.next = PUBLIC;
    chat.answer = resultOnly;
    await bot.handle(pressed('channel', { ...data, [fieldId('text')]: 'AADSTS50076', other: 'x' }));
    expect(chat.calls.at(-1)?.call).toEqual({ kind: 'action', id: EXPLAIN_FORM.id, inputs: { text: 'AADSTS50076' } });
  });

  it('shows a picture to all who may see its card, and speaks of no download there', async () => {
    const { bot, teams, chat } = start();
    const picture = { name: 'a.png', type: 'image/png', content: new Uint8Array(300) };
    const download = { name: 'a.csv', type: 'text/csv', content: new Uint8Array(3) };
    const card: Card = { ...RESULT, blocks: [{ kind: 'picture', file: 'a.png', description: 'Failures by day' }] };
    chat.answer = (reply) => reply.show(card, { files: [picture, download], final: true });
    await bot.handle(typed('channel'));
    const shown = teams.sent[0]?.message.card ?? {};
    expect(elementsOf(shown).find(({ type }) => type === 'Image')).toMatchObject({ altText: 'Failures by day' });
    expect(JSON.stringify(shown)).not.toContain('csv');
  });

  it('says the answer’s summary in the notification, and nothing beside the card, so that it can be edited', async () => {
    const { bot, teams, chat } = start();
    chat.answer = async (reply) => {
      await reply.show(PROGRESS);
      await resultOnly(reply);
    };
    await bot.handle(typed('channel'));
    chat.next = { kind: 'form', form: EXPLAIN_FORM };
    await bot.handle(typed('channel', 'explain'));
    expect(teams.sent.map(({ how, message }) => [how, message.text, message.summary])).toEqual([
      ['send', undefined, 'Testing'],
      ['update', undefined, 'All work'],
      ['send', undefined, 'Explain an error'],
    ]);
  });
});

describe('a picture that its card has no room for', () => {
  const picture = { name: 'a.png', type: 'image/png', content: new Uint8Array(60_000) };
  const card: Card = { ...RESULT, blocks: [{ kind: 'picture', file: 'a.png', description: 'Failures by day' }] };

  it.each([
    [PUBLIC, THREAD],
    [PRIVATE, PERSONAL],
  ])('follows it to the same place: %o', async (plan, where) => {
    const { bot, teams, chat } = start();
    chat.next = plan;
    chat.answer = async (reply) => {
      await reply.show(PROGRESS);
      await reply.show(card, { files: [picture], final: true });
    };
    await bot.handle(typed('channel'));
    const there = teams.sent.filter((one) => one.where === where && one.message.text === undefined);
    expect(there.map(({ how, message }) => [how, message.attachment?.contentType])).toEqual([
      ['send', undefined],
      ['update', undefined],
      ['send', 'image/png'],
    ]);
    expect(textsOf(there[1]?.message.card ?? {})).toContain('Failures by day');
    expect(there[2]?.message.summary).toBe('All work');
  });

  it('leaves the answer as it is where Teams doesn’t take it', async () => {
    const { bot, teams, chat, log } = start();
    chat.answer = (reply) => reply.show(card, { files: [picture], final: true });
    teams.faults.push(undefined, new TeamsError('too-large', { status: 413 }));
    await bot.handle(typed('channel'));
    expect(teams.log).toEqual([`send ${THREAD} message-1: All work`]);
    expect(log.lines.map(({ fields }) => fields.code)).toEqual(['too-large']);
  });
});
