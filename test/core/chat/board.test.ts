import { describe, expect, it } from 'vitest';
import { tenantCheckIds } from '../../../src/core/model/checks/check.ts';
import { buttonOf, labelsOf, textOf } from '../cards/card-texts.ts';
import { tenantId } from '../fixtures.ts';
import { ADMIN, CHANNEL, VIEWER } from './harness.ts';
import { openBoard } from './open-board.ts';

describe('the morning’s board', () => {
  it('begins with what is new, of which one press takes each, and says who has it', async () => {
    const { harness, board } = await openBoard();
    const before = await board();
    expect(before).toMatchObject({ tone: 'bad', summary: '2 matters with 3 incidents are open · 2 new' });
    expect(textOf(before)).toMatch(/theirs · Tenant 1, Tenant 2 · since /);
    expect(labelsOf(before)).toEqual([
      ...['How to fix', 'Messages for both', 'Acknowledge', 'How to fix', 'Acknowledge', 'Acknowledge all'],
    ]);
    const { plan, reply } = await harness.press(buttonOf(before, 'Acknowledge'));
    expect(plan).toMatchObject({ kind: 'answer', effect: 'replace' });
    const after = reply.last;
    expect(after.summary).toBe('2 matters with 3 incidents are open · 1 new');
    expect(textOf(after)).toMatch(/^Known$/m);
    expect(textOf(after)).toContain('Tess has it since');
  });

  it('gives all that nobody has to who presses, and to no viewer', async () => {
    const { harness, board } = await openBoard();
    const all = buttonOf(await board(), 'Acknowledge all');
    expect((await harness.press(all, { person: VIEWER })).reply.last.status).toBe('refused');
    expect((await harness.press(all)).reply.last.summary).toBe('2 matters with 3 incidents are open · none is new');
    expect((await harness.press('s1~board~another')).reply.last.summary).toBe(
      '2 matters with 3 incidents are open · none is new',
    );
    expect((await harness.press('s1~ackall~another')).reply.last.status).toBe('over');
  });

  it('is drawn again as it was asked for, unless others would see one person’s part of it', async () => {
    const { harness } = await openBoard();
    const asked = (await harness.command('status', { connection: 'default' }, {})).reply.last;
    const id = buttonOf(asked, 'Acknowledge');
    expect(id).toMatch(/^s1~board~INC-\w+~connection=default$/);
    expect((await harness.press(id)).reply.last.summary).toBe('2 matters with 3 incidents are open · 1 new');
    expect((await harness.press('s1~board~default~connection=nowhere')).reply.last.status).toBe('not done');
  });

  it('is two presses from an alert to the messages for all, and waits for those who were written to', async () => {
    const { harness, board, alert, toDigest } = await openBoard();
    const fix = (await harness.press(buttonOf(alert, 'How to fix'))).reply.last;
    const first = await harness.press(buttonOf(alert, 'Messages for both'));
    const messages = first.reply.last;
    expect(textOf(messages)).toContain('Tenant 1');
    expect(first.reply.audience).toBe('private');
    const [file] = first.reply.shown.at(-1)?.options.files ?? [];
    // Teams asks before it takes a file, so there it is the second press.
    const teams = { person: ADMIN, place: { ...CHANNEL, platform: 'teams' } } as const;
    for (const from of [alert, await board(), await toDigest()]) {
      if (!from) throw new Error('nothing is told');
      const page = (await harness.press(buttonOf(from, 'Messages for both'), teams)).reply;
      expect(page.shown.at(-1)?.options.files).toBeUndefined();
      const asFile = await harness.press(buttonOf(page.last, 'All in one file'), teams);
      expect(asFile.reply.shown.at(-1)?.options.files).toEqual([file]);
    }
    const written = new TextDecoder().decode(file?.content);
    expect(file?.name).toBe('messages.txt');
    expect(written.match(/(?<==\n)Tenant \d/g)).toEqual(['Tenant 1', 'Tenant 2']);
    const next = (await harness.press(buttonOf(messages, 'Next'))).reply.last;
    expect(textOf(next)).toContain('Tenant 2');
    const copies = [messages, next].flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'copy'));
    expect(copies.map(({ text }) => written.includes(text))).toEqual([true, true]);
    expect((await harness.press(buttonOf(messages, 'All mailed'), { person: VIEWER })).reply.last.status).toBe(
      'refused',
    );
    const noted = (await harness.press(buttonOf(messages, 'All mailed'))).reply.last;
    expect(noted.summary).toBe('2 customers were written to.');
    expect(textOf(await board())).toMatch(/^Waiting for the customer\n.*Tess wrote to the customer on/m);
    expect((await harness.press(buttonOf(noted, 'Back'))).reply.last.summary).toBe(fix.summary);
  });
});

describe('Expected here', () => {
  it('asks why and for how long, ends the incident, and can be undone: for administrators', async () => {
    const { harness, watching, board, alert } = await openBoard();
    const fix = (await harness.press(buttonOf(alert, 'How to fix'))).reply.last;
    const id = buttonOf(fix, 'Expected here');
    const { plan } = await harness.press(id, { person: ADMIN });
    if (plan.kind !== 'form') throw new Error('no form was shown');
    expect(plan.form.fields.map(({ name, value }) => [name, value])).toEqual([
      ['reason', undefined],
      ['until', '90d'],
    ]);
    const refused = await harness.press(plan.form.id, {}, { reason: 'x' });
    expect(refused.reply.last.status).toBe('refused');
    const typed = { reason: 'no Exchange bought', until: '30d' };
    for (const wrong of [
      { ...typed, reason: ' ' },
      { ...typed, until: 'some day' },
    ]) {
      expect((await harness.press(plan.form.id, { person: ADMIN }, wrong)).reply.last.status).toBe('not done');
    }
    const done = (await harness.press(plan.form.id, { person: ADMIN }, typed)).reply.last;
    expect(done.summary).toBe('graph.token is expected to fail in 2 tenants.');
    expect(watching.tables.accepted.map(({ tenantId: id, checkId, reason }) => [id, checkId, reason])).toEqual(
      [1, 2].map((number) => [tenantId(number), 'graph.token', 'no Exchange bought']),
    );
    expect((await board()).summary).toBe('1 matter is open · 1 new');
    expect(textOf(await board())).toMatch(/^Accepted\n.*graph\.token: no Exchange bought · by Ada/m);
    const undo = buttonOf(done, 'Undo');
    expect((await harness.press(undo)).reply.last.status).toBe('refused');
    await harness.press(undo, { person: ADMIN });
    expect(watching.tables.accepted).toEqual([]);
  });
});

describe('an excluded tenant', () => {
  it('is not signed in to, shows as excluded and never as fine, until that is taken back', async () => {
    const { harness, watching } = await openBoard();
    const common = { connection: 'default', tenantId: tenantId(2), checkId: 'sign-in', until: null } as const;
    watching.tables.accepted.push({ ...common, reason: 'left us', acceptedAt: 0, acceptedBy: 'Ada' });
    const { reply } = await harness.command('testtokens');
    expect(harness.cloud.asked.filter((one) => one.includes(tenantId(2)))).toEqual([]);
    expect(reply.last.summary).toBe('Samaritan: 2 of 3 tenants work, 1 excluded · our own tokens are fine');
    const [report] = await harness.keptReports();
    expect(report?.tenants.find((one) => one.tenantId === tenantId(2))).toMatchObject({
      status: 'skipped',
      excluded: true,
      checks: [
        { reason: 'Excluded, so not signed in to: left us' },
        ...tenantCheckIds()
          .slice(1)
          .map(() => ({})),
      ],
    });
    watching.tables.accepted.length = 0;
    const again = await harness.command('testtokens');
    expect(again.reply.last.summary).toContain('All 3 tenants work');
  });
});
