import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ArgumentValue, Call } from '../../src/core/chat/calls/chat-request.ts';
import { ANSWERED } from '../../src/core/chat/commands/registry.ts';
import type { ConnectionEntry } from '../../src/core/credentials/connection-book.ts';
import type { Place } from '../../src/core/model/people/person.ts';
import { ADMIN, CHANNEL, HOME, WORKING } from '../core/chat/harness.ts';
import { code, fakeCloud, grant, pass, refuse } from '../core/fake-cloud.ts';
import { connection, tenantId } from '../core/fixtures.ts';
import { type ChatOverDatabase, openChatOverDatabase } from './chat-over-database.ts';
import { everyButton, everyCommand, placesIn, withoutTyped } from './every-call.ts';

/** The name is typed, the marks are not: they only ever come from what belongs to the connection. */
const HIDDEN = 'hidden-one';
const MARK = /marked|hidden-one/i;
const OTHER = '90000000000000077';
const ELSEWHERE: Place = { ...CHANNEL, workspaceId: OTHER, channelId: '70000000000000077' };
const MARKED_TENANT = tenantId(801);

let over: ChatOverDatabase;
let hidden: ConnectionEntry;
let loaded: ConnectionEntry[];
const marked = { tenantId: MARKED_TENANT, displayName: 'Marked Ltd', defaultDomainName: 'marked.example' };
const markedCloud = fakeCloud({
  customers: pass({
    customers: [marked, { ...marked, tenantId: tenantId(802), displayName: 'Marked Too' }],
    unusableEntries: 0,
  }),
  redeem: ({ authorityTenant }) => grant(authorityTenant),
  users: () => refuse(code(53003)),
});
let ids: string[] = [];
let window = '';

beforeAll(async () => {
  hidden = {
    ...WORKING,
    name: HIDDEN,
    connection: { ...connection, name: HIDDEN, id: '01JX000000000000000000HIDE' },
    workspaces: [HOME],
  };
  loaded = [hidden];
  over = await openChatOverDatabase({
    clouds: { open: ({ connection: { name } }) => (name === HIDDEN ? markedCloud : fakeCloud()) },
    log: pino({ level: 'silent' }),
    loadAdded: async () => structuredEntries(loaded),
  });
  for (const place of [CHANNEL, ELSEWHERE]) await command('alerts subscribe', {}, place);
  await command('testtokens', {});
  const report = await command('testtokens', { connection: HIDDEN });
  await command('schedule add', { name: 'marked-nightly', cron: '0 3 * * *', connection: HIDDEN });
  const accepted = { connection: HIDDEN, tenant: MARKED_TENANT, check: 'exchange.read', reason: 'marked reason' };
  expect(await command('accept add', accepted)).toContain('is accepted from now on');
  const maintained = { connection: HIDDEN, tenant: tenantId(802), to: '2h', reason: 'marked window' };
  window = /\b01[0-9A-HJKMNP-TV-Z]{24}\b/.exec(await command('maintenance add', maintained))?.[0] ?? '';
  const tagged = { connection: HIDDEN, tenant: MARKED_TENANT, tag: 'marked-tag' };
  expect(await command('tag add', tagged)).toContain('marked-tag');
  const { groups } = await over.storage.incidents.load(HIDDEN, 0);
  const runs = await over.storage.runs.latestRuns(HIDDEN, 5);
  ids = [...groups.map(({ id }) => id), ...runs.map(({ id }) => id)];
  expect(groups.length).toBeGreaterThan(0);
  expect(report).toMatch(MARK);
});
afterAll(() => over.close());
beforeEach(() => {
  loaded = [hidden];
});

/** Fresh ones each time, as a database gives them. */
const structuredEntries = (entries: readonly ConnectionEntry[]): ConnectionEntry[] =>
  entries.map((one) => ({ ...one }));

const command = (name: string, values: Readonly<Record<string, ArgumentValue>>, place: Place = CHANNEL) =>
  over.run({ kind: 'command', name, values }, place);

/** Each command as it is asked without a connection, with the hidden one, and about what belongs to it. */
const commandCalls = (): Call[] =>
  everyCommand(
    {
      ...{ tenant: MARKED_TENANT, window, connection: HIDDEN, connections: HIDDEN },
      ...{ name: 'marked-nightly', tag: 'marked-tag' },
    },
    (name) => name.startsWith('connection'),
  );

/** Each button about whatever the hidden connection has. */
function buttonCalls(): Call[] {
  const named = [[HIDDEN], [HIDDEN, 'graph'], [HIDDEN, 'both', MARKED_TENANT], [HIDDEN, MARKED_TENANT], []];
  return everyButton([...ids.flatMap(placesIn), ...named], ids[0] ?? '');
}

/** What was shown, without what was typed. */
async function shownFor(call: Call, place: Place): Promise<string> {
  const shown = await over.run(call, place);
  return withoutTyped(shown, call);
}

describe('a connection that is not allowed where somebody asks', () => {
  it('is named by no command', async () => {
    const told: string[] = [];
    for (const call of commandCalls()) {
      const shown = await shownFor(call, ELSEWHERE);
      if (MARK.test(shown)) told.push(`${JSON.stringify(call)} ${shown}`);
    }
    expect(told).toEqual([]);
  });

  it('is named by no button, however forged', async () => {
    const told: string[] = [];
    for (const call of buttonCalls()) {
      const shown = await shownFor(call, ELSEWHERE);
      if (MARK.test(shown)) told.push(`${JSON.stringify(call)} ${shown}`);
    }
    expect(told).toEqual([]);
  });

  it('is offered nowhere while somebody types, nor are its tenants and schedules', async () => {
    const request = { person: ADMIN, place: ELSEWHERE };
    for (const { name, arguments: all } of ANSWERED)
      for (const argument of all)
        for (const typed of ['', 'hid', 'marked', MARKED_TENANT])
          expect(JSON.stringify(await over.chat.suggest(request, name, argument.name, typed))).not.toMatch(MARK);
    expect(await over.chat.suggest({ ...request, place: CHANNEL }, 'check', 'tenant', 'marked')).toHaveLength(2);
    expect(await over.chat.suggest({ ...request, place: CHANNEL }, 'check', 'connection', 'hid')).toHaveLength(1);
  });

  it('was neither tested nor changed by any of that', async () => {
    const { incidents, schedules, accepted, runs } = over.storage;
    const { groups } = await incidents.load(HIDDEN, 0);
    expect(groups.map(({ acknowledged, snoozed }) => [acknowledged, snoozed])).toEqual(groups.map(() => [null, null]));
    const names = (await schedules.list()).filter((one) => one.connection === HIDDEN).map(({ name }) => name);
    expect(names).toEqual(['marked-nightly']);
    expect(await accepted.accepted(HIDDEN)).toHaveLength(1);
    expect((await accepted.windows(HIDDEN, Date.now())).map(({ id }) => id)).toEqual([window]);
    expect(await runs.latestRuns(HIDDEN, 9)).toHaveLength(1);
  });

  it('is told to no channel there, and to that of the workspace where it is allowed', async () => {
    const due = await over.storage.outbox.due({ now: Date.now() + 60_000, limit: 9, exceptPlaces: [] });
    expect(due.map(({ place }) => place)).toEqual([`discord:channel:${CHANNEL.channelId}`]);
  });

  it('exists where it is allowed, so that the walk would have found it', async () => {
    const shown = await Promise.all(
      ['status', 'history', 'schedule list', 'accept list', 'maintenance list', 'connections list'].map((name) =>
        command(name, /^(?:status|schedule|connections)/.test(name) ? {} : { connection: HIDDEN }),
      ),
    );
    for (const text of shown) expect(text).toMatch(MARK);
    for (const verb of ['report', 'download', 'fix', 'incident']) {
      const id = verb === 'incident' ? ids[0] : ids.at(-1);
      const call = { kind: 'action', id: `s1~${verb}~${id}${verb === 'fix' ? '~0' : ''}`, inputs: {} } as const;
      expect(await over.run(call), verb).not.toContain('not kept');
    }
  });
});

describe('what is changed while Samaritan runs', () => {
  const statusElsewhere = () => command('status', {}, ELSEWHERE);

  it('is noticed by the next call: allowed, denied, removed, added again', async () => {
    loaded = [{ ...hidden, workspaces: [HOME, `discord:${OTHER}`] }];
    expect(await statusElsewhere()).toMatch(MARK);
    loaded = [hidden];
    expect(await statusElsewhere()).not.toMatch(MARK);
    loaded = [];
    expect(await command('status', { connection: HIDDEN })).toContain(
      `There is no connection “${HIDDEN}”. There are: default.`,
    );
    loaded = [hidden];
    expect(await command('status', {})).toMatch(MARK);
  });

  it('hides what a sweep finds that was begun before', async () => {
    loaded = [{ ...hidden, workspaces: [`discord:${OTHER}`] }];
    markedCloud.answers.users = () => {
      loaded = [hidden];
      return refuse(code(53003));
    };
    const shown = await command('testtokens', { connection: HIDDEN }, ELSEWHERE);
    expect(shown).toContain('was taken away from here meanwhile');
    expect(shown).not.toMatch(/Marked Ltd/);
  });

  it('takes up a secret that was replaced', async () => {
    const entry = () => over.runtime.connections.entries.find(({ name }) => name === HIDDEN);
    const before = entry()?.connection?.tenant;
    loaded = [{ ...hidden, connection: { ...connection, ...hidden.connection, tenant: 'moved.example' } }];
    await over.runtime.connections.reload();
    expect([before, entry()?.connection?.tenant]).toEqual([connection.tenant, 'moved.example']);
  });
});
