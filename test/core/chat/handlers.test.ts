import { describe, expect, it } from 'vitest';
import { ACTION_VERBS, type ActionVerb } from '../../../src/core/cards/action-id.ts';
import { COMMAND_TABLE } from '../../../src/core/chat/commands/command-table.ts';
import { ANSWERED, commandsFor } from '../../../src/core/chat/commands/registry.ts';
import { ACTION_HANDLERS } from '../../../src/core/chat/handlers.ts';

/** Answered as the command that it asks about. */
const LATER: readonly ActionVerb[] = ['choose'];

describe('the table of commands', () => {
  it('answers every chat command of the registry, and all but the renewal on the terminal too', () => {
    const commands = commandsFor('chat', 'admin').map((command) => command.name);
    const inChat = ANSWERED.filter((command) => command.surfaces.includes('chat'));
    expect(inChat.map((command) => command.name).sort()).toEqual(commands.sort());
    // The terminal renews with a command of its own, which opens the browser.
    const chatOnly = ANSWERED.filter(({ surfaces }) => !surfaces.includes('terminal')).map(({ name }) => name);
    expect(chatOnly).toEqual(['renewtokens']);
  });

  it('has each command under its own name', () => {
    expect(Object.keys(COMMAND_TABLE)).toEqual(ANSWERED.map((command) => command.name));
  });

  it('keeps help and access to who asked', () => {
    for (const name of ['help', 'access grant', 'access revoke', 'access list', 'access channel']) {
      expect(ANSWERED.find((command) => command.name === name)?.audience).toBe('private');
    }
  });
});

describe('ACTION_HANDLERS', () => {
  it('answers every verb but those that come later', () => {
    const answered = Object.keys(ACTION_HANDLERS);
    expect(answered.sort()).toEqual(ACTION_VERBS.filter((verb) => !LATER.includes(verb)).sort());
  });

  it('keeps downloads to who asked', () => {
    expect(ACTION_HANDLERS.download?.audience).toBe('private');
  });

  it('lets nobody without a role press anything', () => {
    for (const handler of Object.values(ACTION_HANDLERS)) expect(handler.role).not.toBe('anyone');
  });

  it('asks for a technician wherever something is tested or stopped', () => {
    for (const verb of ['cancel', 'sweep', 'retest', 'again', 'ack', 'snooze', 'recheck'] as const) {
      expect(ACTION_HANDLERS[verb]?.role).toBe('technician');
    }
  });
});
