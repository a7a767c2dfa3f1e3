import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANNA, CHANNEL } from '../../../../simulators/discord/demo-world.ts';
import { textOf } from '../../../../simulators/discord/read-message.ts';
import { beginReply } from './begin-reply.ts';
import { type BotFixture, cardSaying, startBot } from './bot-fixture.ts';

const MINUTE = 60_000;
const CSV = { name: 'report.csv', type: 'text/csv', content: new TextEncoder().encode('a,b\n') };

let fixture: BotFixture;

beforeEach(async () => {
  fixture = await startBot();
});

afterEach(async () => {
  expect(fixture.standIn.violations).toEqual([]);
  // The bot's own token goes along with nothing that an interaction's token is enough for.
  const asInteraction = fixture.standIn.requests.filter(({ path }) => /^\/(webhooks|interactions)/.test(path));
  expect(asInteraction.filter(({ authorized }) => authorized)).toEqual([]);
  for (const { token } of fixture.standIn.interactions) expect(JSON.stringify(fixture.logs)).not.toContain(token);
  await fixture.close();
});

const begin = (audience: 'public' | 'private' = 'public') => beginReply(fixture, audience, CHANNEL);
const edits = () => fixture.standIn.requests.filter(({ method }) => method === 'PATCH');
const logged = (part: string) => fixture.logs.filter(({ message }) => message.includes(part));
const last = <T>(list: readonly T[]): T => {
  const found = list.at(-1);
  if (found === undefined) throw new Error('the list is empty');
  return found;
};

describe('the reply to an interaction', () => {
  it('sends only the newest card where they come faster than Discord takes them, and the final one last', async () => {
    const { handle, reply, end } = await begin();
    const all = Array.from({ length: 20 }, (_, index) => reply.show(cardSaying(`Progress ${index}`)));
    const final = reply.show(cardSaying('Report'), { final: true });
    const late = reply.show(cardSaying('Progress 20'));
    await Promise.all([...all, final, late]);
    expect(textOf(await handle.reply())).toContain('Report');
    expect(edits().length).toBeLessThanOrEqual(2);
    end();
  });

  it('survives a 429 and a 5xx', async () => {
    const { handle, reply, end } = await begin();
    fixture.standIn.failNext({ method: 'PATCH', status: 429 });
    await reply.show(cardSaying('First'));
    fixture.standIn.failNext({ method: 'PATCH', status: 502 });
    await reply.show(cardSaying('Second'), { final: true });
    expect(textOf(await handle.reply())).toContain('Second');
    end();
  });

  it('shows an answer’s words where Discord refuses its form, rather than leave what was before', async () => {
    const { handle, reply, end } = await begin();
    await reply.show(cardSaying('Before'));
    fixture.standIn.failNext({ method: 'PATCH', status: 400 });
    await reply.show(cardSaying('Answer'), { final: true });
    expect(textOf(await handle.reply())).toMatch(/Answer[\s\S]*it is shortened here/);
    end();
  });

  it('lets progress go where its message was deleted, and shows the answer as a new one', async () => {
    const { handle, reply, end } = await begin();
    await reply.show(cardSaying('Progress'));
    const { id } = await handle.reply();
    fixture.standIn.deleteMessage(id);
    await reply.show(cardSaying('More progress'));
    expect(fixture.standIn.createdCount(CHANNEL)).toBe(1);
    await reply.show(cardSaying('Report'), { final: true });
    expect(textOf(await handle.followUp())).toContain('Report');
    await reply.show(cardSaying('Report, changed'), { final: true });
    expect(textOf(last(handle.followUps))).toContain('Report, changed');
    expect(fixture.standIn.createdCount(CHANNEL)).toBe(2);
    end();
  });

  it('shows a further card to the person alone', async () => {
    const { handle, reply, end } = await begin();
    await reply.show(cardSaying('Public'));
    await reply.showPrivately(cardSaying('Private'), { files: [CSV] });
    const [followUp] = handle.followUps;
    expect(followUp).toMatchObject({ ephemeral: true, attachments: [{ filename: 'report.csv' }] });
    expect(textOf(await handle.reply())).toContain('Public');
    end();
  });

  it('never shows a private card in the place of a public one that is not there yet', async () => {
    const { handle, reply, end } = await begin();
    await reply.showPrivately(cardSaying('Private'));
    const original = await handle.reply();
    expect(original.ephemeral).toBe(false);
    expect(textOf(original)).not.toContain('Private');
    expect(await handle.followUp()).toMatchObject({ ephemeral: true });
    end();
  });

  it('hands over a download only where the person alone sees it', async () => {
    const open = await begin('public');
    await open.reply.show(cardSaying('Public'), { files: [CSV] });
    expect((await open.handle.reply()).attachments).toEqual([]);
    expect(logged('download')).toHaveLength(1);
    open.end();
    const own = await begin('private');
    await own.reply.show(cardSaying('Private'), { files: [CSV] });
    expect((await own.handle.reply()).attachments.map(({ filename }) => filename)).toEqual(['report.csv']);
    own.end();
  });

  it('has an address that the messenger can edit by, without the token in it', async () => {
    const open = await begin('public');
    await open.reply.show(cardSaying('Public'));
    const own = await begin('private');
    await own.reply.show(cardSaying('Private'));
    for (const { handle, reply } of [open, own]) {
      const address = reply.address() ?? '';
      expect(address).not.toContain(handle.token);
      await fixture.bot.messenger.edit(address, cardSaying('Interrupted'));
      expect(textOf(await handle.reply())).toContain('Interrupted');
    }
    fixture.setClock(15 * MINUTE);
    await fixture.bot.messenger.edit(open.reply.address() ?? '', cardSaying('Late'));
    open.end();
    own.end();
  });
});

const inDirect = () => fixture.standIn.messages().filter(({ guildId }) => guildId === null);

describe('an answer whose first card may have been shown when its process was killed', () => {
  const { edit } = { edit: (address: string) => fixture.bot.messenger.edit(address, cardSaying('Interrupted')) };

  it('is found by what was known before', async () => {
    for (const audience of ['public', 'private'] as const) {
      const { handle, reply, end } = await begin(audience);
      const before = reply.address() ?? '';
      expect(before).not.toContain(handle.token);
      await reply.show(cardSaying('Running'));
      expect(reply.address()).not.toBe(before);
      await edit(before);
      expect(textOf(await handle.reply())).toContain('Interrupted');
      end();
    }
  });

  it('is found among the messages of its channel when its token has ended, if others see it, and else told directly', async () => {
    const [open, own] = [await begin('public'), await begin('private')];
    const addresses = [open, own].map(({ reply }) => reply.address() ?? '');
    for (const { reply } of [open, own]) await reply.show(cardSaying('Running'));
    fixture.setClock(15 * MINUTE);
    await edit(addresses[0] ?? '');
    expect(textOf(await open.handle.reply())).toContain('Interrupted');
    expect(inDirect()).toEqual([]);
    await edit(addresses[1] ?? '');
    expect(inDirect().map(textOf).join()).toContain('Interrupted');
    await edit(own.reply.address() ?? '');
    expect(inDirect()).toHaveLength(2);
    open.end();
    own.end();
  });

  it('ends also where nothing but “thinking” was shown', async () => {
    const { handle, reply, end } = await begin('public');
    await edit(reply.address() ?? '');
    expect(textOf(await handle.reply())).toContain('Interrupted');
    end();
  });
});

describe('an answer that Discord forbids', () => {
  it('comes without its file, with the name of the permission', async () => {
    fixture.standIn.denyPermission(CHANNEL, 'AttachFiles');
    const { handle, reply, end } = await begin('private');
    fixture.standIn.failNext({ method: 'PATCH', status: 403, code: 50013 });
    await reply.show(cardSaying('Report'), { final: true, files: [CSV] });
    const shown = await handle.reply();
    expect(textOf(shown)).toMatch(/Report[\s\S]*lacks Attach Files in this channel/);
    expect(shown.attachments).toEqual([]);
    end();
  });

  it('comes to the person alone where it was public', async () => {
    const { handle, reply, end } = await begin();
    await reply.show(cardSaying('Progress'));
    fixture.standIn.failNext({ method: 'PATCH', status: 403, code: 50001 });
    await reply.show(cardSaying('Report'), { final: true });
    const followUp = await handle.followUp();
    expect(followUp.ephemeral).toBe(true);
    expect(textOf(followUp)).toContain('Samaritan lacks a permission in this channel');
    end();
  });
});

describe('a card in a reply', () => {
  it('calls nobody, whatever it holds', async () => {
    const { handle, reply, end } = await begin();
    await reply.show(cardSaying(`@everyone <@${ANNA.id}>`));
    expect(textOf(await handle.reply())).not.toMatch(/@everyone|<@\d/);
    const bodies = fixture.standIn.requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body);
    expect(bodies).toEqual([expect.objectContaining({ allowed_mentions: { parse: [] } })]);
    end();
  });
});
