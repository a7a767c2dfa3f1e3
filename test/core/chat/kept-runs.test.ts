import { describe, expect, it } from 'vitest';
import { textOf } from '../cards/card-texts.ts';
import { settle } from '../open-stores.ts';
import { BOUND, CHANNEL, createHarness, RecordingReply, TECHNICIAN } from './harness.ts';
import { finishAll, slowCloud } from './slow-cloud.ts';

/** A sweep of one tenant, where a message has no address of its own before it is shown. */
async function sweepInTeams() {
  const { cloud, finish } = slowCloud(1);
  const harness = await createHarness({ cloud });
  const { reply, done } = harness.start(harness.toCommand('testtokens'));
  const { address } = reply;
  const shownAt = () => address.call(reply);
  reply.address = () => shownAt() ?? 'where it was asked';
  return { harness, reply, done, finish, shownAt };
}

describe('the message of a sweep', () => {
  it('is kept while the sweep runs, with the button that runs it again, and forgotten after', async () => {
    const { cloud, finish } = slowCloud(2);
    const harness = await createHarness({ cloud });
    const { done } = harness.start(harness.toCommand('testtokens', { only: 'graph' }));
    await settle();
    expect(harness.keptMessages()).toEqual([
      {
        runId: '01JX0000000000000000000001',
        platform: 'discord',
        asked: { person: TECHNICIAN, place: CHANNEL, audience: 'private' },
        address: 'message 1',
        again: 's1~sweep~default~graph',
        title: 'Testing tokens · connection default',
        startedAt: harness.clock.now(),
      },
    ]);
    await finishAll(finish, 2);
    await done;
    expect(harness.keptMessages()).toEqual([]);
  });

  it('is kept before it is shown, so that no kill leaves one that nobody knows of', async () => {
    const { harness, reply, done, finish } = await sweepInTeams();
    const show = reply.show.bind(reply);
    const keptBefore: unknown[] = [];
    reply.show = async (card, options) => {
      keptBefore.push(harness.keptMessages().map((one) => one.address));
      await show(card, options);
    };
    await settle();
    expect(keptBefore).toEqual([['where it was asked']]);
    expect(harness.keptMessages().map((one) => one.address)).toEqual(['message 1']);
    await finishAll(finish, 1);
    await done;
    expect(harness.keptMessages()).toEqual([]);
  });

  it('does not say that it runs before it can be found again, so that no kill leaves it saying so', async () => {
    const { harness, reply, done, finish, shownAt } = await sweepInTeams();
    reply.isPlaced = () => shownAt() !== undefined;
    const show = reply.show.bind(reply);
    const seen: unknown[] = [];
    reply.show = async (card, options) => {
      seen.push([card.status, harness.keptMessages().map((one) => one.address)]);
      await show(card, options);
    };
    await settle();
    await harness.clock.advance(2000);
    await settle();
    expect(seen).toEqual([
      ['asked', ['where it was asked']],
      ['running', ['message 1']],
    ]);
    expect(textOf(reply.cards[0] ?? reply.last)).toMatch(/Asked for .* told in another message/);
    expect(reply.cards.map(({ actions }) => actions[0])).toEqual([reply.last.actions[0], reply.last.actions[0]]);
    await finishAll(finish, 1);
    await done;
  });

  it('costs nobody the answer when it cannot be kept or forgotten', async () => {
    const harness = await createHarness();
    harness.messages.broken = new Error('the database is locked');
    const { reply } = await harness.command('testtokens');
    expect(reply.cards.map((card) => card.status)).toEqual(['running', 'fine']);
    expect(harness.faults.map((fault) => String(fault.error))).toContain('Error: the database is locked');
  });

  it('does not go on saying that it runs when a fault of ours ended the sweep', async () => {
    const harness = await createHarness();
    harness.cloud.extendDeadline = () => {
      throw new Error('a bug');
    };
    const { reply } = await harness.command('testtokens');
    expect(reply.shown.map((one) => [one.card.status, one.way])).toEqual([
      ['running', 'shown'],
      ['failed', 'shown'],
    ]);
    const [fault] = harness.faults;
    expect(fault?.error).toMatchObject({ message: 'a bug' });
    expect(textOf(reply.last)).toContain(`Reference ${fault?.reference}`);
    expect(harness.keptMessages()).toEqual([]);
    expect(harness.desk.running()).toEqual([]);
  });
});

describe('a call whose sender is told that it was taken', () => {
  /** The ids of what is kept, when the sender is told and whenever something is shown. */
  async function calling(name: string, isAwaited = true) {
    const { cloud, finish } = slowCloud(1);
    const harness = await createHarness({ cloud });
    const seen: string[][] = [];
    const note = (): void => void seen.push(harness.keptMessages().map(({ runId }) => runId));
    const reply = new RecordingReply('private', true, () => 0);
    const { show } = reply;
    reply.show = async (...shown) => {
      note();
      await show.apply(reply, shown);
    };
    const kept = (keeping: Promise<unknown>) => keeping.then(note).then(() => isAwaited);
    const taken = { id: '7', address: 'where it was asked', kept };
    reply.address = () => taken.address;
    const request = { person: TECHNICIAN, place: CHANNEL };
    const done = harness.chat.run(request, harness.toCommand(name), Object.assign(reply, { taken }));
    await settle();
    await finishAll(finish, 1).catch(() => {});
    await done;
    return { kept: seen, harness };
  }

  it('is neither run nor kept where nobody waits for its answer', async () => {
    const { kept, harness } = await calling('help', false);
    expect([kept, harness.keptMessages()]).toEqual([[['call 7']], []]);
  });

  it('is kept before that, and until it has its answer', async () => {
    const { kept, harness } = await calling('help');
    expect(kept).toEqual([['call 7'], ['call 7']]);
    expect(harness.keptMessages()).toEqual([]);
    expect(harness.everKept).toMatchObject([{ title: 'help', again: '', asked: null, platform: 'discord' }]);
  });

  it('is kept until the message of its sweep is, so that only one of them says that it was cut off', async () => {
    const { kept, harness } = await calling('testtokens');
    const [taken, ...shown] = kept.map(([first = '', ...more]) => [first.replace(/^01J.*/, 'the run'), ...more]);
    expect(taken).toEqual(['call 7']);
    expect(new Set(shown.flat())).toEqual(new Set(['the run']));
    expect(harness.keptMessages()).toEqual([]);
  });
});

describe('a run that could not be kept', () => {
  class StorageError extends Error {
    override name = 'StorageError';
  }

  it('is answered all the same, with the reason beside it for who asked alone', async () => {
    const harness = await createHarness();
    harness.runs.broken = new StorageError('The disk is full. Make room, then test again.');
    const { reply } = await harness.command('testtokens', {}, { place: BOUND });
    expect(reply.shown.map((one) => [one.card.status, one.way])).toEqual([
      ['running', 'shown'],
      ['fine', 'shown'],
      ['not kept', 'privately'],
    ]);
    expect(textOf(reply.last)).toContain('The disk is full. Make room, then test again.');
  });

  it('shows a reference instead of what a stranger’s error says', async () => {
    const harness = await createHarness();
    harness.reports.broken = new Error('SQLITE_CONSTRAINT: secret_column');
    const { reply } = await harness.command('testtokens', {}, { person: TECHNICIAN });
    expect(textOf(reply.last)).not.toContain('SQLITE');
    expect(textOf(reply.last)).toContain(`Reference ${harness.faults[0]?.reference}`);
    expect(harness.faults[0]?.error).toMatchObject({ message: 'SQLITE_CONSTRAINT: secret_column' });
  });

  it('is not what goes wrong after it was kept', async () => {
    const harness = await createHarness({
      onReport: async () => {
        throw new Error('the watch is broken');
      },
    });
    const { reply } = await harness.command('testtokens');
    expect(reply.last.status).toBe('fine');
    expect(harness.faults.map((fault) => String(fault.error))).toEqual(['Error: the watch is broken']);
  });
});
