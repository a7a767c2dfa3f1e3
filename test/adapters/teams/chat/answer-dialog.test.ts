import { describe, expect, it } from 'vitest';
import { fieldId, submitData } from '../../../../src/adapters/teams/cards/press.ts';
import { encodeAction } from '../../../../src/core/cards/action-id.ts';
import { EXPLAIN_FORM } from '../../../../src/core/chat/commands/guidance/explain.ts';
import { eventOf, PERSON, PERSONAL } from './fake-teams.ts';
import { PUBLIC } from './scripted-chat.ts';
import { PROGRESS, REFUSAL, resultOnly, start, titleOf } from './start-chat.ts';

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
