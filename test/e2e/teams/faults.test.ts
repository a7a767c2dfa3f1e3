import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PATIENT } from '../../patience.ts';
import { ask, labelsOf, newChat, press, REPORT, readable, shows } from './drive.ts';
import { guardWorld } from './guard-world.ts';
import { createTeamsWorld, type TeamsWorld } from './teams-setup.ts';

let world: TeamsWorld;

beforeAll(async () => {
  world = await createTeamsWorld({ sandbox: { tenants: 6 } });
  await world.startHere();
});
afterAll(() => world.close());
guardWorld(() => world);

/** One tenant never answers, so that a sweep ends when somebody cancels it. */
const hang = () => world.sandbox.setTenant(world.sandbox.tenants()[0]?.tenantId ?? '', 'graph-hang');

/** Stands on the card that a sweep ends with, and on none before. */
const LAST = /connection default · \d/;

/** A sweep under way in a chat of its own. */
async function sweeping(): Promise<{ chat: string; cancel: () => Promise<unknown> }> {
  hang();
  const chat = await ask(world, 'testtokens');
  const running = await shows(world, chat, /Testing tokens/);
  return { chat, cancel: () => press(world, chat, running, 'Cancel') };
}

/** How often the product wrote this so far. Earlier tests wrote too: only what is added tells something. */
const countOf = (text: string): number => world.written().split(text).length - 1;
const callsTo = (chat: string) => world.connector.calls.filter(({ conversationId }) => conversationId === chat);

describe('what the connector refuses', () => {
  it.each([
    ['429 with Retry-After', { status: 429, retryAfter: '1' }],
    ['502', { status: 502 }],
  ])('is tried again when a message is first shown (%s)', async (_name, refusal) => {
    world.connector.refuseNext(refusal);
    const chat = await ask(world, 'help');
    await shows(world, chat, /may run/);
    expect(callsTo(chat).map(({ operation }) => operation)).toEqual(['send', 'send']);
  });

  it.each([
    ['429', [{ status: 429, retryAfter: '1' }]],
    ['502 twice', [{ status: 502 }, { status: 502 }]],
    ['a broken connection', ['broken' as const]],
  ])('is tried again for the answer of a sweep (%s)', async (_name, refusals) => {
    const { chat, cancel } = await sweeping();
    world.connector.refuseWith(LAST, ...refusals);
    await cancel();
    await shows(world, chat, LAST);
    expect(world.connector.messages(chat)).toHaveLength(1);
  });

  it('is tried once more with a new token where the old one is not taken', async () => {
    world.connector.refuseNext({ status: 401, code: 'Unauthorized' });
    const chat = await ask(world, 'help');
    await shows(world, chat, /may run/);
    expect(callsTo(chat)).toHaveLength(2);
  });

  it.each([
    ['403, the bot is gone', { status: 403, code: 'BotNotInConversationRoster' }, 'gone', false],
    ['403, the bot is blocked', { status: 403, code: 'MessageWritesBlocked' }, 'blocked', true],
    ['413', { status: 413, code: 'MessageSizeTooBig' }, 'too-large', true],
  ])('costs the one answer and nothing else (%s)', async (_name, refusal, code, kept) => {
    const chat = newChat();
    await shows(world, await ask(world, 'help', { conversation: chat }), /may run/);
    world.connector.refuseNext(refusal);
    const before = callsTo(chat).length;
    const said = countOf(`"code":"${code}"`);
    await ask(world, 'status', { conversation: chat });
    await vi.waitUntil(() => callsTo(chat).length > before, PATIENT);
    await vi.waitUntil(() => countOf(`"code":"${code}"`) > said, PATIENT);
    const reference = await world.withStorage(({ references }) => references.find(chat));
    expect(reference !== undefined).toBe(kept);
    await ask(world, 'help', { conversation: chat });
    await vi.waitUntil(() => world.connector.messages(chat).length === 2, PATIENT);
  });

  it('leaves a sweep and its report whole', async () => {
    const { chat, cancel } = await sweeping();
    world.connector.refuseWith(LAST, { status: 403, code: 'BotNotInConversationRoster' });
    const said = countOf('"final":true');
    await cancel();
    await vi.waitUntil(async () => {
      const [latest] = await world.withStorage(({ runs }) => runs.latestRuns('default', 1));
      return latest?.status !== 'running' && countOf('"final":true') > said;
    }, PATIENT);
    // Its last words were refused, so it says what it said before.
    expect(readable(await shows(world, chat, /Testing tokens/))).toContain('How it goes is shown here');
    world.sandbox.setTenant(world.sandbox.tenants()[0]?.tenantId ?? '', 'fine');
    const report = await shows(world, await ask(world, 'testtokens'), REPORT);
    expect(labelsOf(report)).toContain('Download');
  });

  it('is shown as a new message where the old one was deleted', async () => {
    const { chat, cancel } = await sweeping();
    world.connector.refuseWith(LAST, { status: 404, code: 'ActivityNotFoundInConversation' });
    await cancel();
    await shows(world, chat, LAST);
    expect(world.connector.messages(chat)).toHaveLength(2);
  });
});
