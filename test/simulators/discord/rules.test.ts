import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiscordStandIn, type DiscordStandIn } from '../../../simulators/discord/create-discord-stand-in.ts';
import { startDemoBot } from '../../../simulators/discord/demo-bot.ts';
import { ANNA, APPLICATION, CHANNEL, COMMANDS, GUILD, HERE, WORLD } from '../../../simulators/discord/demo-world.ts';

const V2 = 1 << 15;
const quiet = { allowed_mentions: { parse: [] } };
const text = (content: string) => ({ type: 10, content });
const button = (more: object = {}) => ({ type: 2, style: 2, label: 'Go', custom_id: 'go', ...more });
const row = (...components: object[]) => ({ type: 1, components });
const select = (more: object = {}) => ({ type: 3, custom_id: 'pick', options: [{ label: 'a', value: 'a' }], ...more });
const legacy = (...components: object[]) => ({ content: 'x', components, ...quiet });
const v2 = (...components: object[]) => ({ flags: V2, components, ...quiet });
const embeds = (...list: object[]) => ({ embeds: list, ...quiet });
const long = (length: number) => 'x'.repeat(length);
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const option = (more: object = {}) => ({ type: 3, name: 'a', description: 'A', ...more });
const chat = (more: object = {}) => ({ name: 'check', description: 'Checks', ...more });

/** Rule, what breaks it, body. */
const MESSAGES: [rule: string, what: string, body: object][] = [
  ['schema', 'content of a wrong type', { content: 5, ...quiet }],
  ['schema', 'an embed title of 257 characters', embeds({ title: long(257) })],
  ['schema', '26 embed fields', embeds({ fields: many(26, () => ({ name: 'a', value: 'b' })) })],
  ['schema', 'a custom_id of 101 characters', legacy(row(button({ custom_id: long(101) })))],
  ['schema', 'a button label of 81 characters', legacy(row(button({ label: long(81) })))],
  ['schema', 'six buttons in a row', legacy(row(...many(6, (n) => button({ custom_id: `${n}` }))))],
  ['schema', 'a section without an accessory', v2({ type: 9, components: [text('a')] })],
  ['schema', 'a container in a container', v2({ type: 17, components: [{ type: 17, components: [text('a')] }] })],
  ['schema', '26 select options', legacy(row(select({ options: many(26, (n) => ({ label: 'a', value: `${n}` })) })))],
  ['embed-total', '6,001 characters over two embeds', embeds({ description: long(4000) }, { description: long(2001) })],
  ['embed-empty', 'an empty embed', embeds({ color: 5 })],
  ['embed-field-empty', 'a field without a name', embeds({ title: 'a', fields: [{ name: ' ', value: 'b' }] })],
  ['message-empty', 'nothing at all', { content: ' ', ...quiet }],
  ['content-length', 'content of 2,001 characters', { content: long(2001), ...quiet }],
  ['flags-not-allowed', 'an ephemeral message by the bot itself', { content: 'x', flags: 64, ...quiet }],
  [
    'v2-flag-missing',
    'a container without the flag',
    { components: [{ type: 17, components: [text('a')] }], ...quiet },
  ],
  ['v2-with-content', 'content beside Components V2', { ...v2(text('a')), content: 'x' }],
  ['v2-with-embeds', 'embeds beside Components V2', { ...v2(text('a')), embeds: [{ title: 'x' }] }],
  ['v2-with-stickers', 'stickers beside Components V2', { ...v2(text('a')), sticker_ids: ['1'] }],
  ['v2-without-components', 'the flag without components', { flags: V2, embeds: [{ title: 'x' }], ...quiet }],
  ['v2-text-total', '4,001 characters of text displays', v2(text(long(4000)), text('x'))],
  ['v2-text-blank', 'a blank text display', v2(text(' '))],
  ['v2-component-total', '41 components, nested', v2({ type: 17, components: many(40, () => text('a')) })],
  ['custom-id-duplicate', 'a custom_id twice', legacy(row(button(), button()))],
  ['component-id-duplicate', 'a component id twice', v2({ ...text('a'), id: 3 }, { ...text('b'), id: 3 })],
  ['button-pairing', 'a link with a custom_id', legacy(row(button({ style: 5, url: 'https://example.com' })))],
  ['button-pairing', 'a plain button without a custom_id', legacy(row(button({ custom_id: undefined })))],
  ['button-pairing', 'a plain button with a link', legacy(row(button({ url: 'https://example.com' })))],
  ['button-blank', 'a button without label and emoji', legacy(row(button({ label: undefined })))],
  ['button-url', 'a file link', legacy(row({ type: 2, style: 5, label: 'a', url: 'file:///etc/passwd' }))],
  ['emoji-unknown', 'an emoji that is none', legacy(row(button({ emoji: { name: 'warning' } })))],
  ['action-row', 'a select beside a button', legacy(row(select(), button()))],
  ['legacy-rows', 'six action rows', legacy(...many(6, (n) => row(button({ custom_id: `${n}` }))))],
  ['select-range', 'more values than options', legacy(row(select({ max_values: 2 })))],
  [
    'select-option-duplicate',
    'a value twice',
    legacy(row(select({ options: many(2, () => ({ label: 'a', value: 'a' })) }))),
  ],
  [
    'select-defaults',
    'two defaults for one value',
    legacy(row(select({ options: many(2, (n) => ({ label: 'a', value: `${n}`, default: true })) }))),
  ],
  ['attachment-missing', 'a file that is not sent', v2({ type: 13, file: { url: 'attachment://a.csv' } })],
  ['allowed-mentions', 'no allowed_mentions', { content: 'x' }],
  ['allowed-mentions', 'everyone allowed', { content: 'x', allowed_mentions: { parse: ['everyone'] } }],
  ['allowed-mentions', 'a user allowed', { content: 'x', allowed_mentions: { parse: [], users: ['1'] } }],
];

const COMMAND_SETS: [rule: string, what: string, body: object[]][] = [
  ['schema', 'a name of 33 characters', [chat({ name: long(33) })]],
  ['schema', '26 options', [chat({ options: many(26, (n) => option({ name: `o${n}` })) })]],
  ['command-name', 'a space in the name', [chat({ name: 'test tokens' })]],
  ['command-name', 'upper case', [chat({ name: 'TestTokens' })]],
  ['command-description', 'no description', [{ name: 'check' }]],
  ['command-description', 'a described message command', [{ type: 3, name: 'Explain', description: 'x' }]],
  ['context-menu-options', 'options of a message command', [{ type: 3, name: 'Explain', options: [option()] }]],
  ['option-name', 'an option in upper case', [chat({ options: [option({ name: 'Tenant' })] })]],
  ['option-duplicate', 'an option twice', [chat({ options: [option(), option()] })]],
  ['option-order', 'required after optional', [chat({ options: [option(), option({ name: 'b', required: true })] })]],
  [
    'option-autocomplete',
    'autocomplete with choices',
    [chat({ options: [option({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] })],
  ],
  [
    'choice-duplicate',
    'a choice twice',
    [chat({ options: [option({ choices: many(2, (n) => ({ name: 'a', value: `${n}` })) })] })],
  ],
  ['option-range', 'min above max', [chat({ options: [option({ min_length: 5, max_length: 2 })] })]],
  ['option-mix', 'a subcommand beside an option', [chat({ options: [option(), option({ type: 1, name: 'b' })] })]],
  ['command-duplicate', 'a command twice', [chat(), chat()]],
  ['command-count', '101 chat commands', many(101, (n) => chat({ name: `c${n}` }))],
  ['guild-command-contexts', 'contexts in a guild', [chat({ contexts: [0] })]],
  [
    'command-length',
    'more than 8,000 characters',
    [
      chat({
        options: many(4, (n) =>
          option({ name: `o${n}`, choices: many(25, (m) => ({ name: `${m}`, value: long(90) })) }),
        ),
      }),
    ],
  ],
];

const input = (more: object = {}) => ({ type: 4, custom_id: 't', style: 1, ...more });
const modal = (...components: object[]) => ({ type: 9, data: { custom_id: 'm', title: 'M', components } });

const CALLBACKS: [rule: string, what: string, body: object][] = [
  ['schema', 'an unknown type', { type: 99 }],
  ['schema', 'content of 2,001 characters', { type: 4, data: { content: long(2001), ...quiet } }],
  ['callback-type', 'an update where there is no message', { type: 7, data: { content: 'x' } }],
  ['callback-type', 'choices for a command', { type: 8, data: { choices: [] } }],
  ['deferred-flags', 'Components V2 at the deferral', { type: 5, data: { flags: V2 } }],
  ['deferred-data', 'content at the deferral', { type: 5, data: { content: 'x' } }],
  [
    'modal-rows',
    'six rows',
    modal(...many(6, (n) => ({ type: 18, label: 'a', component: input({ custom_id: `${n}` }) }))),
  ],
  ['modal-label', 'a text input in a row without a label', modal(row(input()))],
  ['modal-label', 'two labels', modal({ type: 18, label: 'a', component: input({ label: 'b' }) })],
  ['input-range', 'min above max', modal({ type: 18, label: 'a', component: input({ min_length: 9, max_length: 2 }) })],
];

let standIn: DiscordStandIn;
let bot: Awaited<ReturnType<typeof startDemoBot>>;

beforeAll(async () => {
  standIn = await createDiscordStandIn(WORLD);
  bot = await startDemoBot(standIn.origin, () => undefined);
  standIn.registerCommands(GUILD, COMMANDS);
});

afterAll(async () => {
  await bot.stop();
  await standIn.close();
});

/** Sends a body past the client, which would refuse some of them itself. */
async function send(method: string, path: string, body: object) {
  const before = standIn.violations.length;
  const headers = { authorization: 'Bot demo-token', 'content-type': 'application/json' };
  const response = await fetch(`${standIn.origin}/v10${path}`, { method, headers, body: JSON.stringify(body) });
  return {
    status: response.status,
    answer: response.status === 204 ? undefined : ((await response.json()) as { id: string; code?: number }),
    rules: standIn.violations.slice(before).map((one) => one.rule),
  };
}

describe('rules for messages', () => {
  it.each(MESSAGES)('%s: refuses %s', async (rule, _what, body) => {
    const { status, rules, answer } = await send('POST', `/channels/${CHANNEL}/messages`, body);

    expect(rules).toContain(rule);
    expect([status, answer?.code]).toEqual([400, rule === 'message-empty' ? 50006 : 50035]);
  });

  it('refuses an edit that takes the flag of Components V2 away, or adds content', async () => {
    const { answer } = await send('POST', `/channels/${CHANNEL}/messages`, v2(text('a')));
    const path = `/channels/${CHANNEL}/messages/${answer?.id}`;

    expect((await send('PATCH', path, { flags: 0 })).rules).toEqual(['v2-flag-removed']);
    expect((await send('PATCH', path, { content: 'x' })).rules).toEqual(['v2-with-content']);
    expect((await send('PATCH', path, { components: [text('b')] })).status).toBe(200);
  });

  it('names the field that is wrong, in the shape of Discord', async () => {
    const { answer } = await send('POST', `/channels/${CHANNEL}/messages`, legacy(row(button({ label: long(81) }))));

    expect(answer).toMatchObject({ message: 'Invalid Form Body', errors: { _errors: [{ code: 'SCHEMA' }] } });
    expect(standIn.violations.at(-1)?.reason).toMatch(/^components\.0\.components\.0\.label: .*80/);
  });

  it('refuses a file that no component shows', async () => {
    const form = new FormData();
    form.set('payload_json', JSON.stringify(v2(text('a'))));
    form.set('files[0]', new Blob(['a,b']), 'report.csv');
    const headers = { authorization: 'Bot demo-token' };
    await fetch(`${standIn.origin}/v10/channels/${CHANNEL}/messages`, { method: 'POST', headers, body: form });

    expect(standIn.violations.at(-1)?.rule).toBe('v2-attachment-hidden');
  });
});

describe('rules for commands', () => {
  it.each(COMMAND_SETS)('%s: refuses %s', async (rule, _what, body) => {
    const { status, rules } = await send('PUT', `/applications/${APPLICATION}/guilds/${GUILD}/commands`, body);

    expect(rules).toContain(rule);
    expect(status).toBe(400);
  });
});

describe('rules for callbacks', () => {
  it.each(CALLBACKS)('%s: refuses %s', async (rule, _what, body) => {
    const { id, token } = standIn.slash({ ...HERE, command: 'check', options: { tenant: 'contoso' } });
    const { status, rules } = await send('POST', `/interactions/${id}/${token}/callback`, body);

    expect(rules).toContain(rule);
    expect(status).toBe(400);
  });

  it('refuses more than 25 choices, and numbers for a text', async () => {
    const typed = { ...HERE, command: 'check', option: 'tenant', value: '' };
    const choose = async (choices: object[]) => {
      const { id, token } = standIn.autocomplete(typed);
      return (await send('POST', `/interactions/${id}/${token}/callback`, { type: 8, data: { choices } })).rules;
    };

    expect(await choose(many(26, (n) => ({ name: `${n}`, value: `${n}` })))).toContain('schema');
    expect(await choose([{ name: 'one', value: 1 }])).toEqual(['choice-type']);
  });

  it('refuses a modal as an answer to a modal', async () => {
    const opened = standIn.slash({ guildId: GUILD, channelId: CHANNEL, user: ANNA, command: 'x', unregistered: true });
    const form = modal({ type: 18, label: 'a', component: input() });
    await send('POST', `/interactions/${opened.id}/${opened.token}/callback`, form);
    const { id, token } = standIn.modalSubmit({ customId: 'm', fields: { t: 'a' } });

    expect((await send('POST', `/interactions/${id}/${token}/callback`, form)).rules).toEqual(['callback-type']);
  });
});

describe('everything else', () => {
  it('records what it does not serve, and refuses who has no token', async () => {
    expect((await send('DELETE', `/guilds/${GUILD}`, {})).rules).toEqual(['route']);
    expect((await fetch(`${standIn.origin}/v10/users/@me`)).status).toBe(401);
  });
});
