import { describe, expect, it } from 'vitest';
import { executeData } from '../../../../src/adapters/teams/cards/press.ts';
import { PERSON, PERSONAL, THREAD } from './fake-teams.ts';
import { OPEN, PRIVATE, REPLACE } from './scripted-chat.ts';
import { ID, NOT_PERSONALLY, PROGRESS, pressed, resultOnly, start, titleOf } from './start-chat.ts';

describe('a press on a card that others see too', () => {
  it('shows a page to who pressed alone, whose buttons say so', async () => {
    const { bot, teams, chat } = start();
    chat.next = OPEN;
    chat.answer = resultOnly;
    const reply = await bot.handle(pressed('channel'));
    expect(titleOf(reply)).toBe('card: All work');
    expect(JSON.stringify(reply)).toContain('"own":"yes"');
    await bot.idle();
    expect(teams.sent).toEqual([]);
    expect(chat.calls[0]?.audience).toBe('private');
  });

  it('brings a page personally where it takes longer than a press waits', async () => {
    const { bot, teams, chat, time } = start();
    chat.next = OPEN;
    let finish = (): void => {};
    chat.answer = async (reply) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      await resultOnly(reply);
    };
    const handled = bot.handle(pressed('channel'));
    await time.advance(3000);
    expect(titleOf(await handled)).toBe('message: Working on it. The answer comes to you personally.');
    finish();
    await bot.idle();
    expect(teams.log).toEqual([`open ${PERSON}`, `send ${PERSONAL} message-1: All work`]);
  });

  it('changes the card for everybody where the button does that', async () => {
    const { bot, teams, chat } = start();
    chat.next = REPLACE;
    chat.answer = async (reply) => {
      await reply.show(PROGRESS);
      await resultOnly(reply);
    };
    expect(titleOf(await bot.handle(pressed('channel')))).toBe('message: Testing');
    await bot.idle();
    expect(teams.log).toEqual([`update ${THREAD} pressed-1: Testing`, `update ${THREAD} pressed-1: All work`]);
  });

  it('does not change the card of all from a view of one', async () => {
    const { bot, teams, chat, time } = start();
    const own = executeData(ID, { own: true });
    chat.next = REPLACE;
    chat.answer = async (reply) => {
      await reply.show(PROGRESS);
      await resultOnly(reply);
    };
    expect(titleOf(await bot.handle(pressed('channel', own)))).toBe('card: All work');
    let finish = (): void => {};
    chat.answer = async (reply) => {
      await reply.show(PROGRESS);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      await resultOnly(reply);
    };
    const slow = bot.handle(pressed('channel', own));
    await time.advance(3000);
    expect(titleOf(await slow)).toBe('message: Working on it. The answer follows in this conversation.');
    finish();
    await bot.idle();
    expect(teams.log).toEqual([`send ${THREAD} message-1: Testing`, `update ${THREAD} message-1: All work`]);
  });

  it('answers with a new message where the button asks for one', async () => {
    const { bot, teams, chat } = start();
    chat.answer = resultOnly;
    expect(titleOf(await bot.handle(pressed('channel')))).toBe('message: The answer is in this conversation.');
    chat.next = PRIVATE;
    expect(titleOf(await bot.handle(pressed('channel')))).toBe('message: Answered you personally.');
    teams.personalRefused = true;
    expect(teams.log).toEqual([
      `send ${THREAD} message-1: All work`,
      `open ${PERSON}`,
      `send ${PERSONAL} message-2: All work`,
    ]);
  });

  it('says in its answer where nothing can be said personally', async () => {
    const { bot, teams, chat } = start();
    teams.personalRefused = true;
    chat.next = PRIVATE;
    chat.answer = resultOnly;
    expect(await bot.handle(pressed('group'))).toEqual({
      kind: 'message',
      text: expect.stringMatching(NOT_PERSONALLY),
    });
    await bot.idle();
    expect(teams.log).toEqual([`open ${PERSON}`]);
  });

  it('is answered where its call shows nothing', async () => {
    const { bot, chat } = start();
    chat.next = REPLACE;
    expect(titleOf(await bot.handle(pressed('channel')))).toBe('message: Done.');
  });
});
