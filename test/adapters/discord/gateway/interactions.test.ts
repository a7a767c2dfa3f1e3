import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANNA, CHANNEL, GUILD, HERE, ROLE } from '../../../../simulators/discord/demo-world.ts';
import { textOf } from '../../../../simulators/discord/read-message.ts';
import { encodeAction } from '../../../../src/core/cards/action-id.ts';
import type { Form } from '../../../../src/core/cards/card.ts';
import type { GivenFile } from '../../../../src/core/chat/calls/chat-request.ts';
import { type BotFixture, cardSaying, FOREIGN_CHANNEL, FOREIGN_GUILD, startBot } from './bot-fixture.ts';

let fixture: BotFixture;

beforeEach(async () => {
  fixture = await startBot();
  fixture.chat.running = async (_request, _call, reply) => reply.show(cardSaying('Done'), { final: true });
});

afterEach(async () => {
  expect(fixture.standIn.violations).toEqual([]);
  expect(JSON.stringify(fixture.logs)).not.toMatch(/a-token-that-must-not-show/);
  for (const { token } of fixture.standIn.interactions) expect(JSON.stringify(fixture.logs)).not.toContain(token);
  await fixture.close();
});

const check = (tenant = 'contoso') => fixture.standIn.slash({ ...HERE, command: 'check', options: { tenant } });
const direct = { guildId: null, user: ANNA } as const;
describe('an interaction', () => {
  it('is acknowledged before core runs it, and then answered', async () => {
    const seen: number[] = [];
    fixture.chat.running = async (_request, _call, reply) => {
      seen.push(fixture.standIn.acknowledgements.length);
      await reply.show(cardSaying('Done'));
    };
    const handle = check('fabrikam');
    expect(await handle.ack).toMatchObject({ type: 5, flags: 0 });
    expect(textOf(await handle.reply())).toContain('Done');
    expect(seen).toEqual([1]);
    expect(fixture.chat.ran).toEqual([
      {
        request: {
          person: { platform: 'discord', id: ANNA.id, roles: [ROLE], name: 'Anna' },
          place: { platform: 'discord', kind: 'channel', workspaceId: GUILD, channelId: CHANNEL },
        },
        call: { kind: 'command', name: 'check', values: { tenant: 'fabrikam' } },
      },
    ]);
  });

  it('is acknowledged all the same where keeping it takes too long', async () => {
    fixture.chat.keeping = new Promise(() => {});
    expect(await check().ack).toMatchObject({ type: 5 });
  });

  it('is answered for the person alone where core wants it so', async () => {
    fixture.chat.answer = { kind: 'answer', effect: 'new', audience: 'private' };
    const reply = await check().reply();
    expect(reply.ephemeral).toBe(true);
  });

  it('names a subcommand with its command', async () => {
    await fixture.standIn.slash({ ...HERE, command: 'access grant', options: { role: ROLE } }).reply();
    expect(fixture.chat.ran[0]?.call).toEqual({
      kind: 'command',
      name: 'access grant',
      values: { role: `discord:role:${ROLE}` },
    });
  });

  it.each([
    ['a member', { id: '1300000000000000999', name: 'Bo' }, 'discord:user:1300000000000000999'],
    ['a role', ROLE, `discord:role:${ROLE}`],
  ])('takes %s that was picked as a subject, and numbers as numbers', async (_what, subject, expected) => {
    await fixture.standIn.slash({ ...HERE, command: 'grant', options: { subject, days: 3 } }).reply();
    expect(fixture.chat.ran[0]?.call).toMatchObject({ values: { subject: expected, days: 3 } });
  });

  it('hands over an attached file, which is read only when core wants it', async () => {
    const file = { filename: 'error.log', content: Buffer.from('\ufeffAADSTS50076 happened', 'utf16le') };
    fixture.chat.running = async (_request, call, reply) => {
      const given = call.kind === 'command' ? (call.values.file as GivenFile) : undefined;
      await reply.show(cardSaying(`${given?.name} ${given?.sizeBytes}: ${await given?.readText()}`));
    };
    const handle = fixture.standIn.slash({ ...HERE, command: 'check', options: { tenant: 'x', file } });
    expect(textOf(await handle.reply())).toContain('error.log 42\\: AADSTS50076 happened');
  });

  it('takes the text of a message with its embeds, components and file names', async () => {
    const targetMessage = {
      content: 'It failed',
      embeds: [{ title: 'AADSTS50076', fields: [{ name: 'Trace', value: '0a1b' }] }],
      components: [{ type: 17, components: [{ type: 10, content: 'inside a container' }] }],
      attachments: [{ filename: 'error.log', content: 'not read' }],
    };
    await fixture.standIn.messageCommand({ ...HERE, name: 'Explain this error', targetMessage }).reply();
    expect(fixture.chat.ran[0]?.call).toEqual({
      kind: 'command',
      name: 'explain',
      values: { text: 'It failed\nAADSTS50076\nTrace\n0a1b\ninside a container\nerror.log' },
    });
  });

  it('asks with a form, and hands its answers over as inputs', async () => {
    const form: Form = {
      id: encodeAction('explain'),
      title: 'Explain an error',
      fields: [{ name: 'text', label: 'The error', multiline: true, required: true, maxLength: 4000 }],
      submit: 'Explain',
    };
    fixture.chat.answer = { kind: 'form', form };
    const opener = check();
    expect((await opener.modal()).title).toBe('Explain an error');
    expect(fixture.chat.ran).toEqual([]);
    fixture.chat.answer = { kind: 'answer', effect: 'new', audience: 'private' };
    const sent = fixture.standIn.modalSubmit({ customId: form.id, fields: { text: 'line one\nline two' } });
    expect(await sent.ack).toMatchObject({ type: 5, flags: 64 });
    expect((await sent.reply()).ephemeral).toBe(true);
    expect(fixture.chat.ran[0]?.call).toEqual({
      kind: 'action',
      id: form.id,
      inputs: { text: 'line one\nline two' },
    });
  });

  it('gives what was chosen as the input `choice`', async () => {
    const id = encodeAction('pick', 'a');
    fixture.chat.running = async (_request, _call, reply) => {
      const options = ['one', 'two'].map((value) => ({ label: value, value }));
      await reply.show({ ...cardSaying('Which?'), actions: [{ kind: 'choice', id, placeholder: 'Which', options }] });
    };
    const { id: messageId } = await check().reply();
    fixture.chat.answer = { kind: 'answer', effect: 'replace', audience: 'public' };
    await fixture.standIn.select({ messageId, user: ANNA, customId: id, values: ['two'] }).reply();
    expect(fixture.chat.ran[1]?.call).toEqual({ kind: 'action', id, inputs: { choice: 'two' } });
  });

  it('is answered in a direct message', async () => {
    const handle = fixture.standIn.slash({ ...direct, command: 'explain' });
    expect(textOf(await handle.reply())).toContain('Done');
    expect(fixture.chat.ran[0]?.request).toMatchObject({
      person: { id: ANNA.id, roles: [] },
      place: { kind: 'direct', workspaceId: null },
    });
  });

  it('is refused in a guild that is not configured, and never reaches core', async () => {
    const elsewhere = { guildId: FOREIGN_GUILD, channelId: FOREIGN_CHANNEL, user: ANNA };
    const handle = fixture.standIn.slash({ ...elsewhere, command: 'check', options: { tenant: 'x' } });
    expect(await handle.ack).toMatchObject({ type: 4 });
    const reply = await handle.reply();
    expect(reply.ephemeral).toBe(true);
    expect(textOf(reply)).toContain('doesn’t serve this server');
    const typed = fixture.standIn.autocomplete({ ...elsewhere, command: 'check', option: 'tenant', value: 'c' });
    expect(await typed.choices()).toEqual([]);
    expect([fixture.chat.planned, fixture.chat.ran]).toEqual([[], []]);
    expect(fixture.logs.find(({ message }) => message.includes('not configured is refused'))?.fields).toEqual({
      guild: FOREIGN_GUILD,
      person: ANNA.id,
    });
  });

  it.each([
    ['came too late', 404, 10062],
    ['was acknowledged by another process', 400, 40060],
  ])('is dropped without running it where it %s', async (_why, status, code) => {
    fixture.standIn.failNext({ method: 'POST', pathPattern: /callback$/, status, code });
    check();
    expect(await fixture.logged('could not be acknowledged')).toMatchObject({ level: 'warn', fields: { code } });
    await check().reply();
    expect(fixture.chat.ran).toHaveLength(1);
  });

  it('doesn’t wait for another one', async () => {
    const gate = Promise.withResolvers<void>();
    fixture.chat.running = async (_request, call, reply) => {
      if (call.kind === 'command' && call.values.tenant === 'slow') await gate.promise;
      await reply.show(cardSaying('Done'));
    };
    const slow = check('slow');
    expect(textOf(await check('fast').reply())).toContain('Done');
    expect(slow.original()?.loading).toBe(true);
    gate.resolve();
    await slow.reply();
  });

  it('says that it failed where core throws or shows nothing, with the reference of the log', async () => {
    fixture.chat.running = async () => {
      throw new Error('broken');
    };
    const failed = textOf(await check().reply());
    const reference = /Reference ([\w-]+)/.exec(failed)?.[1];
    expect(fixture.logs.find(({ message }) => message === 'a command failed')?.fields.reference).toBe(reference);
    fixture.chat.running = async () => {};
    expect(textOf(await check().reply())).toContain("That didn't work on our side");
  });
});
