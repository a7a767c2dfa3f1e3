import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cron } from '../../src/adapters/cron/create-cron.ts';
import { openStorage, type Storage } from '../../src/adapters/storage/open-storage.ts';
import { createLog } from '../../src/adapters/telemetry/create-log.ts';
import { createRuntime, type Runtime } from '../../src/bot/runtime/create-runtime.ts';
import { composeChat, openOfflineParts } from '../../src/bot/start/compose-chat.ts';
import { systemClock } from '../../src/bot/system-clock.ts';
import { encodeAction } from '../../src/core/cards/action-id.ts';
import type { Chat } from '../../src/core/chat/calls/chat.ts';
import type { ArgumentValue } from '../../src/core/chat/calls/chat-request.ts';
import type { Command } from '../../src/core/chat/calls/command.ts';
import type { ArgumentDefinition, Surface } from '../../src/core/chat/calls/command-definition.ts';
import { argumentsFor } from '../../src/core/chat/calls/command-list.ts';
import { readValues } from '../../src/core/chat/calls/read-values.ts';
import { COMMAND_TABLE } from '../../src/core/chat/commands/command-table.ts';
import { warnOf } from '../../src/core/guidance/explain/explanation-view.ts';
import { ADMIN, CHANNEL, RecordingReply, settle, WORKING } from '../core/chat/harness.ts';
import { code, customers, fakeCloud, pass, refuse } from '../core/fake-cloud.ts';
import { tenantId } from '../core/fixtures.ts';

const JWT = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJ${'CaNaRy7x'.repeat(12)}.${'Zq3kP0vW'.repeat(8)}`;
const PASSWORD = 'Canary-Winter#2024';
const TYPED = { 'a token': JWT, 'a password': `password: ${PASSWORD}` };
const COMMANDS: Command[] = await Promise.all(Object.values(COMMAND_TABLE).map((load) => load()));

/** What a command needs besides the argument that is tried. */
const USUAL: Readonly<Record<string, ArgumentValue>> = {
  tenant: tenantId(1),
  reason: 'ticket 12',
  to: '2h',
  name: 'nightly',
  cron: '0 3 * * *',
  subject: 'discord:user:80000000000000009',
  role: 'viewer',
  channel: 'discord:channel:70000000000000001',
  visibility: 'private',
  topic: 'tenant missing',
};

let folder: string;
let storage: Storage;
let runtime: Runtime;
let chat: Chat;
let logged = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'typed-'));
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      logged += String(chunk);
      done();
    },
  });
  const log = createLog(stream);
  const reportInternal = (error: unknown, reference: string): void =>
    log.error({ reference, err: error }, 'internal error');
  storage = await openStorage({ file: join(folder, 'kept.db'), clock: systemClock, cron });
  const cloud = fakeCloud({
    customers: pass({ customers: customers(2), unusableEntries: 0 }),
    users: () => refuse(code(53003)),
  });
  runtime = await createRuntime({
    clock: systemClock,
    storage,
    connections: [WORKING],
    admins: [`discord:user:${ADMIN.id}`],
    box: undefined,
    clouds: { open: () => cloud },
    cron,
    offline: openOfflineParts(async () => Promise.reject(new Error('nothing here is long'))),
    undelivered: async () => null,
    pictures: { heatMap: async () => new Uint8Array() },
    concurrency: 2,
    mostPerWorkspace: 3,
    reportInternal,
    onRefusedToken: () => {},
    onUnreadable: () => {},
  });
  chat = composeChat({
    runtime,
    storage,
    renderFile: async () => new Uint8Array(),
    commandsPerMinute: 100_000,
    reportInternal,
  });
  await ask('testtokens', {});
});
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true });
});

/** What the person was shown, as one text. */
async function ask(name: string, values: Readonly<Record<string, ArgumentValue>>): Promise<string> {
  const reply = new RecordingReply('private', true, () => 0);
  await chat.run({ person: ADMIN, place: CHANNEL }, { kind: 'command', name, values }, reply);
  await settle();
  return JSON.stringify(reply.cards);
}

function tried(command: Command, surface: Surface): ArgumentDefinition[] {
  return argumentsFor(command, surface).filter(({ kind }) => kind !== 'file' && kind !== 'flag');
}

function valuesFor(command: Command, surface: Surface, argument: string, typed: string): Record<string, ArgumentValue> {
  const needed = argumentsFor(command, surface).filter(({ required }) => required);
  return { ...Object.fromEntries(needed.map(({ name }) => [name, USUAL[name] ?? 'x'])), [argument]: typed };
}

/** The database with its journal, the log, and whatever else lies there. */
function kept(): string {
  return [logged, ...readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))].join('\n');
}

const CASES = COMMANDS.flatMap((command) =>
  Object.keys(TYPED).map((what) => [command.name, what as keyof typeof TYPED, command] as const),
);

describe('a secret typed by mistake', () => {
  it('is tried at more than forty arguments', () => {
    expect(COMMANDS.flatMap((command) => tried(command, 'chat')).length).toBeGreaterThan(40);
  });

  it.each(CASES)('is cut from every argument of %s in chat, and told (%s)', async (name, what, command) => {
    if (!command.surfaces.includes('chat')) return;
    for (const argument of tried(command, 'chat')) {
      const shown = await ask(name, valuesFor(command, 'chat', argument.name, TYPED[what]));
      expect(shown, argument.name).toMatch(/revoke it/);
      expect(shown, argument.name).not.toContain(JWT);
      expect(shown, argument.name).not.toContain(PASSWORD);
    }
  });

  it.each(CASES)('is cut from every argument of %s on the terminal, and told (%s)', async (_name, what, command) => {
    if (!command.surfaces.includes('terminal')) return;
    for (const argument of tried(command, 'terminal').filter(({ pasted }) => !pasted)) {
      const read = readValues(command, 'terminal', valuesFor(command, 'terminal', argument.name, TYPED[what]));
      expect(read.secrets, argument.name).toBeDefined();
      expect(JSON.stringify([read, warnOf(read.secrets ?? [])]), argument.name).not.toMatch(/CaNaRy7x|Canary-Winter/);
    }
  });

  it('is cut from the reason of an acknowledgement, and told', async () => {
    const { groups } = await storage.incidents.load('default', 0);
    const [group] = groups;
    const reply = new RecordingReply('private', true, () => 0);
    const id = encodeAction('ack', group?.id ?? '', 'reason');
    const reason = `mailed them ${TYPED['a password']}, token ${JWT}`;
    await chat.run({ person: ADMIN, place: CHANNEL }, { kind: 'action', id, inputs: { reason } }, reply);
    const shown = JSON.stringify(reply.cards);
    expect(shown).toContain('Acknowledged.');
    expect(shown).toContain('revoke it');
    expect(JSON.stringify(await storage.incidents.facts([group?.id ?? '']))).toContain(
      'mailed them password: [secret]',
    );
  });

  it('is neither in the database nor in the log', async () => {
    // What was kept of the same commands is there, so that the place is the right one.
    expect(JSON.stringify(await storage.accepted.accepted('default'))).toContain('[secret]');
    const all = kept();
    expect(all).toContain('command accept add');
    expect(all).not.toMatch(/CaNaRy7x|Canary-Winter/);
  });
});
