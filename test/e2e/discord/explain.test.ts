import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileInput } from '../../../simulators/discord/options.ts';
import { type Loopback, startLoopback } from '../../adapters/http/loopback.ts';
import { BOUND, createDiscordWorld, type DiscordWorld, GUILD, STRANGER, TECHNICIAN, VIEWER } from './discord-setup.ts';
import { ask, isPrivate, labelsOf, REPORT, readable, reads, shows } from './drive.ts';
import { guardWorld } from './guard-world.ts';

const MFA = 'AADSTS50076: Due to a configuration change made by your administrator you must use multi-factor.';
const SECRET = 'client_secret=Cnry8Q~s3cretValueThatNobodyMaySee01234';

let world: DiscordWorld;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 4 } });
  await world.startHere();
});
afterAll(() => world.close());
guardWorld(() => world);

const explain = (options: Record<string, string | FileInput>, user = VIEWER) =>
  ask(world, 'explain', { options, user });
const file = (content: string | Buffer, filename = 'error.log'): FileInput => ({ filename, content });

describe('/explain', () => {
  it('explains a text, and leads on to the article and to a test', async () => {
    const message = await shows(explain({ text: MFA }, TECHNICIAN), /AADSTS50076/);
    expect(labelsOf(message)).toEqual(['More about this', 'Test tokens now']);
    const open = (label: string) => world.standIn.button({ messageId: message.id, user: TECHNICIAN, label });
    await shows(open('More about this'), /Who acts/);
    await shows(open('Test tokens now'), REPORT);
  });

  it('offers no test to whoever may not run one', async () => {
    expect(labelsOf(await shows(explain({ text: MFA }), /AADSTS50076/))).toEqual(['More about this']);
  });

  it('asks with a form where nothing was given, and explains what is typed there', async () => {
    const asked = explain({});
    const form = await asked.modal();
    expect(form.title).toBe('Explain an error');
    const answer = world.standIn.modalSubmit({ customId: form.customId, fields: { text: `${MFA} ${SECRET}` } });
    const text = await reads(answer, /AADSTS50076/);
    expect(text).toContain('Secrets');
    expect(JSON.stringify(world.standIn.requests.map((one) => one.body))).not.toContain('s3cretValue');
  });

  it('asks again where the text is empty', async () => {
    const { customId } = await explain({ text: '   ' }).modal();
    await shows(world.standIn.modalSubmit({ customId, fields: { text: '  \n ' } }), /There is no text in it/);
    await shows(explain({ file: file('\n\n') }), /There is no text in it/);
  });
});

describe('a file', () => {
  it('is read and explained, also as PowerShell writes it', async () => {
    await shows(explain({ file: file(`line one\n${MFA}`) }), /AADSTS50076/);
    const utf16 = Buffer.from(`\uFEFF${MFA}`, 'utf16le');
    await shows(explain({ file: file(utf16), text: 'from the night' }), /AADSTS50076/);
  });

  it('is refused where it is too large, and never fetched', async () => {
    expect(await reads(explain({ file: file('x'.repeat(1_200_000)) }), /1\.2 MB/)).toContain('1 MB');
  });

  it('is refused where it is no text', async () => {
    const binary = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7) % 256));
    await shows(explain({ file: file(binary, 'core.dmp') }), /not a text/);
  });

  describe('that is said to be somewhere else', () => {
    let elsewhere: Loopback;
    beforeAll(async () => {
      elsewhere = await startLoopback((_request, response) => response.end(MFA));
    });
    afterAll(() => elsewhere.close());

    it('is never fetched', async () => {
      const { standIn } = world;
      const handle = standIn.slash({
        guildId: GUILD,
        channelId: BOUND,
        user: VIEWER,
        command: 'explain',
        options: { file: { ...file(MFA), url: `${elsewhere.origin}/error.log` } },
      });
      await shows(handle, /not on Discord's own servers/);
      expect(elsewhere.requests).toEqual([]);
    });
  });
});

describe('“Explain this error” on a message', () => {
  const explainMessage = (targetMessage: object, user = VIEWER) =>
    world.standIn.messageCommand({ guildId: GUILD, channelId: BOUND, user, name: 'Explain this error', targetMessage });

  it('takes its text', async () => {
    await shows(explainMessage({ content: `Help, ${MFA}` }), /AADSTS50076/);
  });

  it('takes its embeds', async () => {
    const embeds = [{ title: 'Sync failed', fields: [{ name: 'Error', value: 'AADSTS65001: no consent' }] }];
    expect(await reads(explainMessage({ embeds }), /AADSTS65001/)).toContain('onsent');
  });

  it('asks for the text where there is nothing to read', async () => {
    expect((await explainMessage({}).modal()).title).toBe('Explain an error');
  });

  it('is refused to a stranger', async () => {
    const handle = explainMessage({ content: MFA }, STRANGER);
    await shows(handle, /You may not run this/);
    expect(await isPrivate(handle)).toBe(true);
  });
});

describe('a direct message', () => {
  const direct = (command: string, options: Record<string, string>, more = {}) =>
    world.standIn.slash({ guildId: null, user: VIEWER, command, options, ...more });

  it('is answered for explain, troubleshoot and help', async () => {
    await shows(direct('explain', { text: MFA }), /AADSTS50076/);
    const article = await shows(direct('troubleshoot', { topic: 'consent-missing' }), /Who acts/);
    const page = world.standIn.button({ messageId: article.id, user: VIEWER, label: 'Verify, message, sources' });
    await shows(page, /Sources/);
    await shows(direct('help', {}), /you may run/);
    const { messageCommand } = world.standIn;
    const name = 'Explain this error';
    await shows(messageCommand({ guildId: null, user: VIEWER, name, targetMessage: { content: MFA } }), /AADSTS50076/);
  });

  it('is refused for everything else', async () => {
    const technician = { user: TECHNICIAN, unregistered: true };
    for (const command of ['testtokens', 'status'])
      await shows(direct(command, {}, technician), /In direct messages only/);
    await shows(direct('check', { tenant: 'contoso.example' }, technician), /In direct messages only/);
    expect(world.sandbox.stats().inFlight).toBe(0);
  });

  it('offers no test', async () => {
    const message = await shows(direct('explain', { text: MFA }, { user: TECHNICIAN }), /AADSTS50076/);
    expect(labelsOf(message)).toEqual(['More about this']);
    expect(readable(message)).not.toBe('');
  });
});
