import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/adapters/telemetry/create-log.ts';
import { encodeAction } from '../../src/core/cards/action-id.ts';
import type { ArgumentValue } from '../../src/core/chat/calls/chat-request.ts';
import type { Command } from '../../src/core/chat/calls/command.ts';
import type { ArgumentDefinition, Surface } from '../../src/core/chat/calls/command-definition.ts';
import { argumentsFor } from '../../src/core/chat/calls/command-list.ts';
import { readValues } from '../../src/core/chat/calls/read-values.ts';
import { ANSWERED as COMMANDS } from '../../src/core/chat/commands/registry.ts';
import { warnOf } from '../../src/core/guidance/explain/explanation-view.ts';
import { code, customers, fakeCloud, pass, refuse } from '../core/fake-cloud.ts';
import { type ChatOverDatabase, openChatOverDatabase, USUAL_VALUES as USUAL } from './chat-over-database.ts';

const JWT = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJ${'CaNaRy7x'.repeat(12)}.${'Zq3kP0vW'.repeat(8)}`;
const PASSWORD = 'Canary-Winter#2024';
const SECRET = 'CaNaRy~x8Q~Zq3kP0vWs.Lm29_dTy7Rb4';
const TYPED = { 'a token': JWT, 'a password': `password: ${PASSWORD}` };
let over: ChatOverDatabase;
let logged = '';

beforeAll(async () => {
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      logged += String(chunk);
      done();
    },
  });
  const cloud = fakeCloud({
    customers: pass({ customers: customers(2), unusableEntries: 0 }),
    users: () => refuse(code(53003)),
  });
  over = await openChatOverDatabase({ clouds: { open: () => cloud }, log: createLog(stream) });
  await ask('testtokens', {});
});
afterAll(() => over.close());

/** What the person was shown, as one text. */
async function ask(name: string, values: Readonly<Record<string, ArgumentValue>>): Promise<string> {
  return await over.run({ kind: 'command', name, values });
}

function tried(command: Command, surface: Surface): ArgumentDefinition[] {
  return argumentsFor(command, surface).filter(({ kind }) => kind !== 'file' && kind !== 'flag');
}

function valuesFor(command: Command, surface: Surface, argument: string, typed: string): Record<string, ArgumentValue> {
  const needed = argumentsFor(command, surface).filter(
    ({ required, instead }) => required || (instead && !instead.includes(argument)),
  );
  return { ...Object.fromEntries(needed.map(({ name }) => [name, USUAL[name] ?? 'x'])), [argument]: typed };
}

/** The database with its journal, the log, and whatever else lies there. */
function kept(): string {
  return [logged, ...readdirSync(over.folder).map((name) => readFileSync(join(over.folder, name), 'latin1'))].join(
    '\n',
  );
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

  it.each([
    ['tag import', `tenant,tags\n${JWT},vip\n`],
    ['tag import', `tenant,tags\ntenant1.example,client_secret=${SECRET}\n`],
    ['tag import', `tenant,tags\n${JWT}"x",vip\n`],
    ['routes map', `tenant,client\n${JWT},7\n`],
    ['routes map', `tenant,client\ntenant1.example,client_secret=${SECRET}\n`],
  ])('is in no sentence about a table that is wrong: %s (%#)', async (name, text) => {
    const route = { name: 'psa', kind: 'halopsa', host: 'h.example', createdAt: 1, createdBy: 'Ada' };
    await over.storage.settings.keep('routes', JSON.stringify([route]));
    const file = { name: 'table.csv', sizeBytes: text.length, readText: async () => text };
    const values = { file, ...(name === 'routes map' && { name: 'psa' }) };
    const reply = await over.reply({ kind: 'command', name, values });
    const shown = JSON.stringify(reply.shown.map(({ card, options }) => [card, options.json]));
    expect(shown).toMatch(/Line 2|no table/i);
    expect(shown).not.toMatch(/canary/i);
  });

  it('is cut from the reason of an acknowledgement, and told', async () => {
    const { incidents } = over.storage;
    const { groups } = await incidents.load('default', 0);
    const [group] = groups;
    const id = encodeAction('ack', group?.id ?? '', 'reason');
    const reason = `mailed them ${TYPED['a password']}, token ${JWT}`;
    const shown = await over.run({ kind: 'action', id, inputs: { reason } });
    expect(shown).toContain('Acknowledged.');
    expect(shown).toContain('revoke it');
    expect(JSON.stringify(await incidents.facts([group?.id ?? '']))).toContain('mailed them password: [secret]');
  });

  it('is neither in the database nor in the log', async () => {
    // What was kept of the same commands is there, so that the place is the right one.
    expect(JSON.stringify(await over.storage.accepted.accepted('default'))).toContain('[secret]');
    const all = kept();
    expect(all).toContain('command accept add');
    expect(all).not.toMatch(/CaNaRy7x|Canary-Winter/);
  });
});
