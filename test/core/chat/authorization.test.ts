import { beforeEach, describe, expect, it } from 'vitest';
import { encodeAction } from '../../../src/core/cards/action-id.ts';
import type { Call } from '../../../src/core/chat/calls/chat-request.ts';
import { commandsFor } from '../../../src/core/chat/commands/registry.ts';
import { ACTION_HANDLERS } from '../../../src/core/chat/handlers.ts';
import type { Person, Place } from '../../../src/core/model/people/person.ts';
import { ROLES, type Role } from '../../../src/core/model/people/role.ts';
import { NotNow } from '../../../src/core/model/text/not-now.ts';
import { labelsOf, textOf } from '../cards/card-texts.ts';
import { code, pass, refuse } from '../fake-cloud.ts';
import { tenantId } from '../fixtures.ts';
import {
  ADMIN,
  BOUND,
  CHANNEL,
  createHarness,
  DIRECT,
  type Harness,
  NOBODY,
  person,
  TECHNICIAN,
  VIEWER,
  type Where,
} from './harness.ts';

const PERSONS: Record<Role, Person> = { anyone: NOBODY, viewer: VIEWER, technician: TECHNICIAN, admin: ADMIN };
const GIVEN: Record<string, Record<string, string>> = {
  check: { tenant: 'Tenant 1' },
  explain: { text: 'AADSTS50076' },
  troubleshoot: { topic: 'mfa-required' },
  'access grant': { subject: 'discord:user:80351110224678912', role: 'viewer' },
  'access revoke': { subject: 'discord:user:80351110224678912' },
  'access channel': { state: 'on' },
};
const COMMAND_CALLS = commandsFor('chat', 'admin').map(({ name, role }): [string, Role, Call] => [
  name,
  role,
  { kind: 'command', name, values: GIVEN[name] ?? {} },
]);
const BUTTON_CALLS = Object.entries(ACTION_HANDLERS).map(([verb, handler]): [string, Role, Call] => [
  `button ${verb}`,
  handler.role,
  { kind: 'action', id: `s1~${verb}~RUN~0`, inputs: {} },
]);

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});

async function outcomesOf(call: Call, who: Person, place: Place = CHANNEL): Promise<string[]> {
  await harness.start(call, { person: who, place }).done;
  return (await harness.audited()).map((row) => row.outcome);
}

it.each([...COMMAND_CALLS, ...BUTTON_CALLS])('%s is held against what each role may', async (_name, needed, call) => {
  for (const role of ROLES) {
    const may = ROLES.indexOf(role) >= ROLES.indexOf(needed);
    const before = (await harness.audited()).length;
    harness.cloud.asked.length = 0;
    const { reply, done } = harness.start(call, { person: PERSONS[role] });
    await done;
    const outcomes = (await harness.audited()).slice(before).map((row) => row.outcome);
    const statuses = reply.cards.map((card) => card.status);
    if (may) {
      expect(outcomes, role).not.toContain('refused');
      expect(statuses, role).not.toContain('refused');
      continue;
    }
    expect(outcomes, role).toEqual(['refused']);
    expect(statuses, role).toEqual(['refused']);
    expect(reply.shown[0]?.way, role).toBe('privately');
    expect(harness.cloud.asked, role).toEqual([]);
  }
});

describe('a refusal', () => {
  it('says which role is wanted, which one the person has, and the way out', async () => {
    const { reply } = await harness.command('testtokens', {}, { person: VIEWER });
    expect(reply.last.summary).toBe('You may not run this: it wants the role technician, you have viewer.');
    expect(textOf(reply.last)).toContain('Ask an administrator of Samaritan');
    const other = await harness.command('status', {}, { person: NOBODY });
    expect(other.reply.last.summary).toBe('You may not run this: it wants the role viewer, you have none.');
  });

  it('comes before anything is said about values or buttons', async () => {
    const unknown = await harness.command('drop tables', {}, { person: NOBODY });
    expect(unknown.reply.last.status).toBe('refused');
    const wrong = await harness.command('check', { nonsense: 'x' }, { person: NOBODY });
    expect(wrong.reply.last.status).toBe('refused');
    const forged = await harness.press('s9~fix~RUN', { person: NOBODY });
    expect(forged.reply.last.status).toBe('refused');
  });

  it('is the same for a person whose name says otherwise', async () => {
    const impostor = person(9, { name: `discord:user:${ADMIN.id}` });
    expect(await outcomesOf({ kind: 'command', name: 'access list', values: {} }, impostor)).toEqual(['refused']);
  });
});

describe('what is granted', () => {
  it('counts from the moment it runs, not from when it was planned', async () => {
    const call = harness.toCommand('status');
    expect(harness.plan(call, { person: VIEWER, place: BOUND })).toMatchObject({ audience: 'public' });
    await harness.access.revoke(`discord:user:${VIEWER.id}`);
    // Planned before anything is read again: the plan still is what was known.
    expect(harness.plan(call, { person: VIEWER, place: BOUND })).toMatchObject({ audience: 'public' });
    const { reply } = await harness.command('status', {}, { person: VIEWER, place: BOUND });
    expect(reply.last.status).toBe('refused');
    expect(reply.public).toEqual([]);
    expect(harness.plan(call, { person: VIEWER, place: BOUND })).toMatchObject({ audience: 'private' });
  });

  it('opens a command that was planned as a refusal, but to the person alone', async () => {
    const call = harness.toCommand('status');
    await harness.give(NOBODY, 'viewer');
    expect(harness.plan(call, { person: NOBODY, place: BOUND })).toMatchObject({ audience: 'private' });
    const { reply } = await harness.command('status', {}, { person: NOBODY, place: BOUND });
    expect(reply.last.title).not.toEqual([]);
    expect(reply.last.status).not.toBe('refused');
    expect(reply.public).toEqual([]);
  });

  it('may be to a Discord role', async () => {
    const role = '60000000000000001';
    await harness.access.grant({ subject: `discord:role:${role}`, role: 'technician', grantedAt: 0, grantedBy: 'x' });
    const member = person(7, { roles: [role] });
    expect(await outcomesOf(harness.toCommand('testtokens'), member)).toEqual(['allowed']);
    const { reply } = await harness.command('testtokens', {}, { person: person(7) });
    expect(reply.last.status).toBe('refused');
  });

  it('may be to administrators of the configuration, of which the store knows nothing', async () => {
    harness = await createHarness({ admins: [`discord:user:${NOBODY.id}`] });
    expect(await outcomesOf(harness.toCommand('access list'), NOBODY)).toEqual(['allowed']);
    expect((await harness.access.read()).grants.map(({ subject }) => subject)).not.toContain(
      `discord:user:${NOBODY.id}`,
    );
  });

  it('counts for nothing where the store cannot be read', async () => {
    harness.access.broken = new Error('the database is gone');
    const { reply } = await harness.command('testtokens', {}, { person: ADMIN });
    expect(reply.last.status).toBe('failed');
    expect(harness.cloud.asked).toEqual([]);
  });
});

describe('a direct message on Discord', () => {
  it.each(['explain', 'troubleshoot', 'help'])('answers %s', async (name) => {
    const call = harness.toCommand(name, GIVEN[name] ?? {});
    expect(await outcomesOf(call, ADMIN, DIRECT)).toEqual(['allowed']);
  });

  it.each(COMMAND_CALLS.filter(([name]) => !['explain', 'troubleshoot', 'help'].includes(name)))(
    'refuses %s, whoever asks',
    async (_name, _role, call) => {
      const { reply, done } = harness.start(call, { person: ADMIN, place: DIRECT });
      await done;
      expect(reply.last.summary).toBe('In direct messages only explain, troubleshoot and help are answered.');
      expect(harness.cloud.asked).toEqual([]);
    },
  );

  it('turns articles over, and does nothing else at the press of a button', async () => {
    for (const [name, , call] of BUTTON_CALLS) {
      const { reply, done } = harness.start(call, { person: ADMIN, place: DIRECT });
      await done;
      const answered = ['button article', 'button explain'].includes(name);
      expect(reply.cards.at(-1)?.status === 'refused', name).toBe(!answered);
    }
  });

  it('does not tell of a report by way of an article’s button', async () => {
    harness.cloud.answers.users = (tenant) => (tenant === tenantId(1) ? refuse(code(0, 403)) : pass(undefined));
    await harness.command('testtokens');
    const [runId = ''] = harness.runIds();
    const id = encodeAction('article', 'mfa-required', 0, runId, 0);
    const labels = async (where: Where) => labelsOf((await harness.press(id, where)).reply.last);
    expect(await labels({ person: ADMIN })).toContain('Back');
    expect(await labels({ person: ADMIN, place: DIRECT })).not.toContain('Back');
  });

  it('answers everything on Teams, where the tenant vouches for the person', async () => {
    const subject = '0a0a0a0a-0000-4000-8000-0000000000ab';
    await harness.access.grant({ subject: `teams:user:${subject}`, role: 'technician', grantedAt: 0, grantedBy: 'x' });
    const who: Person = { platform: 'teams', id: subject, roles: [], name: 'Ada' };
    const place: Place = { platform: 'teams', kind: 'direct', workspaceId: 'tenant', channelId: 'a:1' };
    expect(await outcomesOf(harness.toCommand('testtokens'), who, place)).toEqual(['allowed']);
    const { reply } = await harness.command('explain', { text: 'AADSTS50076' }, { person: who, place });
    expect(reply.last.actions.map((action) => 'label' in action && action.label)).toContain('Test tokens now');
  });
});

describe('too much at once', () => {
  it('refuses the 21st call in a minute and says when there is room again', async () => {
    harness = await createHarness({ commandsPerMinute: 20 });
    for (let call = 0; call < 20; call += 1) {
      const { reply } = await harness.command('help', {}, { person: VIEWER });
      expect(reply.last.status).toBe('help');
      await harness.clock.advance(1000);
    }
    const { reply } = await harness.press(encodeAction('article', 'mfa-required'), { person: VIEWER });
    expect(reply.last.summary).toBe('You may run 20 commands a minute. Try again in 40 s.');
    expect((await harness.audited()).at(-1)).toMatchObject({ outcome: 'refused', reason: 'too many commands' });
    expect((await harness.command('help', {}, { person: TECHNICIAN })).reply.last.status).toBe('help');
    await harness.clock.advance(40_000);
    expect((await harness.command('help', {}, { person: VIEWER })).reply.last.status).toBe('help');
  });

  it('names a time at which it is true', async () => {
    harness = await createHarness({ commandsPerMinute: 1 });
    await harness.command('help');
    await harness.clock.advance(47_600);
    expect((await harness.command('help')).reply.last.summary).toContain('Try again in 13 s.');
    await harness.clock.advance(13_000);
    expect((await harness.command('help')).reply.last.status).toBe('help');
  });
});

describe('a fault of ours', () => {
  it('becomes a card with the reference that was reported', async () => {
    harness.parts.renderFile = async () => {
      throw new Error('the renderer knows a secret: hunter2');
    };
    await harness.command('testtokens');
    const [runId = ''] = harness.runIds();
    const { reply } = await harness.press(encodeAction('download', runId));
    const [fault] = harness.faults;
    expect(fault?.error).toMatchObject({ message: 'the renderer knows a secret: hunter2' });
    expect(textOf(reply.last)).toContain(`Reference ${fault?.reference}; the same reference is in the log.`);
    expect(textOf(reply.last)).not.toContain('hunter2');
    expect((await harness.audited()).at(-1)).toMatchObject({
      action: 'button download',
      outcome: 'failed',
      reason: `reference ${fault?.reference}`,
    });
  });

  it('is none where there is only too much to do: it says so, and nothing is reported', async () => {
    const tooMuch = async () => {
      throw new NotNow('Too much at once. Try again in a minute.');
    };
    Object.assign(harness.parts, { renderFile: tooMuch, explainLong: tooMuch });
    await harness.command('testtokens');
    const [runId = ''] = harness.runIds();
    const { reply: pressed } = await harness.press(encodeAction('download', runId));
    const { reply: asked } = await harness.command('explain', {
      file: { name: 'a.log', sizeBytes: 100_000, readText: async () => 'AADSTS50076' },
    });
    for (const reply of [pressed, asked]) {
      expect(reply.last.status).toBe('not now');
      expect(textOf(reply.last)).toContain('Try again in a minute.');
    }
    expect(harness.faults).toEqual([]);
    expect((await harness.audited()).at(-1)).toMatchObject({ outcome: 'failed', reason: 'too much at once' });
  });

  it('says where the database is at fault, and not which one that is', async () => {
    harness.parts.renderFile = async () => {
      throw Object.assign(new Error('postgres://samaritan@db.internal cannot be reached'), { name: 'StorageError' });
    };
    await harness.command('testtokens');
    const [runId = ''] = harness.runIds();
    const { reply } = await harness.press(encodeAction('download', runId));
    expect(textOf(reply.last)).toContain('Samaritan cannot use its database now');
    expect(textOf(reply.last)).not.toContain('db.internal');
  });

  it('runs nothing that could not be written down first', async () => {
    harness.audit.broken = new Error('the disk is full');
    const { reply } = await harness.command('testtokens');
    expect(reply.last.status).toBe('failed');
    expect(harness.cloud.asked).toEqual([]);
  });

  it('is not what Microsoft refuses', async () => {
    harness = await createHarness();
    harness.cloud.answers.customers = refuse({ kind: 'refused', httpStatus: 403, codes: [] });
    await harness.command('testtokens');
    expect(harness.faults).toEqual([]);
  });
});
