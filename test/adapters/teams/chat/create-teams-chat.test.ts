import { describe, expect, it } from 'vitest';
import { settle } from '../../../core/virtual-time.ts';
import { faultsOf } from '../cards/card-rules.ts';
import { eventOf, PERSONAL, THREAD } from './fake-teams.ts';
import { pressed, resultOnly, start, typed } from './start-chat.ts';

describe('the app', () => {
  it('is welcomed once for each conversation, and again after it was removed', async () => {
    const { bot, teams, references } = start();
    const installed = (where: 'personal' | 'channel') => bot.handle(eventOf(where, { kind: 'installed' }));
    await Promise.all([installed('personal'), installed('personal'), installed('channel')]);
    await installed('channel');
    expect(teams.sent.map(({ where }) => where).sort()).toEqual([THREAD, PERSONAL].sort());
    expect(faultsOf(teams.sent[0]?.message.card ?? {})).toEqual([]);
    await bot.handle(eventOf('channel', { kind: 'removed', scope: 'team' }));
    expect([...references.kept.keys()]).toEqual([PERSONAL]);
    await installed('channel');
    expect(teams.sent).toHaveLength(3);
  });

  it('forgets every conversation of a team that it was removed from', async () => {
    const { bot, references } = start();
    await bot.handle(typed('channel'));
    const general = {
      ...eventOf('channel', {} as never).conversation,
      id: '19:general@thread.tacv2',
      baseId: '19:general@thread.tacv2',
    };
    await bot.handle(eventOf('channel', { kind: 'removed', scope: 'team' }, { conversation: general }));
    expect(references.kept.size).toBe(0);
  });

  it('answers although the conversation can’t be kept', async () => {
    const { bot, teams, chat, references, log } = start();
    references.keep = async () => {
      throw new Error('the disk is full');
    };
    chat.answer = resultOnly;
    await bot.handle(typed('channel'));
    await bot.handle(pressed('channel'));
    await settle();
    expect(teams.sent).toHaveLength(2);
    expect(log.lines.map(({ message }) => message)).toEqual(Array(2).fill('a conversation could not be kept'));
  });
});
