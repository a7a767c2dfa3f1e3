import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toPlainLine } from '../../src/core/cards/inline.ts';
import type { ArgumentValue, GivenFile } from '../../src/core/chat/calls/chat-request.ts';
import { TagBook } from '../../src/core/model/tenants/tag-book.ts';
import { relationship } from '../core/diagnosis/expiry/expiry-fixtures.ts';
import { code, customers, type FakeCloud, fakeCloud, pass, refuse } from '../core/fake-cloud.ts';
import { tenantId } from '../core/fixtures.ts';
import { type ChatOverDatabase, openChatOverDatabase } from './chat-over-database.ts';

let over: ChatOverDatabase;
let cloud: FakeCloud;

beforeAll(async () => {
  const endsAt = Date.now() + 45 * 86_400_000;
  const customer = { tenantId: tenantId(2), displayName: null };
  cloud = fakeCloud({
    customers: pass({ customers: customers(5), unusableEntries: 0 }),
    relationships: pass({ relationships: [relationship({ customer, endsAt })], unusableEntries: 0 }),
  });
  over = await openChatOverDatabase({ clouds: { open: () => cloud }, log: pino({ level: 'silent' }) });
  await reply('testtokens');
});
afterAll(() => over.close());

const reply = (name: string, values: Readonly<Record<string, ArgumentValue>> = {}) =>
  over.reply({ kind: 'command', name, values });

/** The title of the answer. */
async function ask(name: string, values: Readonly<Record<string, ArgumentValue>> = {}): Promise<string> {
  return toPlainLine((await reply(name, values)).last.title, String);
}

/** Tenants that were signed in to while it was answered, by their number. */
async function testedBy(name: string, values: Readonly<Record<string, ArgumentValue>>): Promise<number[]> {
  const before = cloud.asked.length;
  await reply(name, values);
  const asked = cloud.asked.slice(before).join(' ');
  return [1, 2, 3, 4, 5, 6].filter((number) => asked.includes(tenantId(number)));
}

function file(text: string): GivenFile {
  return { name: 'tags.csv', sizeBytes: text.length, readText: async () => text };
}

describe('tags', () => {
  it('are given and taken, and a sweep tests the tenants that have them', async () => {
    expect(await ask('tag add', { tenant: 'tenant1.example', tag: 'EMEA' })).toBe('Tenant 1 has the tag emea.');
    expect(await ask('tag add', { tenant: tenantId(1), tag: 'emea' })).toBe('Tenant 1 had the tag emea already.');
    await ask('tag add', { tenant: 'Tenant 2', tag: 'vip' });
    expect(await testedBy('testtokens', { tag: 'emea, vip' })).toEqual([1, 2]);
    expect(await testedBy('testtokens', { 'without-tag': 'vip' })).toEqual([1, 3, 4, 5]);
    expect(await testedBy('testtokens', { tag: 'vip', tenant: 'Tenant 4' })).toEqual([2, 4]);
    expect(await ask('tag remove', { tenant: 'Tenant 2', tag: 'vip' })).toBe('Tenant 2 no longer has the tag vip.');
    expect(await testedBy('testtokens', { tag: 'vip' })).toEqual([]);
  });

  it('are given by a rule to who comes later, and taken by nothing but the rule', async () => {
    const title = await ask('tag rule', { tag: 'late', domain: '*3.example, *6.example' });
    expect(title).toBe('The tag late goes to every tenant with: domain *3.example or *6.example.');
    cloud.answers.customers = pass({ customers: customers(6), unusableEntries: 0 });
    expect(await testedBy('testtokens', { tag: 'late' })).toEqual([3, 6]);
    expect(await ask('tag remove', { tenant: 'Tenant 3', tag: 'late' })).toContain(
      'still has the tag late, by its rule',
    );
    expect(await ask('tag rule', { tag: 'late' })).toContain('needs a condition');
    expect(await ask('tag rule', { tag: 'late', off: 'true' })).toContain('The rule of late is over.');
    expect(await ask('testtokens', { tag: 'late' })).toContain('No tenant of connection default has the tag “late”.');
  });

  it('are given by a rule to whom delegated access ends for soon, as a sweep has read', async () => {
    for (const [days, tested] of [
      [60, [2]],
      [30, []],
    ] as const) {
      expect(await ask('tag rule', { tag: 'ending', 'ending-within': days })).toContain(`ends within ${days} days.`);
      expect(await testedBy('testtokens', { tag: 'ending' })).toEqual(tested);
    }
    await ask('tag rule', { tag: 'ending', off: 'true' });
  });

  it('are given by a rule to who owns a product, read once a day, and nobody is said to lack what could not be read', async () => {
    const denied = { kind: 'refused', httpStatus: 403, codes: [] } as const;
    cloud.answers.licences = (tenant) =>
      tenant === tenantId(3) ? refuse(denied) : pass(tenant === tenantId(1) ? ['SPB'] : ['O365_BUSINESS_PREMIUM']);
    const rule = { tag: 'premium', licence: 'Business Premium', domain: '*.example' };
    const before = await reply('tag rule', rule);
    expect(JSON.stringify(before.last)).toContain('Not read yet in 6 tenants');
    expect(JSON.stringify(before.last)).toContain('Microsoft 365 Business Premium (SPB)');
    const read = () => cloud.asked.filter((one) => one.startsWith('licences')).length;
    for (const _ of [1, 2]) await reply('testtokens');
    expect(read()).toBe(6);
    expect(await testedBy('testtokens', { tag: 'premium' })).toEqual([1]);
    const shown = await reply('tag list', { tag: 'premium' });
    expect(toPlainLine(shown.last.title, String)).toContain(
      '1 tenant with the tag premium · rule: domain *.example, and',
    );
    expect(JSON.stringify(shown.last)).toMatch(/Not known of 1 tenant: .*LicenseAssignment\.Read\.All/);
    await ask('tag rule', { tag: 'premium', off: 'true' });
    await reply('testtokens');
    expect(read()).toBe(6);
  });

  it('are given by a rule to those that fit it', async () => {
    const { runs, tags } = over.storage;
    const none = { names: [], domains: [], newWithinDays: null, endingWithinDays: null, licences: [], causes: [] };
    const rules = [
      { names: ['tenant 1', '*NT 5'.toLowerCase(), 'te*4'] },
      { names: ['*'] },
      { domains: ['*2.example', 'tenant3.*'] },
      { names: ['tenant*'], domains: ['tenant4.example'] },
      { names: ['tenant*'], newWithinDays: 3 },
      { newWithinDays: 3 },
      { names: ['nobody*'] },
    ].map((rule, index) => ({ ...none, ...rule, tag: `rule-${index}` }));
    for (const rule of rules) await tags.putRule('default', rule);
    const { tenants: seen } = await runs.fleet('default');
    const kept = await tags.read('default');
    const whole = new TagBook('default', kept, {
      now: Date.now(),
      seen,
      causes: new Map(),
      ends: {},
      licences: new Map(),
    });
    const members = [];
    for (const { tag } of rules) {
      const book = await over.runtime.parts.watch.readTags('default');
      expect(book.members(tag).sort(), tag).toEqual(whole.members(tag).sort());
      members.push(book.members(tag).length);
      await tags.removeRule('default', tag);
    }
    expect(members).toEqual([3, 6, 2, 1, 6, 6, 0]);
  });

  it('are asked for as often as a schedule runs', async () => {
    await ask('schedule add', { name: 'mine', cron: '0 3 * * *', tag: 'emea' });
    expect(await testedBy('schedule run', { name: 'mine' })).toEqual([1]);
    await ask('tag add', { tenant: 'Tenant 5', tag: 'emea' });
    expect(await testedBy('schedule run', { name: 'mine' })).toEqual([1, 5]);
    expect(JSON.stringify((await reply('schedule list')).last)).toContain('only tagged emea');
  });

  it('are read back as they were written, and a wrong line changes nothing', async () => {
    const [written] = (await reply('tag export')).shown.at(-1)?.options.files ?? [];
    const text = new TextDecoder().decode(written?.content);
    const before = await over.storage.tags.read('default');
    expect(before.given.length).toBeGreaterThan(1);
    for (const { tenantId, tag } of before.given)
      await over.storage.tags.change('default', { add: [], remove: [{ tenantId, tag }] });
    await ask('tag import', { file: file(text) });
    expect(await over.storage.tags.read('default')).toEqual(before);
    const wrong = await reply('tag import', { file: file('domain,tags\ntenant2.example,fine\nnobody.example,x y') });
    expect(JSON.stringify(wrong.last)).toContain('Line 3: no sweep has seen a tenant “nobody.example”.');
    expect(await over.storage.tags.read('default')).toEqual(before);
    await ask('tag import', { file: file('domain,tags\ntenant5.example,vip'), replace: 'true' });
    const given = [
      { tenantId: tenantId(1), tag: 'emea' },
      { tenantId: tenantId(5), tag: 'vip' },
    ];
    expect((await over.storage.tags.read('default')).given).toEqual(given);
  });

  it('stand for their tenants where one is accepted, and limit what is shown', async () => {
    cloud.answers.users = (tenant) => (tenant === tenantId(4) ? refuse(code(53003)) : pass(undefined));
    await ask('testtokens');
    await ask('tag add', { tenant: 'Tenant 4', tag: 'calm' });
    const status = async (values = {}) => JSON.stringify((await reply('status', values)).last);
    expect(await status({ tag: 'calm' })).toMatch(/tagged calm.*1 of 1 tenant fails/);
    expect(await status({ 'without-tag': 'calm' })).toMatch(/tagged without calm.*All 5 tenants work/);
    const accepted = { tenant: 'tag:calm', reason: 'moving out' };
    expect(await ask('accept add', accepted)).toContain('in every tenant tagged calm is accepted from now on.');
    expect(JSON.stringify((await reply('accept list')).last)).toContain('every tenant tagged calm');
    expect(JSON.stringify((await reply('testtokens', { tag: 'calm' })).last)).toContain('accepted');
    expect(await status()).not.toMatch(/tenants? fails/);
    expect(await ask('accept add', { ...accepted, tenant: 'tag:clam' })).toContain('Did you mean calm?');
    for (const [name, values, said] of [
      ['accept add', accepted, 'in every tenant tagged calm counts again.'],
      ['accept add', { ...accepted, tenant: 'Tenant 1', check: 'graph.read' }, 'graph.read in Tenant 1 counts again.'],
      ['maintenance add', { tenant: 'Tenant 1', to: '2h' }, 'The maintenance window is over.'],
    ] as const) {
      const [undo] = (await reply(name, values)).last.actions;
      if (undo?.kind !== 'button') throw new Error('nothing undoes it');
      const { last } = await over.reply({ kind: 'action', id: undo.id, inputs: {} });
      expect(toPlainLine(last.title, String)).toContain(said);
    }
    const but = { tag: 'calm', 'without-tag': 'emea', reason: 'moving out' };
    expect(await ask('accept add', but)).toContain(
      'in every tenant tagged calm, without emea is accepted from now on.',
    );
    expect(await status()).not.toMatch(/tenants? fails/);
    await ask('tag add', { tenant: 'Tenant 4', tag: 'emea' });
    expect(await status()).toMatch(/tenants? fails/);
    expect(await ask('accept remove', { tenant: 'tag:calm', 'without-tag': 'emea' })).toContain('counts again.');
    await ask('tag remove', { tenant: 'Tenant 4', tag: 'emea' });
    expect(await ask('accept add', { ...but, tenant: 'Tenant 1' })).toContain('Leave out one of the two.');
    expect(await ask('maintenance add', { tag: 'calm', to: '2h' })).toContain('in every tenant tagged calm:');
    const all = await ask('maintenance add', { tenant: 'all', 'without-tag': 'calm', to: '2h' });
    expect(all).toContain('Maintenance in every tenant without calm:');
    const history = await reply('history', { tag: 'calm', days: 2 });
    expect(JSON.stringify(history.last)).toContain('Tenant 4');
    expect(JSON.stringify(history.last)).not.toContain('Tenant 5');
  });
});

describe('clients of a ticket system', () => {
  const list = async () => Object.entries(await over.runtime.parts.watch.clients.list('psa'));

  it('are mapped by hand or from a file, of which one wrong row changes nothing, and go with their route', async () => {
    const route = { host: 'h.example', createdAt: 1, createdBy: 'Ada' };
    const routes = [
      { ...route, name: 'psa', kind: 'halopsa' },
      { ...route, name: 'noc', kind: 'webhook' },
    ];
    await over.storage.settings.keep('routes', JSON.stringify(routes));
    expect(await ask('routes map', { name: 'noc', tenant: 'Tenant 1', client: '7' })).toContain(
      'leads to no ticket system',
    );
    expect(await ask('routes map', { name: 'none', tenant: 'Tenant 1', client: '7' })).toContain(
      'There is no route “none”',
    );
    expect(await ask('routes map', { name: 'psa', tenant: 'Tenant 1', client: 'twelve' })).toContain(
      '“twelve” is no number',
    );
    expect(await ask('routes map', { name: 'psa', tenant: 'Tenant 1' })).toContain('Name a tenant and the number');
    expect(await ask('routes map', { name: 'psa', tenant: 'Tenant 1', client: '12' })).toContain('1 tenant mapped');
    const wrong = file('domain,client\nTenant2.Example,13\ntenant3.example,x\n');
    expect(JSON.stringify((await reply('routes map', { name: 'psa', file: wrong })).last)).toMatch(
      /Nothing was changed.*Line 3: “x” is no number/,
    );
    expect(await list()).toEqual([[tenantId(1), { client: '12', by: expect.stringContaining('discord:user:') }]]);
    const right = file('domain,client\ntenant1.example,14\ntenant2.example,13\n');
    expect(await ask('routes map', { name: 'psa', file: right })).toContain('2 tenants mapped');
    expect((await list()).map(([id, { client }]) => [id, client])).toEqual([
      [tenantId(1), '14'],
      [tenantId(2), '13'],
    ]);
    expect(await ask('routes remove', { name: 'psa' })).toContain('is removed');
    expect(await list()).toEqual([]);
  });
});
