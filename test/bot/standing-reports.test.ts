import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardFile } from '../../src/core/cards/card.ts';
import type { ArgumentValue } from '../../src/core/chat/calls/chat-request.ts';
import type { Person } from '../../src/core/model/people/person.ts';
import type { HistoryView } from '../../src/core/watch/history/history-view.ts';
import { deliverEntry, type MadeReport } from '../../src/core/watch/notifications/deliver-entry.ts';
import type { PeriodReport } from '../../src/core/watch/reports/period-report.ts';
import { tellReports } from '../../src/core/watch/reports/tell-reports.ts';
import { createTestClock } from '../adapters/storage/results.ts';
import { CHANNEL, person } from '../core/chat/harness.ts';
import { code, fakeCloud, grant, pass, refuse } from '../core/fake-cloud.ts';
import { tenantId } from '../core/fixtures.ts';
import { pick, seededRandom } from '../core/watch/seeded-random.ts';
import { StandInMessenger } from '../core/watch/stand-in-messenger.ts';
import { type ChatOverDatabase, openChatOverDatabase } from './chat-over-database.ts';

const HOUR = 3_600_000;
/** A Monday. */
const MONDAY = Date.UTC(2026, 10, 16);
const NEXT = MONDAY + 7 * 24 * HOUR;
const PLACE = `discord:channel:${CHANNEL.channelId}`;
const TESS = person(2, { name: 'Tess' });
/** Administrator for the tenants of one tag. */
const LIM = person(5, { name: 'Lim' });
const NAMES = ['Quartzite', 'Owlery', 'Thirdly', 'Fourthly'];

const cloud = fakeCloud({
  customers: pass({
    customers: NAMES.map((name, index) => ({
      tenantId: tenantId(index + 1),
      displayName: name,
      defaultDomainName: `${name.toLowerCase()}.example`,
    })),
    unusableEntries: 0,
  }),
  redeem: ({ authorityTenant }) => grant(authorityTenant),
  users: () => pass(undefined),
});
const clock = createTestClock();
let ids = 0;
const newId = (): string => {
  ids += 1;
  return `01J${String(ids).padStart(23, '0')}`;
};
let over: ChatOverDatabase;
let make: (name: string, at?: number) => Promise<MadeReport | { problem: string } | null>;
let roles: readonly string[] | null = [];

const ask = async (name: string, values: Readonly<Record<string, ArgumentValue>> = {}, who?: Person) =>
  (await over.reply({ kind: 'command', name, values }, CHANNEL, who)).shown.at(-1);
const dataOf = async <T>(name: string, values: Readonly<Record<string, ArgumentValue>>): Promise<T> => {
  const shown = await ask(name, values);
  if (!shown?.options.json) throw new Error(JSON.stringify(shown?.card));
  return shown.options.json as T;
};
/** What is in them, without how it looks. */
const textOf = (files: readonly CardFile[]): string =>
  files
    .map(({ content }) =>
      Buffer.from(content)
        .toString()
        .replace(/<style>.*<\/style>/s, ''),
    )
    .join();
const failFor = (...numbers: number[]): void => {
  cloud.answers.users = (tenant) =>
    numbers.some((one) => tenantId(one) === tenant) ? refuse(code(53003)) : pass(undefined);
};
const tell = () => tellReports({ store: over.storage.standingReports, clock, newId });
const waiting = () => over.storage.outbox.due({ now: clock.now(), limit: 99, exceptPlaces: [] });

beforeAll(async () => {
  clock.set(MONDAY + HOUR);
  over = await openChatOverDatabase({ clouds: { open: () => cloud }, log: pino({ level: 'silent' }), clock });
  const maker = over.chat.reportMaker(async () => roles);
  make = (report, to = NEXT) => maker({ kind: 'report', report, from: to - 7 * 24 * HOUR, to, dueAt: to + 7 * HOUR });
  await ask('access grant', { subject: `discord:user:${TESS.id}`, role: 'technician' });
  // What nothing was read of is no end: this one ends soon.
  for (let sweep = 0; sweep < 12; sweep += 1) {
    clock.set(MONDAY + (1 + 12 * sweep) * HOUR);
    failFor(...(sweep >= 2 && sweep < 6 ? [1] : []), ...(sweep >= 9 ? [2, 3] : []));
    await ask('testtokens', {}, TESS);
    if (sweep === 4) {
      const { groups } = await over.storage.incidents.loadNotifications(0);
      await over.runtime.watch.respond(groups.find(({ cause }) => cause === 'access.conditional-access')?.id ?? '', {
        kind: 'acknowledge',
        by: 'Tess',
        reason: 'our note',
      });
    }
  }
  const tenant = { tenantId: tenantId(1), displayName: 'Quartzite', defaultDomainName: null };
  const finding = { key: 'k', cause: 'gdap.expiring', owner: 'partner', severity: 'warning', tenant } as const;
  const reason = 'The relationship “Inner name” with Quartzite ends on 2026-12-10.';
  await over.runtime.watch.recordReading({
    ...{ connection: 'default', source: 'expiry', at: clock.now(), unjudged: [] },
    findings: [{ ...finding, stage: '14', rank: 2, reason }],
  });
});
afterAll(() => over.close());

describe('a report of a week', () => {
  it('says what failed, how long, who had it, what mended it, and what ends soon', async () => {
    clock.set(NEXT + HOUR);
    await ask('reports add', { name: 'weekly', every: 'week' });
    const made = await make('weekly');
    if (!made || 'problem' in made) throw new Error('nothing was made');
    const card = JSON.stringify(made.card);
    expect(card).toContain('16 Nov to 22 Nov 2026, days in UTC');
    expect(card).toMatch(/Quartzite: The relationship/);
    const page = textOf(made.files);
    expect(page).toMatch(
      /Conditional Access[^\n]*\n.*Quartzite.*2 d.*Mended, found when Tess tested again, Tess had it/,
    );
    expect(page).toContain('open at the end');
    expect(page).toContain('default-src &#39;none&#39;');
    expect(made.files.map(({ name }) => name)).toEqual(['week-until-2026-11-22.html', 'week-until-2026-11-22.csv']);
    const again = await over.reply({ kind: 'action', id: made.files[0]?.again ?? '', inputs: {} });
    expect(again.shown.at(-1)?.options.files?.map(({ name }) => name)).toEqual(made.files.map(({ name }) => name));
    const rows = Buffer.from(made.files[1]?.content ?? [])
      .toString()
      .trim()
      .split('\r\n');
    expect(rows.map((row) => row.split(',', 1)[0]?.trim().replace('\uFEFF', ''))).toEqual([
      ...[
        'kind',
        'tenant',
        'tenant',
        'tenant',
        'tenant',
        'incident',
        'incident',
        'incident',
        'incident',
        'incident',
        'ends',
      ],
    ]);
  });

  it('for a customer names nobody else, none of us, and nothing of ours', async () => {
    const values = { name: 'theirs', every: 'week', tenant: tenantId(1), for: 'customer' };
    await ask('reports add', values);
    const made = await make('theirs');
    if (!made || 'problem' in made) throw new Error('nothing was made');
    const all = JSON.stringify(made.card) + textOf(made.files);
    expect(all).toContain('Our access to the Microsoft 365 of Quartzite worked in 69.23 % of the tested time');
    expect(all).toContain('A sign-in rule refused our access');
    expect(all).toContain('The access that you gave us ends within 14 days');
    const shown = JSON.stringify((await ask('reports show', { name: 'theirs' }))?.options.json);
    for (const text of [all, shown])
      expect(text).not.toMatch(
        /Owlery|Thirdly|Fourthly|Tess|INC-|our note|Inner name|connection|samaritan|000000000[2-9]/i,
      );
  });

  it('counts what history counts, whatever happened and however much later it is made', async () => {
    const random = seededRandom(7);
    const whole = 7 * 24 * HOUR;
    for (let week = 1; week <= 3; week += 1) {
      const end = NEXT + week * whole;
      for (let at = end - whole; at < end; at += pick([5, 11, 30, 55], random) * HOUR) {
        clock.set(Math.min(at + Math.floor(HOUR * random()), end - 1));
        failFor(...[1, 2, 3, 4].filter(() => random() < 0.4));
        await ask('testtokens', {}, TESS);
      }
      for (const about of [{}, { tenant: tenantId(2) }]) {
        clock.set(end - 1);
        const { history } = await dataOf<{ history: HistoryView }>('history', { ...about, days: 7 });
        clock.set(end + Math.floor(random() * 24 * HOUR));
        const { report } = await dataOf<{ report: PeriodReport }>('reports show', about);
        const { plainTitle, columns, rows, more, incidents, ...numbers } = history;
        expect(report.numbers).toEqual(numbers);
        // History is asked in the last millisecond.
        const lasted = report.incidents.map((one) => [
          one.reference,
          one.durationMs - (one.to === null ? 1 : 0),
          one.to,
        ]);
        const theirs = incidents.map(({ reference, durationMs, closedAt }) => [reference, durationMs, closedAt]);
        expect(lasted.sort()).toEqual(theirs.sort());
        for (const { tenantId: id, uptimePercent } of rows)
          if (id) expect(report.tenants.find((one) => one.tenantId === id)?.uptimePercent).toBe(uptimePercent);
      }
    }
  });
});

describe('what is reported every week', () => {
  const end = NEXT + 4 * 7 * 24 * HOUR;

  it('is told once, from its hour on, and once for all that went by while nothing ran', async () => {
    for (const { name } of await over.storage.standingReports.list()) await over.storage.standingReports.remove(name);
    clock.set(end - 25 * 24 * HOUR);
    await ask('reports add', { name: 'weekly', every: 'week', hour: 7 });
    clock.set(end + 6 * HOUR);
    await tell();
    expect((await waiting()).map(({ content }) => content)).toMatchObject([{ to: end - 7 * 24 * HOUR }]);
    clock.set(end + 7 * HOUR);
    await Promise.all([tell(), tell()]);
    await tell();
    const told = await over.storage.outbox.depth();
    expect(told.waiting).toBe(2);
    await over.storage.outbox.drop((await waiting())[0]?.id ?? '', 0, null);
    const [entry] = await waiting();
    expect(entry).toMatchObject({ place: PLACE, content: { kind: 'report', report: 'weekly', to: end } });
    if (!entry) throw new Error('nothing waits');
    const messenger = new StandInMessenger('discord', true);
    const result = await deliverEntry(entry, {
      messengers: new Map([['discord', messenger]]),
      cards: async () => null,
      reports: async ({ report, to }) => await make(report, to),
      begin: async () => {},
    });
    expect(result.kind).toBe('done');
  });

  it('is made for who set it up with the tenants of a tag, and of no other', async () => {
    await ask('tag add', { tenant: tenantId(2), tag: 'emea' });
    await ask('access grant', { subject: `discord:user:${LIM.id}`, role: 'admin', tag: 'emea' });
    await ask('reports add', { name: 'mine', every: 'week' }, LIM);
    const made = await make('mine', end);
    if (!made || 'problem' in made) throw new Error('nothing was made');
    expect(JSON.stringify(made.card) + textOf(made.files)).not.toMatch(/Quartzite|Thirdly|Fourthly/);
    expect(textOf(made.files)).toContain('Owlery');
    const listed = await ask('reports list', {}, LIM);
    expect(JSON.stringify(listed?.card)).toContain('mine');
    expect(JSON.stringify(listed?.card)).not.toContain('weekly');
    expect(JSON.stringify((await ask('reports add', { name: 'weekly', every: 'week' }, LIM))?.card)).toContain(
      'is taken',
    );
    await ask('reports remove', { name: 'weekly' }, LIM);
    expect((await over.storage.standingReports.list()).map(({ name }) => name)).toEqual(['mine', 'weekly']);
    const route = await ask('reports add', { name: 'out', every: 'week', to: 'route:boss' }, LIM);
    expect(JSON.stringify(route?.card)).toContain('Routes are for who sees every tenant');
  });

  it('stays about whom it was set up for, and is not made at all with rights for fewer', async () => {
    const boss = person(6, { name: 'Boss' });
    const access = async (what: 'grant' | 'revoke', who: Person, tag?: string) => {
      const subject = `discord:user:${who.id}`;
      await ask(`access ${what}`, { subject, ...(what === 'grant' && { role: 'admin' }), ...(tag && { tag: [tag] }) });
    };
    await ask('tag add', { tenant: tenantId(3), tag: 'apac' });
    await access('grant', boss);
    await ask('reports add', { name: 'all', every: 'week' }, boss);
    await ask('reports add', { name: 'two', every: 'week', tag: ['emea', 'apac'] }, boss);
    const listed = JSON.stringify(await ask('reports list'));
    expect(listed).toContain('every week, every tenant tagged emea or apac of connection default');
    await access('grant', LIM);
    for (const name of ['mine', 'all', 'two']) {
      const made = await make(name, end);
      if (!made || 'problem' in made) throw new Error('nothing was made');
      const names = NAMES.filter((one) => textOf(made.files).includes(one));
      expect([name, ...names]).toEqual([name, ...({ mine: ['Owlery'], two: ['Owlery', 'Thirdly'] }[name] ?? NAMES)]);
    }
    await access('revoke', LIM);
    for (const who of [LIM, boss]) {
      await access('revoke', who);
      await access('grant', who, 'emea');
    }
    const now = 'whoever set it up is administrator of those tagged emea alone now.';
    expect(await make('all', end)).toEqual({ problem: `It is about every tenant, and ${now}` });
    expect(await make('two', end)).toEqual({ problem: `It is about the tenants tagged emea or apac, and ${now}` });
    expect(await make('mine', end)).toHaveProperty('card');
    const [all] = (await over.storage.standingReports.list()).filter(({ name }) => name === 'all');
    if (!all) throw new Error('it was not kept');
    await over.storage.standingReports.put({
      ...all,
      tagged: { tags: ['emea'], withoutTags: [] },
      place: 'route:boss',
    });
    expect(await make('all', end)).toEqual({
      problem: `It goes to a route, which is for who sees every tenant, and ${now}`,
    });
    for (const name of ['all', 'two']) await over.storage.standingReports.remove(name);
  });

  it('is not made for who lost the right, or left', async () => {
    await ask('access revoke', { subject: `discord:user:${LIM.id}` });
    expect(await make('mine', end)).toEqual({
      problem: 'Whoever set it up is no administrator of Samaritan any more.',
    });
    roles = null;
    expect(await make('weekly', end)).toEqual({ problem: 'Whoever set it up is not there any more.' });
    roles = [];
    await ask('reports remove', { name: 'weekly' });
    expect(await make('weekly', end)).toBeNull();
  });

  it('is refused in one sentence where it can’t be', async () => {
    const refused = async (values: Record<string, ArgumentValue>) =>
      (await ask('reports add', { name: 'x', every: 'week', ...values }))?.card.summary;
    expect(await refused({ name: 'Über uns' })).toContain('A report’s name has');
    expect(await refused({ zone: 'Mars/Olympus' })).toContain('“Mars/Olympus” is not known');
    expect(await refused({ for: 'customer' })).toContain('name it with the argument tenant');
    expect(await refused({ tag: ['nobody'] })).toContain('“nobody”');
    expect(await refused({ to: 'discord:channel:70000000000000009' })).toContain(
      'In chat a report goes to the channel',
    );
    expect(await refused({ to: 'route:none' })).toContain('There is no route “none”');
    expect((await over.storage.standingReports.list()).map(({ name }) => name)).toEqual(['mine']);
  });
});
