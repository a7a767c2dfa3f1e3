import { describe, expect, it } from 'vitest';
import { checkManifest } from '../../manifest/check-manifest.ts';
import { toMessageActions } from '../../manifest/to-message-actions.ts';
import { commandsFor } from '../../src/core/chat/commands/registry.ts';
import { BOT_ID, manifestOf, withValue } from './fixtures.ts';

const manifest = manifestOf();
const faultsWith = (path: string, value: Parameters<typeof withValue>[2]) =>
  checkManifest(withValue(manifest, path, value));

describe('the manifest', () => {
  it('passes Microsoft’s schema and our checks', () => {
    expect(checkManifest(manifest)).toEqual([]);
  });

  it('offers the bot in personal chats, teams and group chats, and asks for no permission', () => {
    expect(manifest).toMatchObject({
      id: BOT_ID,
      manifestVersion: '1.25',
      bots: [{ botId: BOT_ID, scopes: ['personal', 'team', 'groupChat'], isNotificationOnly: false }],
      validDomains: [],
    });
    for (const field of ['authorization', 'webApplicationInfo', 'permissions', 'devicePermissions'])
      expect(manifest).not.toHaveProperty(field);
  });

  it('lets the bot hand files over and read them, as its personal chats do', () => {
    expect(manifest).toMatchObject({ bots: [{ supportsFiles: true }] });
  });

  it('offers “Explain this error” on a message, answered by the bot at once', () => {
    expect(manifest).toMatchObject({
      composeExtensions: [
        {
          botId: BOT_ID,
          commands: [
            { id: 'explain', type: 'action', context: ['message'], title: 'Explain this error', fetchTask: true },
          ],
        },
      ],
    });
  });

  it('offers every command that core offers on messages', () => {
    const offered = commandsFor('chat', 'admin').filter(({ onMessage }) => onMessage);
    expect(toMessageActions(commandsFor('chat', 'admin')).map(({ id, title }) => [id, title])).toEqual(
      offered.map(({ name, onMessage }) => [name, onMessage?.label]),
    );
  });
});

describe('checkManifest', () => {
  it.each([
    ['/bots/0/botId', 'my-bot', 'must match pattern'],
    ['/name/short', 'x'.repeat(31), 'must NOT have more than 30 characters'],
    ['/description/short', 'x'.repeat(81), 'must NOT have more than 80 characters'],
    ['/accentColor', 'teal', 'must match pattern'],
    ['/bots/0/scopes/2', 'groupchat', 'must be equal to one of the allowed values'],
    ['/composeExtensions/0/commands/0/title', 'x'.repeat(33), 'must NOT have more than 32 characters'],
    ['/manifestVersion', '1.24', 'must be equal to constant'],
    ['/$schema', 'not a URI', 'must match format'],
    ['/bots/0/commandLists/0/commands', Array(13).fill({ title: 'a', description: 'b' }), 'more than 12 items'],
  ])('reports what the schema refuses at %s', (path, value, reason) => {
    expect(faultsWith(path, value)).toContainEqual(
      expect.stringMatching(`^${path.replaceAll('$', '\\$')}: .*${reason}`),
    );
  });

  it('reports fields that are missing or that nobody knows', () => {
    expect(faultsWith('/accentColor', undefined)).toEqual(["/: must have required property 'accentColor'"]);
    expect(faultsWith('/icons', { color: 'color.png', outline: 'outline.png', tiny: 'tiny.png' })).toEqual([
      '/icons: must NOT have additional properties (tiny)',
    ]);
  });

  it('reports every fault at once', () => {
    const both = withValue(withValue(manifest, '/accentColor', 'teal'), '/bots/0/botId', 'my-bot');
    expect(checkManifest(both)).toHaveLength(2);
  });

  it('reports a placeholder that stands for nothing, wherever it is', () => {
    const left = `\${{COMPANY}}`;
    expect(faultsWith('/description/full', `By ${left}`)).toEqual([
      `/description/full: the placeholder ${left} stands for nothing.`,
    ]);
  });

  it.each([
    ['/developer/privacyUrl', 'http://fabrikam.example', 'must start with https://'],
    ['/composeExtensions/0/botId', 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee', 'one and the same bot'],
    ['/composeExtensions/0/commands', [], 'needs at least one command'],
    ['/composeExtensions/0/commands/0/fetchTask', false, '“explain” needs fetchTask'],
    ['/composeExtensions/0/commands/0/fetchTask', undefined, '“explain” needs fetchTask'],
    ['/bots/0/commandLists/1/scopes', ['personal'], 'team needs exactly one command list, and has 0'],
    ['/bots/0/commandLists/0/commands', [], 'needs 1 to 12 commands, and has 0'],
    ['/bots/0/commandLists/0/commands/0/title', 'help', 'a title occurs twice'],
    ['/bots/0/commandLists/0/commands/0/title', 'x'.repeat(33), 'is longer than 32'],
    ['/bots/0/commandLists/0/commands/0/description', 'x'.repeat(129), 'is longer than 128'],
    ['/icons/color', 'icons/color.png', '/icons/color: must be the name of a .png file at the root'],
  ])('reports what the schema lets through at %s', (path, value, reason) => {
    expect(faultsWith(path, value).join('\n')).toContain(reason);
  });
});
