import { describe, expect, it } from 'vitest';
import { executeData, fieldId, submitData } from '../../../../src/adapters/teams/cards/press.ts';
import { encodeAction } from '../../../../src/core/cards/action-id.ts';
import { EXPLAIN_FORM } from '../../../../src/core/chat/commands/guidance/explain.ts';
import { eventOf, PERSON, PERSONAL } from './fake-teams.ts';
import { OPEN, PUBLIC, REPLACE } from './scripted-chat.ts';
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

describe('a command on a message', () => {
  const fetch = (text: string, commandId = 'explain') =>
    eventOf('group', { kind: 'messageExtensionFetch', commandId, target: { id: '1', text, authorName: 'Sam' } });

  it('explains its text in a dialog, and writes nothing anywhere', async () => {
    const { bot, teams, chat, references } = start();
    chat.answer = resultOnly;
    const reply = await bot.handle(fetch('AADSTS50076: …'));
    expect(titleOf(reply)).toBe('card: All work');
    expect(reply).toMatchObject({ title: 'Explain this error' });
    expect(JSON.stringify(reply)).not.toContain('Action.Execute');
    expect(chat.calls[0]).toMatchObject({
      call: { kind: 'command', name: 'explain', values: { text: 'AADSTS50076: …' } },
      audience: 'private',
    });
    expect([teams.sent, references.kept.size]).toEqual([[], 0]);
  });

  it('shows a refusal in the dialog', async () => {
    const { bot, chat } = start();
    chat.answer = (reply) => reply.showPrivately(REFUSAL, { final: true });
    expect(titleOf(await bot.handle(fetch('x')))).toBe('card: You may not run this.');
  });

  it('asks for the text in the dialog where the message has none', async () => {
    const { bot, chat } = start();
    chat.next = { kind: 'form', form: EXPLAIN_FORM };
    const reply = await bot.handle(fetch(''));
    expect(JSON.stringify(reply)).toContain('Input.Text');
    chat.next = PUBLIC;
    chat.answer = resultOnly;
    const data = { ...submitData(EXPLAIN_FORM.id, { own: false }), [fieldId('text')]: 'AADSTS50076' };
    const next = await bot.handle(
      eventOf('group', { kind: 'messageExtensionSubmit', commandId: 'explain', data, target: undefined }),
    );
    expect(titleOf(next)).toBe('card: All work');
    expect(chat.calls.at(-1)?.call).toEqual({ kind: 'action', id: EXPLAIN_FORM.id, inputs: { text: 'AADSTS50076' } });
  });

  it('brings what takes longer to who asked, also from over a chat of two people', async () => {
    const { bot, teams, chat, time } = start();
    let finish = (): void => {};
    chat.answer = async (reply) => {
      await reply.show(PROGRESS);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      await resultOnly(reply);
    };
    const stranger = {
      ...eventOf('personal', {} as never).conversation,
      id: 'a:alex-and-sam',
      baseId: 'a:alex-and-sam',
    };
    const data = submitData(encodeAction('sweep'), { own: false });
    const event = eventOf(
      'personal',
      { kind: 'messageExtensionSubmit', commandId: 'explain', data, target: undefined },
      { conversation: stranger },
    );
    const handled = bot.handle(event);
    await time.advance(4000);
    expect(titleOf(await handled)).toBe('message: Working on it. The answer comes to you personally.');
    finish();
    await bot.idle();
    expect(teams.log).toEqual([
      `open ${PERSON}`,
      `send ${PERSONAL} message-1: Testing`,
      `update ${PERSONAL} message-1: All work`,
    ]);
  });

  it('that is not known is left to core to refuse', async () => {
    const { bot, chat } = start();
    await bot.handle(fetch('x', 'testtokens'));
    expect(chat.calls[0]?.call).toEqual({ kind: 'command', name: '', values: {} });
  });
});
