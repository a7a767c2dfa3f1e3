import { describe, expect, it } from 'vitest';
import type { Card } from '../../../../src/core/cards/card.ts';
import { DeliveryError, type Messenger } from '../../../../src/core/cards/messenger.ts';
import { markInterrupted } from '../../../../src/core/chat/calls/mark-interrupted.ts';
import type { Report } from '../../../../src/core/diagnosis/report/report.ts';
import { LostRun } from '../../../../src/core/diagnosis/sweep/spread-tests.ts';
import type { Answer, Fault } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import { buttonOf, labelsOf, linesOf, textOf } from '../../cards/card-texts.ts';
import { code, customers, fakeCloud, pass, refuse } from '../../fake-cloud.ts';
import { tenantId } from '../../fixtures.ts';
import { settle } from '../../open-stores.ts';
import { BOUND, createHarness, person, VIEWER } from '../harness.ts';
import { finishAll, slowCloud } from '../slow-cloud.ts';

const isProgress = (card: Card): boolean => card.status === 'running';

/** Edits messages, unless the chat takes none just now. */
function busyMessenger() {
  const edits: Card[] = [];
  let isBusy = false;
  const edit = async (_: string, card: Card): Promise<void> => {
    if (isBusy) throw new DeliveryError('busy', 'Discord answered with HTTP 503');
    edits.push(card);
  };
  const chatIs = (state: 'busy' | 'back'): void => {
    isBusy = state === 'busy';
  };
  return { messenger: { platform: 'discord', edit } as unknown as Messenger, chatIs, edits };
}

describe('the progress of a sweep', () => {
  it('is one message that shows where it stands, and then the report', async () => {
    const { cloud, finish } = slowCloud(4);
    const harness = await createHarness({ cloud });
    const { reply, done } = harness.start(harness.toCommand('testtokens'));
    await settle();
    expect(textOf(reply.last)).toContain('Testing tokens · connection default');
    expect(labelsOf(reply.last)).toEqual(['Cancel']);
    await harness.clock.advance(2000);
    await finish(1);
    expect(linesOf(reply.last)).toContainEqual(expect.stringMatching(/^1 of 4 tenants · 0 failing so far/));
    expect(linesOf(reply.last)).toContain('Partner token: fine');
    await finishAll(finish, 4);
    await done;
    expect(reply.last.summary).toBe('Samaritan: All 4 tenants work · our own tokens are fine');
    expect(reply.shown.at(-1)?.options.final).toBe(true);
    expect(reply.shown.every((one) => one.way === 'shown')).toBe(true);
  });

  it('is told later by the same process where the chat does not take its report now', async () => {
    const { cloud, finish } = slowCloud(2);
    const harness = await createHarness({ cloud });
    const { reply, done } = harness.start(harness.toCommand('testtokens'));
    await settle();
    reply.owes = () => true;
    await finishAll(finish, 2);
    await done;
    const { messenger, chatIs, edits } = busyMessenger();
    chatIs('busy');
    expect(await markInterrupted(harness.messages, messenger, harness.chat)).toBe(0);
    chatIs('back');
    expect(await markInterrupted(harness.messages, messenger, harness.chat)).toBe(1);
    expect(edits.map(({ summary }) => summary)).toEqual(['Samaritan: Both tenants work · our own tokens are fine']);
    expect(await markInterrupted(harness.messages, messenger, harness.chat)).toBe(0);
    expect(harness.keptMessages()).toEqual([]);
  });

  it('is not told again where what the chat does not take is no report', async () => {
    const harness = await createHarness();
    const { reply, done } = harness.start(harness.toCommand('check', { tenant: 'Tenant' }));
    reply.owes = () => true;
    await done;
    expect(reply.last.status).toBe('question');
    expect(harness.everKept).not.toEqual([]);
    expect(harness.keptMessages()).toEqual([]);
  });

  it('is edited at most every two seconds of the clock', async () => {
    const { cloud, finish } = slowCloud(12);
    const harness = await createHarness({ cloud });
    const { reply, done } = harness.start(harness.toCommand('testtokens'));
    await settle();
    for (let number = 1; number <= 12; number += 1) {
      await harness.clock.advance(700);
      await finish(number);
    }
    await done;
    const times = reply.shown.filter((one) => isProgress(one.card)).map((one) => one.at);
    expect(times.length).toBeGreaterThan(3);
    for (const [index, at] of times.entries()) {
      if (index > 0) expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(2000);
    }
  });

  it('shows what changed too soon in its time, also where nothing changes any more', async () => {
    const { cloud, finish } = slowCloud(3);
    const harness = await createHarness({ cloud });
    const { reply, done } = harness.start(harness.toCommand('testtokens'));
    await settle();
    await harness.clock.advance(500);
    await finish(1);
    expect(linesOf(reply.last).join()).not.toContain('1 of 3 tenants');
    await harness.clock.advance(1500);
    await settle();
    expect(linesOf(reply.last).join()).toContain('1 of 3 tenants');
    await finishAll(finish, 3);
    await done;
  });

  it('waits for an edit that is still on its way', async () => {
    const { cloud, finish } = slowCloud(3);
    const harness = await createHarness({ cloud });
    const { reply, done } = harness.start(harness.toCommand('testtokens'));
    await settle();
    const show = reply.show.bind(reply);
    const shown: string[] = [];
    let arrive = (): void => {};
    reply.show = async (card, options) => {
      if (isProgress(card)) {
        await new Promise<void>((resolve) => {
          arrive = resolve;
        });
      }
      shown.push(card.status ?? '');
      await show(card, options);
    };
    await harness.clock.advance(5000);
    await finish(1);
    await harness.clock.advance(5000);
    await finish(2);
    await finish(3);
    expect(shown).toEqual([]);
    arrive();
    await done;
    expect(shown).toEqual(['running', 'fine']);
  });

  it('ends with what was found when somebody cancels, and says that it was interrupted', async () => {
    const { cloud, finish } = slowCloud(12);
    const harness = await createHarness({ cloud });
    const { reply, done } = harness.start(harness.toCommand('testtokens'));
    await settle();
    await finish(1);
    const pressed = await harness.press(buttonOf(reply.last, 'Cancel'), { person: person(2) });
    expect(pressed.plan).toMatchObject({ effect: 'replace' });
    await finishAll(finish, 12);
    await done;
    expect(reply.last.summary).toMatch(/interrupted, \d+ not tested/);
    expect(cloud.asked).toContain('aborted');
  });

  it('is not cancelled by who may only look', async () => {
    const { cloud, finish } = slowCloud(2);
    const harness = await createHarness({ cloud });
    const { reply, done } = harness.start(harness.toCommand('testtokens'));
    await settle();
    const pressed = await harness.press(buttonOf(reply.last, 'Cancel'), { person: VIEWER });
    expect(pressed.reply.last.status).toBe('refused');
    expect(cloud.asked).not.toContain('aborted');
    await finishAll(finish, 2);
    await done;
  });

  it('is told by Cancel where a card was left that says it still runs', async () => {
    const { cloud, finish } = slowCloud(2);
    const harness = await createHarness({ cloud });
    const { reply, done } = harness.start(harness.toCommand('testtokens'));
    await settle();
    const cancel = buttonOf(reply.last, 'Cancel');
    await finishAll(finish, 2);
    await done;
    // On its way when the result came: the result stays.
    expect((await harness.press(cancel)).reply.shown).toMatchObject([{ way: 'privately' }]);
    await harness.clock.advance(3 * 60_000);
    const { reply: left } = await harness.press(cancel);
    expect(left.shown).toMatchObject([{ way: 'shown', card: { status: 'ended' } }]);
    const report = await harness.press(buttonOf(left.last, 'Show the report'));
    expect(report.reply.last.title).toBeDefined();
  });

  it('says that there is nothing to cancel any more', async () => {
    const harness = await createHarness();
    const { reply } = await harness.press('s1~cancel~01JX0000000000000000009999');
    expect(reply.last.summary).toBe('This sweep is not under way any more.');
    expect(reply.shown[0]?.way).toBe('privately');
  });
});

describe('two who start the same sweep', () => {
  it('share one, and the second is told whose it is', async () => {
    const { cloud, finish } = slowCloud(3);
    const harness = await createHarness({ cloud });
    const first = harness.start(harness.toCommand('testtokens'));
    await settle();
    await harness.clock.advance(12_000);
    const second = harness.start(harness.toCommand('testtokens', { connection: 'DEFAULT' }), { person: person(1) });
    await settle();
    expect(harness.opened()).toBe(1);
    expect(linesOf(second.reply.last)).toContain(
      'This was already running: Tess started it 12 s ago. You see the same sweep.',
    );
    expect(textOf(first.reply.last)).not.toContain('already running');
    await finishAll(finish, 3);
    await Promise.all([first.done, second.done]);
    expect(first.reply.last).toEqual(second.reply.last);
    expect(harness.runIds().length).toBe(1);
    expect((await harness.audited()).map((row) => row.outcome)).toEqual(['allowed', 'allowed']);
  });

  it('do not share what is not the same', async () => {
    const { cloud, finish } = slowCloud(3);
    const harness = await createHarness({ cloud });
    const asked = [
      harness.start(harness.toCommand('testtokens')),
      harness.start(harness.toCommand('testtokens', { only: 'graph' })),
      harness.start(harness.toCommand('check', { tenant: 'Tenant 1' })),
    ];
    await settle();
    expect(harness.opened()).toBe(3);
    await finishAll(finish, 3);
    await Promise.all(asked.map((one) => one.done));
  });
});

describe('as many sweeps as may run at once', () => {
  it('refuse one more of the same workspace, to who asked alone, and say how long they will take', async () => {
    const { cloud, finish } = slowCloud(4);
    const harness = await createHarness({ cloud, mostPerWorkspace: 1 });
    const first = harness.start(harness.toCommand('testtokens'));
    await settle();
    await harness.clock.advance(10_000);
    await finish(1);
    const second = await harness.command('testtokens', { only: 'graph' }, { place: BOUND });
    expect(second.reply.public).toEqual([]);
    expect(second.reply.last).toMatchObject({
      status: 'not now',
      summary: '1 sweep is under way here, which is as many as may run at once.',
    });
    expect(linesOf(second.reply.last)).toContain(
      'Tess: connection default, 1 of 4 tenants · 0 failing so far · about 30 s left.',
    );
    const elsewhere = harness.start(harness.toCommand('testtokens', { only: 'graph' }), {
      place: { ...BOUND, workspaceId: '90000000000000002' },
    });
    await settle();
    expect(harness.opened()).toBe(2);
    await finishAll(finish, 4);
    await Promise.all([first.done, elsewhere.done]);
    expect((await harness.command('testtokens', { only: 'graph' })).reply.last.status).toBe('fine');
  });

  it('say that nothing is started while Samaritan is being stopped', async () => {
    const harness = await createHarness();
    await harness.desk.stop();
    const { reply } = await harness.command('testtokens');
    expect(reply.last.summary).toBe('Samaritan is being stopped, so nothing new is started.');
    expect(harness.cloud.asked).toEqual([]);
  });

  it('stays as it is where another process leads it on, and a program is told so', async () => {
    const harness = await createHarness();
    const start = harness.desk.start.bind(harness.desk);
    harness.desk.start = (order) => {
      const started = start(order);
      if (started.kind === 'refused') throw new Error(started.why);
      const done = started.sweep.done.then(() => Promise.reject(new LostRun('RUN')));
      return { ...started, sweep: { ...started.sweep, done } };
    };
    const { reply } = await harness.command('testtokens');
    expect(reply.last.status).toBe('running');
    expect(harness.keptMessages()).toHaveLength(1);
    const program = { ...person(5), platform: 'api' } as const;
    const subject = `api:token:${program.id}`;
    await harness.access.grant({ subject, role: 'technician', grantedAt: 0, grantedBy: 'test' });
    await harness.gate.refresh();
    const asked = await harness.command('testtokens', {}, { person: program });
    expect(asked.reply.last.summary).toMatch(/the sweep goes on without this process/);
    expect(harness.faults).toEqual([]);
  });
});

describe('a sweep of which Microsoft asks to wait for a few', () => {
  const THROTTLED: Fault = { kind: 'throttled', httpStatus: 429, codes: [], retryAfterMs: 120_000 };
  const MINUTES = 60_000;

  /** Four tenants, of which Graph answers two only when it is asked again; the last so many times later than the other. */
  async function waiting(again: (tenant: string, nth: number) => Answer<void> = () => pass(undefined)) {
    const asked = new Map<string, number>();
    const cloud = fakeCloud({
      customers: pass({ customers: customers(4), unusableEntries: 0 }),
      users: (tenant) => {
        const nth = (asked.get(tenant) ?? 0) + 1;
        asked.set(tenant, nth);
        if (![tenantId(3), tenantId(4)].includes(tenant)) return pass(undefined);
        return nth === 1 ? refuse(THROTTLED) : again(tenant, nth);
      },
    });
    const judged: Report[] = [];
    const harness = await createHarness({ cloud, onReport: async (report) => void judged.push(report) });
    const { reply, done } = harness.start(harness.toCommand('testtokens'));
    await settle();
    return { harness, reply, done, judged };
  }
  const titleOf = (card: Card): string => card.summary.replace('Samaritan: ', '');

  it('tells what is known at once, names whom it waits for, and completes the same message', async () => {
    const { harness, reply, done, judged } = await waiting();
    expect(titleOf(reply.last)).toBe('2 of 4 tenants work, 2 wait for Microsoft · our own tokens are fine');
    expect(reply.last.status).toBe('not complete');
    expect(textOf(reply.last)).toMatch(
      /Microsoft asks to wait until .+; then this answer is completed with Tenant 3, Tenant 4/,
    );
    expect(textOf(reply.last)).not.toMatch(/How to fix|Start with/);
    // What is not known replaces nothing that is: such a tenant counts neither as broken nor as well.
    expect(judged.map(({ totals }) => [totals.pass, totals.fail, totals.skipped])).toEqual([[2, 0, 2]]);
    expect(harness.keptMessages()).toHaveLength(1);
    await harness.clock.advance(119_000);
    await settle();
    expect(reply.last.status).toBe('not complete');
    await harness.clock.advance(1000);
    await done;
    expect(titleOf(reply.last)).toBe('All 4 tenants work · our own tokens are fine');
    expect(reply.shown.every(({ way }) => way === 'shown')).toBe(true);
    expect(judged.map(({ run, totals }) => [run.kind, totals.tenants])).toEqual([
      ['testtokens', 4],
      ['retest', 2],
    ]);
    const [runId = ''] = harness.runIds();
    expect(await harness.reports.read(runId)).toMatchObject({ totals: { pass: 4 }, run: { status: 'completed' } });
    expect(harness.keptMessages()).toEqual([]);
  });

  it('completes it step by step where some have to be waited for longer, and says what fails in the end', async () => {
    const { harness, reply, done } = await waiting((tenant, nth) => {
      if (tenant === tenantId(3)) return refuse(code(53003));
      return nth === 2 ? refuse({ ...THROTTLED, retryAfterMs: 5 * MINUTES }) : pass(undefined);
    });
    await harness.clock.advance(2 * MINUTES);
    await settle();
    expect(titleOf(reply.last)).toMatch(/^1 of 4 tenants fails, 1 waits for Microsoft/);
    await harness.clock.advance(5 * MINUTES);
    await done;
    expect(titleOf(reply.last)).toMatch(/^1 of 4 tenants fails/);
    expect(textOf(reply.last)).not.toMatch(/wait/);
  });

  it('calls it unknown once its patience is over', async () => {
    const { harness, reply, done } = await waiting(() => refuse({ ...THROTTLED, retryAfterMs: 20 * MINUTES }));
    await harness.clock.advance(2 * MINUTES);
    await done;
    expect(titleOf(reply.last)).toMatch(/^2 of 4 tenants are unknown/);
  });

  it('is told as interrupted, with whom it did not come to, when Samaritan stops, and stays owed', async () => {
    const { harness, reply, done } = await waiting();
    await harness.desk.stop();
    await done;
    expect(titleOf(reply.last)).toMatch(/^2 of 4 tenants work, interrupted, 2 not tested/);
    expect(textOf(reply.last)).toMatch(/Not tested: Tenant 3, Tenant 4/);
    expect(textOf(reply.last)).not.toMatch(/completed/);
    expect(harness.keptMessages()).toHaveLength(1);
  });

  it('is completed by the next process, in the same message and once, however many look at it', async () => {
    const { harness, judged } = await waiting();
    const [message] = harness.keptMessages();
    if (!message) throw new Error('no message was kept');
    const shown: string[] = [];
    const messenger = { edit: async (_: string, card: Card) => void shown.push(titleOf(card)) };
    await harness.messages.keep({ ...message, address: 'another' });
    harness.die();
    const told = { platform: message.platform, ...messenger } as unknown as Messenger;
    expect(await markInterrupted(harness.messages, told, harness.chat)).toBe(2);
    expect(shown).toEqual(Array(2).fill(expect.stringMatching(/^2 of 4 tenants work, 2 wait for Microsoft/)));
    await harness.clock.advance(2 * MINUTES);
    await settle();
    expect(shown.slice(2)).toEqual(Array(2).fill(expect.stringMatching(/^All 4 tenants work/)));
    // This process itself had waited too, and so had the next: two readers of one report are one of them.
    expect(judged.filter(({ run }) => run.kind === 'retest')).toHaveLength(2);
  });

  it('is completed once the chat takes it again, by the process that waited', async () => {
    const { harness } = await waiting();
    const [message] = harness.keptMessages();
    if (!message) throw new Error('no message was kept');
    await harness.messages.keep({ ...message, address: 'another' }, message);
    harness.die();
    const { messenger, chatIs, edits } = busyMessenger();
    const faults: unknown[] = [];
    const mark = () => markInterrupted(harness.messages, messenger, harness.chat, (error) => void faults.push(error));
    await mark();
    chatIs('busy');
    await harness.clock.advance(2 * MINUTES);
    await settle();
    await mark();
    expect(edits).toHaveLength(1);
    chatIs('back');
    await mark();
    await settle();
    expect(edits.map(titleOf)[1]).toMatch(/^All 4 tenants work/);
    expect(faults).toEqual([]);
    expect(harness.keptMessages()).toEqual([]);
  });

  it('is cut once nobody waits any more', async () => {
    const { harness } = await waiting();
    const [message] = harness.keptMessages();
    if (!message) throw new Error('no message was kept');
    const [report] = await harness.keptReports();
    if (!report) throw new Error('no report was kept');
    await harness.reports.keep({ ...report, run: { ...report.run, startedAt: report.run.startedAt - 16 * MINUTES } });
    const card = await harness.chat.owed(message);
    expect(card && titleOf(card)).toMatch(/^2 of 4 tenants work, interrupted/);
    expect(harness.chat.rest?.(message)).toBeUndefined();
    expect((await harness.keptReports())[0]?.waitingUntil).toBeUndefined();
  });

  it('leaves nobody for later where most are', async () => {
    const cloud = fakeCloud({
      customers: pass({ customers: customers(3), unusableEntries: 0 }),
      users: (tenant) => (tenant === tenantId(1) ? pass(undefined) : refuse(THROTTLED)),
    });
    const { reply } = await (await createHarness({ cloud })).command('testtokens');
    expect(titleOf(reply.last)).toMatch(/^2 of 3 tenants are unknown/);
  });
});
