import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OptionValue } from '../../../simulators/discord/drivers/option-values.ts';
import type { StoredMessage } from '../../../simulators/discord/world/messages.ts';
import type { ArgumentDefinition } from '../../../src/core/chat/calls/command-definition.ts';
import { argumentsFor, groupCommands } from '../../../src/core/chat/calls/command-list.ts';
import { commandsFor } from '../../../src/core/chat/commands/registry.ts';
import { ADMIN, createDiscordWorld, type DiscordWorld, GUILD, STRANGER, UNBOUND } from './discord-setup.ts';
import { ask, readable, sweep } from './drive.ts';
import { guardWorld } from './guard-world.ts';

const COMMANDS = commandsFor('chat', 'admin');

let world: DiscordWorld;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 40, mix: 'demo' } });
  await world.startHere();
  await sweep(world);
});
afterAll(() => world.close());
guardWorld(() => world);

describe('the commands that are registered', () => {
  it('are those of the registry, and in direct messages those that are answered there', () => {
    const names = world.standIn.commands(GUILD).map(({ name }) => name);
    const groups = groupCommands(COMMANDS).map(({ name }) => name);
    expect(names.sort()).toEqual(['Explain this error', ...groups].sort());
    const direct = world.standIn.commands(null);
    expect(direct.map(({ name }) => name).sort()).toEqual(['Explain this error', 'explain', 'help', 'troubleshoot']);
    expect(direct.every(({ contexts }) => contexts?.length === 1 && contexts[0] === 1)).toBe(true);
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    'answer /%s with what it must be given, and with all that it takes',
    async (name, command) => {
      const all = argumentsFor(command, 'chat');
      for (const given of [all.filter(({ required }) => required), all]) {
        const options = Object.fromEntries(given.map((argument) => [argument.name, valueFor(argument)]));
        const handle = ask(world, name, { user: ADMIN, channel: UNBOUND, options });
        const answered = await handle.waitFor(({ modal, original }) => modal !== undefined || isDone(original));
        const text = answered.original ? readable(answered.original) : (answered.modal?.title ?? '');
        expect(text).not.toMatch(/on our side|takes no “|may not run/);
        expect(handle.refusals).toEqual([]);
      }
    },
  );

  it.each(COMMANDS.filter(({ role }) => role !== 'anyone').map((command) => [command.name, command] as const))(
    'refuse /%s to a stranger, who sees that alone',
    async (name, command) => {
      const given = argumentsFor(command, 'chat');
      const options = Object.fromEntries(given.map((argument) => [argument.name, valueFor(argument)]));
      const message = await ask(world, name, { user: STRANGER, options }).reply();
      expect(readable(message)).toMatch(/You may not run this/);
      expect(message.ephemeral).toBe(true);
    },
  );
});

const isDone = (message: StoredMessage | undefined): boolean =>
  message !== undefined && !message.loading && !readable(message).includes('**running**');

/** A value that the argument takes, as far as its form goes. */
function valueFor({ kind, suggest, choices = [], minimum = 1, maximumLength }: ArgumentDefinition): OptionValue {
  if (kind === 'choice') return choices[0] ?? '';
  if (kind === 'number') return minimum;
  if (kind === 'flag') return false;
  // Whoever is granted something here is nobody who is refused below.
  if (kind === 'subject') return { id: '1300000000000000310', name: 'Nora New' };
  if (kind === 'file') return { filename: 'error.log', content: 'AADSTS50076' };
  const { tenantId } = world.sandbox.tenants()[0] ?? { tenantId: '' };
  const known: Record<string, string> = { tenant: tenantId, connection: 'default', topic: 'consent-missing' };
  return (known[suggest ?? ''] ?? 'help').slice(0, maximumLength);
}
