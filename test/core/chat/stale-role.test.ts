import { beforeEach, describe, expect, it } from 'vitest';
import { encodeAction } from '../../../src/core/cards/action-id.ts';
import { stringsOf } from '../cards/card-texts.ts';
import { settle } from '../open-stores.ts';
import { ADMIN, BOUND, createGate, createHarness, type Harness, TECHNICIAN, VIEWER } from './harness.ts';
import { finishAll, slowCloud } from './slow-cloud.ts';

const revoke = (harness: Harness, { id } = TECHNICIAN) => harness.access.revoke(`discord:user:${id}`);
const TAKEN = 'The role that this needs was taken away meanwhile, so what came of it is not shown.';

describe('a role that is revoked while a sweep runs', () => {
  const COUNT = 3;
  let harness: Harness;
  let finish: (number: number) => Promise<void>;

  beforeEach(async () => {
    const slow = slowCloud(COUNT);
    finish = slow.finish;
    harness = await createHarness({ cloud: slow.cloud });
  });

  it.each([
    ['testtokens', {}],
    ['check', { tenant: 'Tenant 1' }],
  ])('shows nothing of what %s found, says why, and keeps the run for others', async (name, values) => {
    const { reply, done } = harness.start(harness.toCommand(name, values));
    await settle();
    const before = reply.cards.length;
    await revoke(harness);
    await finishAll(finish, COUNT);
    await done;
    expect(reply.cards.slice(before).map(({ summary }) => summary)).toEqual([TAKEN]);
    expect(stringsOf(reply.cards.slice(before)).join()).not.toMatch(/Tenant \d/);
    expect(await harness.audited()).toMatchObject([
      { outcome: 'allowed' },
      { outcome: 'refused', reason: 'wants technician, has anyone, when it was to be shown' },
    ]);
    const [runId = ''] = harness.runIds();
    const { reply: others } = await harness.press(encodeAction('download', runId), { person: VIEWER });
    expect(others.last.status).toBe('files');
  });

  it('stops what is shown on the way too', async () => {
    const { reply, done } = harness.start(harness.toCommand('testtokens'));
    await settle();
    await revoke(harness);
    await harness.clock.advance(5000);
    await finish(1);
    expect(reply.last.summary).toBe(TAKEN);
    await harness.clock.advance(5000);
    await finishAll(finish, COUNT);
    await done;
    expect(reply.last.summary).toBe(TAKEN);
    expect(reply.cards.filter(({ summary }) => summary === TAKEN)).toHaveLength(1);
  });

  it('is heard for a button that tests again', async () => {
    const first = harness.command('testtokens', {}, { person: ADMIN });
    await finishAll(finish, COUNT);
    await first;
    const [runId = ''] = harness.runIds();
    const release = createGate<string>();
    harness.cloud.answers.users = async (tenant) => {
      await release.pass('all');
      throw new Error(`not reached for ${tenant}`);
    };
    const { reply, done } = harness.start(harness.toPress(encodeAction('again', runId, 'all')));
    await settle();
    await revoke(harness);
    await release.open('all');
    await done;
    expect(reply.last.summary).toBe(TAKEN);
  });

  it('costs another person who watches the same sweep nothing', async () => {
    const asked = harness.start(harness.toCommand('testtokens'));
    await settle();
    const joined = harness.start(harness.toCommand('testtokens'), { person: ADMIN });
    await settle();
    await revoke(harness);
    await finishAll(finish, COUNT);
    await Promise.all([asked.done, joined.done]);
    expect(asked.reply.last.summary).toBe(TAKEN);
    expect(joined.reply.last.summary).not.toBe(TAKEN);
  });

  it('goes for a channel that is unbound meanwhile: not everybody sees what came of it', async () => {
    const { reply, done } = harness.start(harness.toCommand('testtokens'), { place: BOUND });
    await settle();
    const before = reply.public.length;
    await harness.access.unbind(`discord:channel:${BOUND.channelId}`);
    await finishAll(finish, COUNT);
    await done;
    expect(reply.public.slice(before).map(({ summary }) => summary)).toEqual([
      'Results are not shown to everybody in this channel any more.',
    ]);
  });

  it('shows no answer where it can’t be asked whether it may', async () => {
    const { reply, done } = harness.start(harness.toCommand('testtokens'));
    await settle();
    harness.access.broken = new Error('the database is gone');
    await finishAll(finish, COUNT);
    await done;
    expect(reply.last.status).toBe('failed');
    expect(stringsOf(reply.cards.slice(-1)).join()).not.toMatch(/Tenant \d/);
  });
});

describe('a run whose process was killed before its answer was shown', () => {
  /** As it was kept: the run has ended, and who asked waits for what it found. */
  const kill = async (where: { place?: typeof BOUND } = {}) => {
    const harness = await createHarness();
    await harness.command('testtokens', {}, where);
    const [message] = harness.everKept;
    if (!message) throw new Error('no message was kept');
    return { harness, owed: async () => await harness.chat.owed(message) };
  };

  it('is answered with its report after the restart', async () => {
    const { owed } = await kill();
    expect(await owed()).toMatchObject({ status: 'fine' });
  });

  it('is not shown to whoever lost the role meanwhile, which the audit log says', async () => {
    const { harness, owed } = await kill();
    await revoke(harness);
    expect((await owed())?.summary).toBe(TAKEN);
    expect((await harness.audited()).at(-1)).toMatchObject({
      outcome: 'refused',
      reason: 'wants technician, has anyone, when it was to be shown',
    });
  });

  it('is not shown in a channel that was unbound meanwhile', async () => {
    const { harness, owed } = await kill({ place: BOUND });
    await harness.access.unbind(`discord:channel:${BOUND.channelId}`);
    expect((await owed())?.summary).toBe('Results are not shown to everybody in this channel any more.');
  });

  it('is not shown where nobody knows who asked, or where there is no report', async () => {
    const { harness } = await kill();
    const [message] = harness.everKept;
    if (!message) throw new Error('no message was kept');
    expect(await harness.chat.owed({ ...message, asked: null })).toBeUndefined();
    expect(await harness.chat.owed({ ...message, runId: '01JX0000000000000000009999' })).toBeUndefined();
  });
});

it('a file is not handed to whoever lost the role while it was made', async () => {
  const making = createGate<string>();
  const harness = await createHarness({
    renderFile: async (report) => {
      await making.pass('file');
      return new TextEncoder().encode(report.run.id);
    },
  });
  await harness.command('testtokens');
  const [runId = ''] = harness.runIds();
  const { reply, done } = harness.start(harness.toPress(encodeAction('download', runId)), { person: VIEWER });
  await settle();
  await revoke(harness, VIEWER);
  await making.open('file');
  await done;
  expect(reply.shown.flatMap(({ options }) => options.files ?? [])).toEqual([]);
  expect(reply.last.summary).toBe(TAKEN);
});
