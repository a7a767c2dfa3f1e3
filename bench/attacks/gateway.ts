import type { DiscordStandIn } from '../../simulators/discord/create-discord-stand-in.ts';
import { textOf } from '../../simulators/discord/read-message.ts';
import type { Json } from '../../simulators/discord/wire.ts';
import { CHANNEL, GUILD } from '../acknowledge.ts';
import type { Attacker, Outcome } from './attacker.ts';

const STRANGER = { id: '1300000000000000999', name: 'Mallory' };
const WAITED_MS = 400;

/** What the gateway may say that Discord never says: forged, malformed, huge. Nobody is answered who has no role. */
export async function attackGateway(attacker: Attacker, standIn: DiscordStandIn, applicationId: string): Promise<void> {
  let number = 0;
  /** As Discord has it, but for what is changed. */
  const interaction = (change: Json): Json => {
    number += 1;
    return {
      ...{ id: `14990000000000000${100 + number}`, application_id: applicationId, type: 2, token: `forged-${number}` },
      ...{ version: 1, data: { id: '1', name: 'status', type: 1 }, channel_id: CHANNEL, guild_id: GUILD, context: 0 },
      ...{ channel: { id: CHANNEL, type: 0 }, app_permissions: '0', locale: 'en-US', entitlements: [] },
      member: { user: { id: STRANGER.id, username: 'mallory', discriminator: '0' }, roles: [], permissions: '0' },
      ...change,
    };
  };
  /** The process lives, answers, and told nobody of a customer. */
  const aftermath = async (since: number): Promise<Outcome> => {
    await new Promise((resolve) => setTimeout(resolve, WAITED_MS));
    const { status } = await attacker.get('/healthz');
    const handle = standIn.slash({ guildId: GUILD, channelId: CHANNEL, user: STRANGER, command: 'status' });
    const seen = await handle.waitFor(({ original }) => original !== undefined && textOf(original) !== '', 10_000);
    const text = seen.original ? textOf(seen.original) : '';
    const told = standIn.requests
      .slice(since)
      .some(({ body }) => /\.example\b|onmicrosoft/.test(JSON.stringify(body) ?? ''));
    return [
      status === 200 && !/\.example\b|onmicrosoft/.test(text) && !told,
      `health ${status}, then “${text.slice(0, 50)}”`,
    ];
  };
  const send = (name: string, type: string, data: Json, guild: string | null = GUILD) =>
    attacker.attack(`gateway: ${name}`, async () => {
      const since = standIn.requests.length;
      standIn.gateway.dispatch(type, data, guild);
      return await aftermath(since);
    });
  const forged: [string, Json][] = [
    ['another application’s id', { application_id: '1399999999999999999' }],
    ['an unknown server', { guild_id: '1399999999999999998' }],
    ['no server, in a group', { guild_id: null, context: 2 }],
    ['no person', { member: null, user: null }],
    ['a person without an id', { member: { user: {}, roles: [] } }],
    ['an id that is a path', { id: '../../webhooks/1', token: '../../../guilds/1' }],
    ['a token that is an address', { token: 'x/@evil.example/' }],
    ['roles that are no list', { member: { user: { id: STRANGER.id, username: 'm' }, roles: 'admin' } }],
    ['roles of objects', { member: { user: { id: STRANGER.id, username: 'm' }, roles: [{ id: '1' }, null, 7] } }],
    ['the role of everybody', { member: { user: { id: STRANGER.id, username: 'm' }, roles: [GUILD] } }],
    [
      '100,000 roles',
      {
        member: {
          user: { id: STRANGER.id, username: 'm' },
          roles: Array.from({ length: 100_000 }, (_, id) => String(id)),
        },
      },
    ],
    ['a name of a megabyte', { member: { user: { id: STRANGER.id, username: 'm'.repeat(1_000_000) }, roles: [] } }],
    ['no data', { data: null }],
    ['an unknown type', { type: 99 }],
    ['a command of the prototype', { data: { id: '1', name: '__proto__', type: 1 } }],
    [
      'a command for the terminal alone',
      { data: { id: '1', name: 'keys', type: 1, options: [{ name: 'rotate', type: 1 }] } },
    ],
    ['options a thousand deep', { data: { id: '1', name: 'status', type: 1, options: deep(1000) } }],
    [
      'an option of another type',
      { data: { id: '1', name: 'explain', type: 1, options: [{ name: 'text', type: 3, value: { a: 1 } }] } },
    ],
    [
      'a file of a foreign address',
      {
        data: {
          ...{ id: '1', name: 'explain', type: 1, options: [{ name: 'file', type: 11, value: '5' }] },
          resolved: {
            attachments: { '5': { id: '5', filename: 'a.log', size: 10, url: 'http://169.254.169.254/latest/' } },
          },
        },
      },
    ],
    [
      'a button of a message that is not there',
      { type: 3, data: { component_type: 2, custom_id: 'x|__proto__|0' }, message: null },
    ],
    [
      'a form that nobody opened',
      { type: 5, data: { custom_id: 'accept|1|2', components: [{ type: 1, components: [null] }] } },
    ],
    [
      'completion of an unknown option',
      {
        type: 4,
        data: { id: '1', name: 'tenant', type: 1, options: [{ name: 'x', type: 3, value: 'c', focused: true }] },
      },
    ],
  ];
  for (const [name, change] of forged) await send(name, 'INTERACTION_CREATE', interaction(change));
  const events: [string, string, unknown][] = [
    ['an interaction that is a number', 'INTERACTION_CREATE', 7],
    ['an event without data', 'GUILD_UPDATE', null],
    ['an event of the prototype', '__proto__', {}],
    ['a message of a person', 'MESSAGE_CREATE', { id: '1', content: '/status', author: { id: STRANGER.id } }],
    ['a channel without a type', 'CHANNEL_UPDATE', { id: CHANNEL, guild_id: GUILD }],
    ['a server that is an array', 'GUILD_CREATE', []],
    ['a thread list of strangers', 'THREAD_LIST_SYNC', { guild_id: GUILD, threads: [{}], members: [null] }],
    ['four megabytes', 'TYPING_START', { padding: 'a'.repeat(4_000_000) }],
  ];
  for (const [name, type, data] of events) await send(name, type, data as Json);
}

function deep(levels: number): Json {
  let options: Json[] = [];
  for (let level = 0; level < levels; level += 1) options = [{ name: 'a', type: 1, options }];
  return options as unknown as Json;
}
