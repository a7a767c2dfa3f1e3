import { beforeEach, describe, expect, it } from 'vitest';
import { encodeAction } from '../../../src/core/cards/action-id.ts';
import { commandsFor } from '../../../src/core/chat/commands/registry.ts';
import { ACTION_HANDLERS } from '../../../src/core/chat/handlers.ts';
import { buttonOf } from '../cards/card-texts.ts';
import { pass } from '../fake-cloud.ts';
import { tenantId } from '../fixtures.ts';
import { settle } from '../open-stores.ts';
import { ADMIN, BOUND, CHANNEL, createGate, createHarness, DIRECT, type Harness, NOBODY, WORKING } from './harness.ts';

const GIVEN: Record<string, Record<string, string>> = {
  check: { tenant: 'Tenant 1' },
  explain: { text: 'AADSTS50076' },
  troubleshoot: { topic: 'mfa-required' },
  'access grant': { subject: 'discord:user:80351110224678912', role: 'viewer' },
  'access revoke': { subject: 'discord:user:80351110224678912' },
  'access channel': { state: 'on' },
};
/** What a command can't do without, or a form is asked first. */
const given = (name: string): Record<string, string> => {
  const { arguments: all = [] } = commandsFor('chat', 'admin').find((command) => command.name === name) ?? {};
  const needed = all.filter(({ required, kind }) => required && kind !== 'file');
  return GIVEN[name] ?? Object.fromEntries(needed.map((one) => [one.name, one.choices?.[0] ?? 'Tenant 1']));
};
const RESULTS = ['testtokens', 'check', 'explain', 'troubleshoot', 'status', 'permissions', 'walk'];

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});

const NAMES = commandsFor('chat', 'admin')
  .map((command) => command.name)
  // This chat watches nothing and keeps no history.
  .filter((name) => !/^(?:alerts|schedule|accept|maintenance|history)\b/.test(name));

describe.each(NAMES)('%s', (name) => {
  it('is private in a channel that nobody bound', async () => {
    const { plan, reply } = await harness.command(name, given(name), { person: ADMIN, place: CHANNEL });
    expect(plan).toMatchObject({ audience: 'private' });
    expect(reply.cards).not.toEqual([]);
    expect(reply.public).toEqual([]);
  });

  it('is seen by all in a bound channel only if it answers with results', async () => {
    const { plan, reply } = await harness.command(name, given(name), { person: ADMIN, place: BOUND });
    const open = RESULTS.includes(name);
    expect(plan).toMatchObject({ audience: open ? 'public' : 'private' });
    expect(reply.public.length > 0).toBe(open);
  });

  it('is private for whoever may not run it', () => {
    const plan = harness.plan(harness.toCommand(name, given(name)), { person: NOBODY, place: BOUND });
    expect(plan).toMatchObject({ kind: 'answer', audience: 'private' });
  });
});

describe('what is not for everybody', () => {
  it('is every page that a button opens', () => {
    for (const [verb, handler] of Object.entries(ACTION_HANDLERS)) {
      const plan = harness.plan(harness.toPress(`s1~${verb}~RUN~0`), { person: ADMIN, place: BOUND });
      // A form is shown to who pressed alone by itself.
      if (handler.effect === 'open' && plan.kind !== 'form')
        expect(plan, verb).toEqual({ kind: 'answer', effect: 'open', audience: 'private' });
    }
    expect(Object.values(ACTION_HANDLERS).filter((handler) => handler.effect === 'open').length).toBeGreaterThan(4);
  });

  it('is a download, even where an adapter opened a reply that all can see', async () => {
    await harness.command('testtokens');
    const [runId = ''] = harness.runIds();
    const call = encodeAction('download', runId);
    const { plan, reply } = await harness.press(call, { place: BOUND });
    expect(plan).toMatchObject({ audience: 'private' });
    expect(reply.shown[0]?.options.files?.map(({ name, type }) => [name, type])).toEqual([
      [`samaritan-${runId}.csv`, 'text/csv'],
      [`samaritan-${runId}.html`, 'text/html'],
    ]);
    const forced = await harness.press(call, { place: BOUND, audience: 'public' });
    expect(forced.reply.public).toEqual([]);
    expect(forced.reply.shown.map((one) => one.way)).toEqual(['privately']);
  });

  it('is what help and access say, even where an adapter opened a reply that all can see', async () => {
    for (const name of ['help', 'access list', 'access grant']) {
      const { reply } = await harness.command(name, given(name), { person: ADMIN, place: BOUND, audience: 'public' });
      expect(reply.cards).toHaveLength(1);
      expect(reply.public).toEqual([]);
    }
  });

  it('is a problem with values, a forged button or an unknown command', async () => {
    const asked = [
      await harness.command('testtokens', { only: 'sharepoint' }, { place: BOUND, audience: 'public' }),
      await harness.command('drop tables', {}, { place: BOUND, audience: 'public' }),
      await harness.press('s9~fix', { place: BOUND, audience: 'public' }),
    ];
    for (const { reply } of asked) {
      expect(reply.last.status).toBe('not done');
      expect(reply.public).toEqual([]);
    }
  });

  it('is a button’s report that is not kept any more', async () => {
    const { reply } = await harness.press(encodeAction('again', 'GONE', 0), { place: BOUND });
    expect(reply.last.status).toBe('not kept');
    expect(reply.public).toEqual([]);
  });
});

describe('a channel unbound after the plan', () => {
  it('shows no result to everybody, and says how to get it', async () => {
    const call = harness.toCommand('testtokens');
    expect(harness.plan(call, { place: BOUND })).toMatchObject({ audience: 'public' });
    await harness.access.unbind(`discord:channel:${BOUND.channelId}`);
    const { reply } = await harness.command('testtokens', {}, { place: BOUND });
    expect(reply.audience).toBe('public');
    expect(reply.public).toEqual([]);
    expect(reply.last.summary).toBe('Results are not shown to everybody in this channel any more.');
    expect(harness.cloud.asked).toEqual([]);
    expect(await harness.audited()).toMatchObject([
      { outcome: 'refused', reason: 'the channel is not bound any more' },
    ]);
  });

  it('still lets a sweep be cancelled from the card that all can see', async () => {
    const { cloud } = harness;
    const held = createGate<string>();
    cloud.answers.users = async (tenant) => {
      await held.pass(tenant);
      return pass(undefined);
    };
    const { reply, done } = harness.start(harness.toCommand('testtokens'), { place: BOUND });
    await settle();
    const cancel = buttonOf(reply.last, 'Cancel');
    await harness.access.unbind(`discord:channel:${BOUND.channelId}`);
    const pressed = await harness.press(cancel, { place: BOUND, audience: 'public' });
    expect(pressed.reply.cards).toEqual([]);
    expect(cloud.asked).toContain('aborted');
    for (const number of [1, 2, 3]) await held.open(tenantId(number));
    await done;
  });
});

describe('plan', () => {
  it('asks for the error first where explain was given nothing, unless the person may not', () => {
    const call = harness.toCommand('explain');
    expect(harness.plan(call)).toMatchObject({ kind: 'form', form: { id: 's1~explain' } });
    expect(harness.plan(call, { person: NOBODY })).toMatchObject({ kind: 'answer', audience: 'private' });
    expect(harness.plan(harness.toCommand('explain', { text: 'AADSTS50076' }))).toMatchObject({ kind: 'answer' });
  });

  it('asks for the tenant of a partner’s connection, and for none of an app by itself that may be used here', async () => {
    const { workspaceId } = BOUND;
    const alone = { ...WORKING, kind: 'app-only' } as const;
    const own = await createHarness({
      connections: [
        WORKING,
        { ...alone, name: 'clinic', workspaces: [`discord:${workspaceId}`] },
        { ...alone, name: 'hidden', workspaces: ['discord:1'] },
      ],
    });
    const planned = (values: Record<string, string>) => own.plan(own.toCommand('check', values), { place: BOUND }).kind;
    expect(planned({})).toBe('form');
    expect(planned({ connection: 'default' })).toBe('form');
    expect(planned({ connection: 'clinic' })).toBe('answer');
    // Whether it exists elsewhere is not to be seen from the form.
    expect(planned({ connection: 'hidden' })).toBe(planned({ connection: 'none' }));
    const { reply } = await own.command('check', { connection: 'clinic' }, { place: BOUND });
    expect(JSON.stringify(reply.last)).not.toContain('is missing');
  });

  it('reads nothing', () => {
    harness.access.broken = new Error('the database is gone');
    expect(harness.plan(harness.toCommand('status'), { place: BOUND })).toMatchObject({ audience: 'public' });
  });

  it('is private in a direct message', () => {
    expect(harness.plan(harness.toCommand('explain', { text: 'x' }), { place: DIRECT })).toMatchObject({
      audience: 'private',
    });
  });
});
