import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cron } from '../../src/adapters/cron/create-cron.ts';
import { openStorage } from '../../src/adapters/storage/open-storage.ts';
import { askAsProgram } from '../../src/bot/http/ask-as-program.ts';
import { answersPrograms } from '../../src/bot/http/open-api.ts';
import { systemClock } from '../../src/bot/system-clock.ts';
import type { ArgumentValue, Call } from '../../src/core/chat/calls/chat-request.ts';
import { ANSWERED } from '../../src/core/chat/commands/registry.ts';
import { CHANNEL, HOME, person, WORKING } from '../core/chat/harness.ts';
import { code, fakeCloud, grant, pass, refuse } from '../core/fake-cloud.ts';
import { connection, tenantId } from '../core/fixtures.ts';
import { type ChatOverDatabase, openChatOverDatabase } from './chat-over-database.ts';
import { everyButton, everyCommand, placesIn, withoutTyped } from './every-call.ts';

/** Names, and the ends of ids, that only tenants of others have. */
const MARK = /quartzite|0000000008\d\d/i;
const MARKED = tenantId(801);
const OTHER = 'other';
/** Administrator for the tenants of one tag: of everything that can be had by tag, the most. */
const LIMITED = person(5, { name: 'Lim' });
/** Sees everything, and tests the tenants of one tag. */
const HALF = person(6, { name: 'Half' });

const customer = (number: number, name: string) => ({
  tenantId: tenantId(number),
  displayName: `${name} ${number}`,
  defaultDomainName: `${name.toLowerCase()}${number}.example`,
});
const OWN = [1, 2].map((number) => customer(number, 'Own'));
const FOREIGN = [801, 802, 803].map((number) => customer(number, 'Quartzite'));
/** The partner's own policy shuts out many; another thing fails for one of the others alone. */
const cloud = fakeCloud({
  customers: pass({ customers: [...FOREIGN, ...OWN], unusableEntries: 0 }),
  redeem: ({ authorityTenant }) => (authorityTenant === tenantId(803) ? refuse(code(700016)) : grant(authorityTenant)),
  users: (tenant) => (tenant === tenantId(2) ? pass(undefined) : refuse(code(53003))),
});
const otherCloud = fakeCloud({
  customers: pass({ customers: [customer(804, 'Quartzite')], unusableEntries: 0 }),
  users: () => refuse(code(53003)),
});

/** Answers with an article, with what was done, or with a week before these tests, which is looked at in `standing-reports.test.ts`. */
const SILENT: readonly string[] = [
  ...['explain', 'troubleshoot', 'help', 'maintenance remove', 'reports add', 'reports show'],
  ...['cancel', 'mailed', 'expect', 'unexpect', 'pick', 'ack', 'ackall', 'snooze', 'choose'],
];

let over: ChatOverDatabase;
let runIds: string[] = [];
let groupIds: string[] = [];
/** When each check of one of the others was tested. */
let before: number[] = [];
let [whole, shared, window, walk] = ['', '', '', ''];

const command = (name: string, values: Readonly<Record<string, ArgumentValue>> = {}, who?: typeof LIMITED) =>
  over.run({ kind: 'command', name, values }, CHANNEL, who);
const press = (id: string, who?: typeof LIMITED, inputs: Record<string, string> = {}) =>
  over.run({ kind: 'action', id, inputs }, CHANNEL, who);
const subjectOf = ({ id }: typeof LIMITED) => `discord:user:${id}`;

beforeAll(async () => {
  over = await openChatOverDatabase({
    clouds: { open: ({ connection: { name } }) => (name === OTHER ? otherCloud : cloud) },
    log: pino({ level: 'silent' }),
    loadAdded: async () => [
      {
        ...WORKING,
        name: OTHER,
        connection: { ...connection, name: OTHER, id: '01JX0000000000000000000THER' },
        workspaces: [HOME],
      },
    ],
  });
  await command('alerts subscribe');
  await command('testtokens', { connection: 'default' });
  await command('testtokens', { connection: OTHER });
  await command('check', { tenant: MARKED, connection: 'default' });
  for (const name of ['default', OTHER]) await confirm(name);
  const common = { connection: 'default' };
  for (const { tenantId: tenant } of OWN) await command('tag add', { ...common, tenant, tag: 'emea' });
  await command('tag add', { ...common, tenant: MARKED, tag: 'quartzite-tag' });
  await command('reports add', { ...common, name: 'quartzite-weekly', every: 'week', tenant: MARKED });
  await command('schedule add', { ...common, name: 'quartzite-nightly', cron: '0 3 * * *', tenant: [MARKED] });
  await command('accept add', { ...common, tenant: MARKED, check: 'exchange.read', reason: 'quartzite reason' });
  const maintained = { ...common, tenant: tenantId(802), to: '2h', reason: 'quartzite window' };
  window = /\b01[0-9A-HJKMNP-TV-Z]{24}\b/.exec(await command('maintenance add', maintained))?.[0] ?? '';
  walk =
    /walkcheck~([^~"]+)/.exec(await command('walk', { ...common, topic: 'consent-missing', tenant: MARKED }))?.[1] ??
    '';
  expect(await command('access grant', { subject: subjectOf(LIMITED), role: 'admin', tag: 'emea' })).toContain(
    'now has the role admin for the tenants tagged emea',
  );
  await command('access grant', { subject: subjectOf(HALF), role: 'viewer' });
  await command('access grant', { subject: subjectOf(HALF), role: 'technician', tag: 'emea' });
  const runs = await over.storage.runs.latestRuns('default', 9);
  const { groups } = await over.storage.incidents.loadNotifications(0);
  whole = runs.find(({ scope }) => scope === 'all')?.id ?? '';
  shared = groups.find((one) => one.connection === 'default' && one.cause === 'access.conditional-access')?.id ?? '';
  const others = await over.storage.runs.latestRuns(OTHER, 9);
  const told = groups.filter((one) => !one.partnerLevel && one.cause !== 'consent.missing').map(({ id }) => id);
  groupIds = told;
  runIds = [whole, runs[0]?.id ?? '', others[0]?.id ?? ''];
  before = (await over.storage.runs.currentStates('default', { tenantIds: [MARKED] })).map(({ testedAt }) => testedAt);
  expect([shared, window, walk].map((id) => id.length > 0)).toEqual([true, true, true]);
});
afterAll(() => over.close());

/** The second look, an hour later; and what is read of end dates. */
async function confirm(name: string): Promise<void> {
  const { runtime, storage } = over;
  const last = (await storage.runs.latestRuns(name, 9)).find(({ scope }) => scope === 'all');
  const report = await storage.reports.read(last?.id ?? '');
  if (!report) throw new Error('nothing was swept');
  const at = report.run.finishedAt + 3_600_000;
  await runtime.watch.recordSweep({ ...report, run: { ...report.run, id: `${report.run.id}B`, finishedAt: at } });
  const findings = [...OWN, ...FOREIGN].map((tenant) => ({
    ...({
      key: `gdap ${tenant.tenantId}`,
      cause: 'gdap.expiring',
      owner: 'partner',
      severity: 'warning',
      tenant,
    } as const),
    ...{ stage: '30 days', rank: 1, title: `${tenant.displayName} ends`, reason: `${tenant.displayName} ends soon.` },
  }));
  await runtime.watch.recordReading({ connection: name, source: 'expiry', at, findings, unjudged: [] });
}

it('keeps of who is subscribed by tags what concerns it then, before any start looks', async () => {
  const channelId = '77000000000000001';
  await over.run({ kind: 'command', name: 'alerts subscribe', values: { tag: ['emea'] } }, { ...CHANNEL, channelId });
  const { looks, groups } = await over.storage.incidents.loadNotifications(0);
  const kept = looks.filter(({ place }) => place.endsWith(channelId)).map(({ groupId }) => groupId);
  expect(kept).toContain('');
  expect(kept.length).toBeGreaterThan(1);
  expect(['', ...groups.map(({ id }) => id)]).toEqual(expect.arrayContaining(kept));
});

/** What was shown, without what was typed. */
async function shownFor(call: Call): Promise<string> {
  return withoutTyped(await over.run(call, CHANNEL, LIMITED), call);
}

/** Every command about what must not be seen. */
function allCommands() {
  const about = { tenant: MARKED, window, connection: OTHER, name: 'quartzite-nightly', tag: 'quartzite-tag' };
  return ['default', OTHER].flatMap((name) =>
    everyCommand({ ...about, connection: name }, (argument) => argument === 'tenant'),
  );
}

/** Every button about it, however forged. */
function allButtons(): Call[] {
  const indexes = [0, 1].flatMap((cause) => [0, 3].map((tenant) => [String(cause), String(tenant)]));
  const named = [
    ...['default', OTHER].flatMap((name) => [[name], [name, 'both', MARKED], [name, MARKED]]),
    ['default', 'both', 'tag:quartzite-tag'],
    ['default', 'all', '0'],
  ];
  const args = [
    ...placesIn(whole),
    ...runIds.slice(1).flatMap((id) => [[id], [id, '0']]),
    ...groupIds.map((id) => [id]),
    [shared, 'off'],
    ...indexes.map((at) => [whole, ...at]),
    ['consent-missing', '0', whole, '0', '0'],
    ['consent-missing', '0', whole, '1'],
    ...['done', 'back'].map((to) => [walk, '0', to]),
    ...named,
  ];
  return everyButton(args, groupIds.at(-1) ?? '');
}

async function markedIn(calls: readonly Call[]): Promise<string[]> {
  const told: string[] = [];
  for (const call of calls) {
    const shown = await shownFor(call);
    if (MARK.test(shown)) told.push(`${JSON.stringify(call)} ${shown}`);
  }
  return told;
}

describe('somebody whose role is for the tenants of a tag', () => {
  it('is told how many of the own there are', async () => {
    expect(await command('status', {}, LIMITED)).toContain('1 of your 2 tenants fails');
    expect(await press(`s1~report~${whole}`, LIMITED)).toContain('1 of your 2 tenants fails');
    expect(await command('testtokens', {}, LIMITED)).toContain('1 of your 2 tenants fails');
    expect(await command('history', {}, LIMITED)).toMatch(/of your 2 tenants.*tagged emea/);
    expect(await command('permissions', {}, LIMITED)).toContain('your 2 tenants');
    expect(await command('testtokens', { tenant: ['nobody'] }, LIMITED)).toContain('among your 2 customers');
  });

  it('opens the part of an incident, and has it for nobody else', async () => {
    expect(await press(`s1~incident~${shared}`, LIMITED)).toContain('Own 1');
    expect(await press(`s1~ack~${shared}`, LIMITED)).toContain('also concerns what is not yours');
    const [facts] = await over.storage.incidents.facts([shared]);
    expect(facts?.group.acknowledged).toBeNull();
  });

  it('may run what is of single tenants, which was decided for each command', () => {
    const offered = ANSWERED.filter(({ surfaces, wholeFleet }) => surfaces.includes('chat') && !wholeFleet);
    expect(offered.map(({ name }) => name).sort()).toEqual([
      ...['accept add', 'accept list', 'accept remove', 'check', 'explain', 'help', 'history', 'maintenance add'],
      ...['maintenance list', 'maintenance remove', 'permissions'],
      ...['reports add', 'reports list', 'reports remove', 'reports show', 'status', 'supportbundle', 'tag list'],
      ...['testtokens', 'troubleshoot', 'walk'],
    ]);
  });

  it('is named no other tenant by any command', async () => {
    expect(await markedIn(allCommands())).toEqual([]);
  });

  it('is named none that is nearly what was typed', async () => {
    const near = { tenant: 'quartzyte 801', name: 'quartzyte-nightly', tag: 'quartzyte-tag', connection: 'default' };
    expect(await markedIn(everyCommand(near, (argument) => argument === 'tenant'))).toEqual([]);
  });

  it('is named none by any answer for programs', async () => {
    await command('access grant', { subject: 'api:token:lim', role: 'admin', tag: 'emea' });
    const { gate } = over.runtime.parts;
    const asked: string[] = [];
    for (const one of answersPrograms(ANSWERED))
      for (const call of allCommands().filter(({ name }) => name === one.name)) {
        const { status, body } = await askAsProgram('lim', one, call.values, { chat: over.chat, gate });
        expect(withoutTyped(JSON.stringify(body), call), one.name).not.toMatch(MARK);
        if (status === 200) asked.push(one.name);
      }
    expect([...new Set(asked)].length).toBeGreaterThan(6);
  });

  it('is named none by any button, however forged', async () => {
    expect(await markedIn(allButtons())).toEqual([]);
  });

  it('is offered none while typing', async () => {
    const request = { person: LIMITED, place: CHANNEL };
    for (const { name, arguments: all } of ANSWERED)
      for (const argument of all)
        for (const typed of ['', 'quartzite', MARKED])
          expect(JSON.stringify(await over.chat.suggest(request, name, argument.name, typed))).not.toMatch(MARK);
    expect(await over.chat.suggest(request, 'check', 'tenant', 'own')).toHaveLength(2);
    expect(await over.chat.suggest(request, 'status', 'tag', '')).toEqual([{ label: 'emea', value: 'emea' }]);
  });

  it('has neither tested nor changed another', async () => {
    const { accepted, runs, schedules } = over.storage;
    const tested = await runs.currentStates('default', { tenantIds: [MARKED] });
    expect(tested.map(({ testedAt }) => testedAt)).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
    expect((await accepted.accepted('default')).filter(({ tenantId }) => tenantId === MARKED)).toHaveLength(1);
    expect((await accepted.windows('default', Date.now())).map(({ id }) => id)).toContain(window);
    expect((await schedules.list()).map(({ name }) => name)).toEqual(['quartzite-nightly']);
  });

  it('tests and opens its own by the buttons of a card that all see', async () => {
    const report = await over.storage.reports.read(whole);
    const cause = report?.causes.findIndex(({ id }) => id === 'access.conditional-access') ?? -1;
    const tenant = report?.tenants.findIndex((one) => one.tenantId === tenantId(1)) ?? -1;
    expect(await press(`s1~fix~${whole}~${cause}~${tenant}`, LIMITED)).toContain('Own 1');
    const fixed = await press(`s1~fix~${whole}~${cause}`, LIMITED);
    expect(fixed).toContain(`s1~retest~${whole}~${cause}~${tenant}`);
    expect(await press(`s1~retest~${whole}~${cause}`, LIMITED)).toContain('Own 1');
  });

  it('is told why it may not do what concerns every tenant, and is not offered it', async () => {
    const refused = await command('schedule list', {}, LIMITED);
    expect(refused).toContain('Your role admin is for the tenants tagged emea');
    expect(await command('maintenance add', { tenant: 'all', to: '2h' }, LIMITED)).toContain('concerns every tenant');
    const help = await command('help', {}, LIMITED);
    expect(help).toContain('/status');
    expect(help).not.toContain('/schedule');
  });

  it('may accept failures of its own, and of its tag', async () => {
    const given = { connection: 'default', check: 'graph.read', reason: 'theirs' };
    for (const tenant of [tenantId(1), 'tag:emea'])
      expect(await command('accept add', { ...given, tenant }, LIMITED)).toContain('is accepted from now on');
    expect(await command('accept add', { ...given, tenant: 'tag:quartzite-tag' }, LIMITED)).toContain('No tenant of');
    for (const tenant of [tenantId(1), 'tag:emea']) await command('accept remove', { ...given, tenant }, LIMITED);
    const but = { 'without-tag': 'emea', connection: 'default' };
    expect(await command('accept add', { ...but, reason: 'none' }, LIMITED)).toContain(
      'every tenant tagged emea, without',
    );
    expect(await command('accept list', { connection: 'default' }, LIMITED)).toContain(
      'every tenant tagged emea, without',
    );
    await command('accept remove', but, LIMITED);
    const whole = { ...but, 'without-tag': 'quartzite-tag' };
    expect(await command('accept add', { ...whole, reason: 'all' }, LIMITED)).toContain('No tenant of');
    for (const choice of [whole, { ...whole, tag: 'emea' }]) {
      await command('accept add', { ...choice, reason: 'all but' });
      expect(await command('accept list', { connection: 'default' }, LIMITED)).not.toMatch(MARK);
      await command('accept remove', choice);
    }
  });

  it('has of several grants what each gives', async () => {
    expect(await command('status', {}, HALF)).toMatch(MARK);
    expect(await command('testtokens', { tenant: [MARKED] }, HALF)).toContain('There is no tenant');
    expect(await command('testtokens', { connection: 'default' }, HALF)).not.toMatch(MARK);
  });

  it('is shown after a restart what it may see then', async () => {
    const owed = (asker: typeof LIMITED) =>
      over.chat.owed({
        ...{ runId: whole, platform: 'discord', address: 'a', again: 's1~sweep~default', title: 't', startedAt: 1 },
        asked: { person: asker, place: CHANNEL, audience: 'private' },
      });
    const shown = JSON.stringify(await owed(LIMITED));
    expect(shown).toContain('1 of your 2 tenants');
    expect(shown).not.toMatch(MARK);
    expect(JSON.stringify(await owed(person(9)))).toContain('was taken away meanwhile');
  });

  it('exists in the marks for an administrator, so that the walk would have found them', async () => {
    for (const name of ['status', 'history', 'accept list', 'maintenance list', 'tag list', 'permissions'])
      expect(await command(name, name === 'status' ? {} : { connection: 'default' }), name).toMatch(MARK);
    for (const verb of ['report', 'download', 'fix', 'tenants', 'details'])
      expect(await press(`s1~${verb}~${whole}${verb === 'report' || verb === 'download' ? '' : '~0'}`), verb).toMatch(
        MARK,
      );
    expect(await press(`s1~incident~${shared}`)).toMatch(MARK);
    expect(await press('s1~bundle~default~all~0')).toMatch(MARK);
  });

  it('would have found them in each command and button, but for those that tell of no tenant', async () => {
    const whole = new Set(ANSWERED.filter(({ wholeFleet }) => wholeFleet).map(({ name }) => name));
    const told = new Set<string>();
    const missing = new Set<string>();
    for (const call of [...allCommands(), ...allButtons()]) {
      const what = call.kind === 'command' ? call.name : (call.id.split('~')[1] ?? '');
      if (told.has(what) || SILENT.includes(what) || whole.has(what)) continue;
      if (MARK.test(withoutTyped(await over.run(call, CHANNEL), call))) told.add(what);
      else missing.add(what);
    }
    expect([...missing].filter((what) => !told.has(what))).toEqual([]);
  });
});

describe('what a tag gives', () => {
  it('goes and comes with the rule that gives it, and ends with it', async () => {
    const dynamic = person(7, { name: 'Dyn' });
    await command('tag rule', { connection: 'default', tag: 'own-like', name: ['own*'] });
    await command('access grant', { subject: subjectOf(dynamic), role: 'viewer', tag: 'own-like' });
    expect(await command('status', {}, dynamic)).toContain('your 2 tenants');
    await command('tag rule', { connection: 'default', tag: 'own-like', name: ['own 1'] });
    expect(await command('status', {}, dynamic)).toContain('our 1 tenant');
    // A name that Microsoft gives anew, as a sweep finds it.
    const [first, ...others] = OWN;
    if (!first) expect.fail('there is a first');
    cloud.answers.customers = pass({
      customers: [...FOREIGN, ...others, { ...first, displayName: 'Renamed' }],
      unusableEntries: 0,
    });
    await command('testtokens', { connection: 'default' });
    expect(await command('status', {}, dynamic)).toContain('No connection');
    cloud.answers.customers = pass({ customers: [...FOREIGN, ...OWN], unusableEntries: 0 });
    await command('testtokens', { connection: 'default' });
    expect(await command('status', {}, dynamic)).toContain('our 1 tenant');
    await command('access revoke', { subject: subjectOf(dynamic), tag: 'own-like' });
    expect(await command('status', {}, dynamic)).not.toContain('our 1 tenant');
    await command('access grant', { subject: subjectOf(dynamic), role: 'viewer', tag: 'own-like' });
    expect(await command('status', {}, dynamic)).toContain('our 1 tenant');
    await command('tag rule', { connection: 'default', tag: 'own-like', off: 'yes' });
    expect(await command('status', {}, dynamic)).toContain('No connection');
  });

  it('is for the very next call what another process has made of it', async () => {
    const other = await openStorage({ file: join(over.folder, 'kept.db'), clock: systemClock, cron });
    const one = [{ tenantId: tenantId(1), tag: 'emea' }];
    const has = async () => (await command('status', {}, LIMITED)).includes('Own 1');
    expect(await has()).toBe(true);
    for (const isGiven of [false, true]) {
      await other.tags.change('default', { add: isGiven ? one : [], remove: isGiven ? [] : one });
      expect(await has()).toBe(isGiven);
    }
    await other.close();
  });

  it('hides what a sweep finds where the tag was taken away meanwhile', async () => {
    cloud.answers.users = async () => {
      await over.storage.tags.change('default', { add: [], remove: [{ tenantId: tenantId(1), tag: 'emea' }] });
      return refuse(code(53003));
    };
    const shown = await command('testtokens', { tenant: [tenantId(1)] }, LIMITED);
    expect(shown).not.toContain('Own 1');
  });
});
