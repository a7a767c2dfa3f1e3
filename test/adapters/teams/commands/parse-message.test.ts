import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../../src/adapters/teams/commands/parse-message.ts';
import { argumentsFor } from '../../../../src/core/chat/calls/command-list.ts';
import { commandsFor } from '../../../../src/core/chat/commands/registry.ts';

const command = (name: string, values: Record<string, string> = {}) => ({ kind: 'command', name, values });
const CHAT = commandsFor('chat', 'admin');

describe('parseMessage', () => {
  it.each(CHAT.map((one) => one.name))('knows %s with a slash, without one, and in any case', (name) => {
    const [first = '', second = ''] = name.split(' ');
    const shouted = name.toUpperCase();
    for (const typed of [name, `/${name}`, shouted, ` /${shouted} `, `/ ${first}\u00a0 ${second}`, `\u200b${name}`]) {
      expect(parseMessage(typed)).toEqual(command(name));
    }
  });

  it.each([
    'testtokens --tenant contoso',
    'testtokens —tenant contoso',
    'testtokens –Tenant contoso',
    'testtokens -tenant contoso',
    'testtokens --tenant=contoso',
    'testtokens --tenant: contoso',
    'testtokens tenant: contoso',
    'testtokens tenant:contoso',
    'testtokens tenant=contoso',
    'testtokens TENANT="contoso"',
    'testtokens tenant: “contoso”',
    "testtokens 'contoso'",
    'testtokens contoso',
    '/TestTokens   contoso\n',
    'test tokens contoso',
    'test-tokens contoso',
  ])('reads the tenant of %j', (typed) => {
    expect(parseMessage(typed)).toEqual(command('testtokens', { tenant: 'contoso' }));
  });

  it.each([
    ['testtokens Woodgrove Bank', { tenant: 'Woodgrove Bank' }],
    ['testtokens --tenant Woodgrove Bank --only graph', { tenant: 'Woodgrove Bank', only: 'graph' }],
    ['testtokens --only graph Woodgrove Bank', { tenant: 'Woodgrove Bank', only: 'graph' }],
    ['testtokens “Woodgrove Bank” only=exchange', { tenant: 'Woodgrove Bank', only: 'exchange' }],
    ['testtokens --tenant a --tenant b', { tenant: 'a,b' }],
    ['testtokens --tenant "a b" c', { tenant: 'a b,c' }],
    ['testtokens contoso, fabrikam', { tenant: 'contoso, fabrikam' }],
    ['testtokens Margie’s Travel', { tenant: 'Margie’s Travel' }],
    ["testtokens Margie's Travel", { tenant: "Margie's Travel" }],
    ['testtokens "unclosed', { tenant: '"unclosed' }],
    ['testtokens --nonsense x', { nonsense: 'x' }],
    ['testtokens --only', { only: '' }],
    ['testtokens -unknown', { tenant: '-unknown' }],
    ['testtokens "--only"', { tenant: '--only' }],
  ])('reads %j', (typed, values) => {
    expect(parseMessage(typed)).toEqual(command('testtokens', values));
  });

  it('fills the places of a command in their order, and those that are left where some are named', () => {
    const subject = 'teams:user:0a1b2c3d-0000-4000-8000-00000000abcd';
    const grant = command('access grant', { subject, role: 'technician' });
    expect(parseMessage(`access grant ${subject} technician`)).toEqual(grant);
    expect(parseMessage(`Access Grant role=technician ${subject}`)).toEqual(grant);
    expect(parseMessage(`access grant ${subject} --role technician`)).toEqual(grant);
    expect(parseMessage('check Contoso Ltd --connection second')).toEqual(
      command('check', { tenant: 'Contoso Ltd', connection: 'second' }),
    );
    const byTag = command('accept add', { tag: 'emea', reason: 'no Exchange bought' });
    expect(parseMessage('accept add tag:emea no Exchange bought')).toEqual(byTag);
    expect(parseMessage('accept add no Exchange bought --tag emea')).toEqual(byTag);
    expect(parseMessage('status default')).toEqual(command('status', { connection: 'default' }));
    expect(parseMessage('help access grant')).toEqual(command('help', { command: 'access grant' }));
    expect(parseMessage('troubleshoot tenant missing')).toEqual(command('troubleshoot', { topic: 'tenant missing' }));
  });

  it('hands explain everything after its word as it was typed', () => {
    const error = 'AADSTS50076: "x" --tenant=y\n\n  Trace ID: 0a1b\n\tat line 3';
    expect(parseMessage(`explain ${error}`)).toEqual(command('explain', { text: error }));
    expect(parseMessage(`/Explain:\n${error}`)).toEqual(command('explain', { text: error }));
    expect(parseMessage('explain')).toEqual(command('explain'));
  });

  it('asks for help where nothing was typed, and for a group’s help at its bare word', () => {
    for (const typed of ['', '  ', '\u00a0', '/', '\u200b']) expect(parseMessage(typed)).toEqual(command('help'));
    expect(parseMessage('/access')).toEqual(command('help', { command: 'access' }));
  });

  it('says what follows a group’s word', () => {
    expect(parseMessage('access give me')).toEqual({ problem: 'access takes one of: grant, revoke, list, channel.' });
  });

  it('says where a command takes nothing', () => {
    expect(parseMessage('access list everything')).toEqual({ problem: 'access list takes nothing after it.' });
  });

  it.each([
    ['tesstokens', 'testtokens'],
    ['testtoken', 'testtokens'],
    ['/TETSTOKENS contoso', 'testtokens'],
    ['hepl', 'help'],
    ['acess list', 'access'],
    ['explian x', 'explain'],
  ])('suggests what %j may mean', (typed, meant) => {
    expect(parseMessage(typed)).toEqual({ problem: expect.stringContaining(`Did you mean ${meant}?`) });
  });

  it('suggests nothing for a word that is near to none, and shows it harmless', () => {
    expect(parseMessage('good\u202e morning')).toEqual({
      problem: 'There is no command “good”. help shows what you may run; for an error write explain and then its text.',
    });
  });

  it('does not offer what belongs to the terminal', () => {
    for (const typed of ['start', 'doctor', 'discord deploy']) expect(parseMessage(typed)).toHaveProperty('problem');
  });

  it('finds every named value of every command again, in each way of writing it', () => {
    for (const one of CHAT) {
      if (one.onMessage) continue;
      for (const { name, kind } of argumentsFor(one, 'chat').filter((each) => each.kind !== 'file')) {
        const value = kind === 'number' ? '7' : 'Value-1.x';
        for (const typed of [`--${name} ${value}`, `${name}=${value}`, `${name}: ${value}`, `${name}: "${value}"`]) {
          expect(parseMessage(`${one.name} ${typed}`)).toEqual(command(one.name, { [name]: value }));
        }
      }
    }
  });

  it('answers any text with a call or a problem, and never takes long', () => {
    const pieces = [
      '"',
      '“',
      "'",
      '=',
      ':',
      '--',
      '—',
      ' ',
      '\n',
      'tenant',
      'testtokens',
      'access',
      '/',
      'é',
      '\u0000',
      '😀',
    ];
    for (let seed = 1; seed <= 3000; seed += 1) {
      let state = seed;
      const next = (): number => {
        state = (state * 48_271) % 2_147_483_647;
        return state;
      };
      const text = Array.from({ length: next() % 14 }, () => pieces[next() % pieces.length]).join('');
      const parsed = parseMessage(text);
      expect('problem' in parsed ? parsed.problem : parsed.name).not.toBe('');
    }
    for (const long of [
      '"'.repeat(200_000),
      `testtokens ${'a '.repeat(90_000)}`,
      `testtokens ${'"a '.repeat(60_000)}`,
    ]) {
      expect(parseMessage(long)).toBeDefined();
    }
  });
});
