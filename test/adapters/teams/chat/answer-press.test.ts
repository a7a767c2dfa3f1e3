import { describe, expect, it } from 'vitest';
import { executeData, submitData } from '../../../../src/adapters/teams/cards/press.ts';
import { eventOf, PERSONAL } from './fake-teams.ts';
import { OPEN, REPLACE } from './scripted-chat.ts';
import { ID, PROGRESS, pressed, REFUSAL, resultOnly, start, titleOf } from './start-chat.ts';

describe('a press in a personal chat', () => {
  it('turns the card into the page, by the answer and for good', async () => {
    const { bot, teams, chat } = start();
    chat.next = OPEN;
    chat.answer = resultOnly;
    expect(titleOf(await bot.handle(pressed('personal')))).toBe('card: All work');
    await bot.idle();
    expect(teams.log).toEqual([`update ${PERSONAL} pressed-1: All work`]);
  });

  it('never waits for a sweep: it is answered in words, and the card changes', async () => {
    const { bot, teams, chat, time } = start();
    chat.next = { ...REPLACE, audience: 'private' };
    let finish = (): void => {};
    const swept = new Promise<void>((resolve) => {
      finish = resolve;
    });
    chat.answer = async (reply) => {
      await reply.show(PROGRESS);
      await swept;
      await resultOnly(reply);
    };
    expect(titleOf(await bot.handle(pressed('personal')))).toBe('message: Testing');
    await time.advance(60_000);
    finish();
    await bot.idle();
    expect(teams.log).toEqual([`update ${PERSONAL} pressed-1: Testing`, `update ${PERSONAL} pressed-1: All work`]);
  });

  it('is answered in words after three seconds where nothing is shown yet', async () => {
    const { bot, teams, chat, time } = start();
    chat.next = OPEN;
    let finish = (): void => {};
    chat.answer = async (reply) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      await resultOnly(reply);
    };
    const handled = bot.handle(pressed('personal'));
    await time.advance(3000);
    expect(titleOf(await handled)).toBe('message: Working on it. This card changes when it is done.');
    finish();
    await bot.idle();
    expect(teams.log).toEqual([`update ${PERSONAL} pressed-1: All work`]);
  });

  it('is refused in words, and the card stays', async () => {
    const { bot, teams, chat } = start();
    chat.next = OPEN;
    chat.answer = (reply) => reply.showPrivately(REFUSAL, { final: true });
    expect(titleOf(await bot.handle(pressed('personal')))).toBe('message: You may not run this. Ask an administrator.');
    await bot.idle();
    expect(teams.sent).toEqual([]);
  });

  it('brings what it chose', async () => {
    const { bot, chat } = start();
    await bot.handle(
      pressed('personal', { ...executeData(ID, { choice: 'choice.0', own: false }), 'choice.0': '7', 'choice.1': '8' }),
    );
    expect(chat.calls[0]?.call).toEqual({ kind: 'action', id: ID, inputs: { choice: '7' } });
  });

  it('that sends a list with nothing chosen is told so, and core is not asked', async () => {
    const { bot, chat, teams } = start();
    const data = executeData(ID, { choice: 'choice.0', own: false });
    expect(titleOf(await bot.handle(pressed('personal', { ...data, 'choice.0': '' })))).toBe(
      'message: Choose one first.',
    );
    await bot.handle(
      eventOf('personal', { kind: 'submit', data: submitData(ID, { choice: 'choice.0', own: false }), text: '' }),
    );
    expect(teams.log).toEqual([`send ${PERSONAL} message-1: Choose one first.`]);
    expect(chat.calls).toEqual([]);
  });

  it('that is none of ours is left to core to refuse', async () => {
    const { bot, chat } = start();
    await bot.handle(pressed('personal', { id: 7 }));
    await bot.handle(pressed('personal', { id: 'x'.repeat(101) }));
    expect(chat.calls.map(({ call }) => call)).toEqual([
      { kind: 'action', id: '', inputs: {} },
      { kind: 'action', id: '', inputs: {} },
    ]);
  });

  it('by an older client does the same', async () => {
    const { bot, teams, chat } = start();
    chat.next = OPEN;
    chat.answer = resultOnly;
    const submit = eventOf('personal', { kind: 'submit', data: submitData(ID, { own: false }), text: '' });
    expect(await bot.handle(submit)).toBeUndefined();
    expect(chat.calls[0]?.call).toEqual({ kind: 'action', id: ID, inputs: {} });
    expect(teams.log).toEqual([`update ${PERSONAL} pressed-1: All work`]);
  });
});
