import { describe, expect, it } from 'vitest';
import { LiveMessage } from '../../../../src/adapters/teams/chat/live-message.ts';
import { toConversationReference } from '../../../../src/adapters/teams/inbound/inbound-event.ts';
import { TeamsError } from '../../../../src/adapters/teams/outbound/teams-error.ts';
import { ProgressPacer } from '../../../../src/core/chat/calls/progress-pacer.ts';
import { VirtualTime } from '../../../core/virtual-time.ts';
import { eventOf, FakeTeams, MemoryLog, THREAD } from './fake-teams.ts';

function start(activityId?: string) {
  const teams = new FakeTeams();
  const time = new VirtualTime();
  const log = new MemoryLog();
  const gone: string[] = [];
  const parts = {
    connector: teams,
    pacer: new ProgressPacer(time),
    timers: time,
    log,
    onGone: async (conversationId: string) => void gone.push(conversationId),
  };
  const reference = toConversationReference(eventOf('channel', { kind: 'message', text: '' }));
  return { teams, time, log, gone, parts, reference, live: new LiveMessage(parts, reference, activityId) };
}

const text = (said: string) => ({ text: said });

describe('LiveMessage', () => {
  it('sends the first and edits it with each later one', async () => {
    const { live, teams, time } = start();
    await live.show(text('one'), false);
    expect(live.address).toEqual({ conversationId: THREAD, activityId: 'message-1' });
    await time.advance(2000);
    await live.show(text('two'), false);
    await live.show(text('done'), true);
    expect(teams.log).toEqual([
      `send ${THREAD} message-1: one`,
      `update ${THREAD} message-1: two`,
      `update ${THREAD} message-1: done`,
    ]);
  });

  it('shows progress at most every two seconds, and of several at once only the latest', async () => {
    const { live, teams, time } = start();
    await live.show(text('one'), false);
    for (const said of ['two', 'three', 'four']) void live.show(text(said), false);
    await time.advance(1999);
    expect(teams.sent).toHaveLength(1);
    await time.advance(1);
    expect(teams.log.at(-1)).toBe(`update ${THREAD} message-1: four`);
    expect(teams.sent).toHaveLength(2);
  });

  it('shows the answer without waiting, and nothing that was asked for before it', async () => {
    const { live, teams, time } = start();
    await live.show(text('one'), false);
    const progress = live.show(text('two'), false);
    const answer = live.show(text('done'), true);
    const late = live.show(text('three'), false);
    await Promise.all([progress, answer, late]);
    await time.advance(10_000);
    expect(teams.log).toEqual([`send ${THREAD} message-1: one`, `update ${THREAD} message-1: done`]);
    expect(time.waiting).toBe(0);
  });

  it('shares the spacing of a thread with its other messages', async () => {
    const { live, teams, time, parts, reference } = start();
    const other = new LiveMessage(parts, reference);
    await live.show(text('one'), false);
    await other.show(text('other'), false);
    void live.show(text('two'), false);
    void other.show(text('more'), false);
    await time.advance(2000);
    expect(teams.sent).toHaveLength(3);
    await time.advance(2000);
    expect(teams.sent).toHaveLength(4);
  });

  it('sends the answer anew where the message is gone, and progress not', async () => {
    const { live, teams, time } = start('old');
    teams.faults.push(new TeamsError('message-gone'));
    await live.show(text('one'), false);
    await time.advance(2000);
    await live.show(text('two'), false);
    expect(teams.sent).toHaveLength(0);
    await live.show(text('done'), true);
    expect(teams.log).toEqual([`send ${THREAD} message-1: done`]);
    expect(live.failure).toBeUndefined();
  });

  it('sends the answer anew where its own edit finds the message gone', async () => {
    const { live, teams } = start('old');
    teams.faults.push(new TeamsError('message-gone'));
    await live.show(text('done'), true);
    expect(live.address).toEqual({ conversationId: THREAD, activityId: 'message-1' });
  });

  it('does not repeat progress that may have arrived', async () => {
    const { live, teams, time } = start();
    teams.faults.push(new TeamsError('uncertain'));
    await live.show(text('one'), false);
    await time.advance(2000);
    await live.show(text('two'), false);
    expect(teams.sent).toHaveLength(0);
    await live.show(text('done'), true);
    expect(teams.sent).toHaveLength(1);
  });

  it('tells of a conversation that the bot is gone from, and rejects for nothing', async () => {
    const { live, teams, gone, log } = start();
    teams.faults.push(new TeamsError('gone', { status: 403 }), new Error('a fault of ours'));
    await live.show(text('one'), true);
    expect(gone).toEqual([THREAD]);
    expect(live.failure?.code).toBe('gone');
    await live.show(text('two'), true);
    expect(live.failure?.code).toBe('rejected');
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'error']);
  });
});
