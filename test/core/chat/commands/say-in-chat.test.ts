import { describe, expect, it } from 'vitest';
import { loadArticles } from '../../../../src/adapters/articles/load-articles.ts';
import { COMMANDS, commandsFor } from '../../../../src/core/chat/commands/registry.ts';
import { sayInChat } from '../../../../src/core/chat/commands/say-in-chat.ts';

describe('sayInChat', () => {
  it.each([
    ['history contoso.com --days 90', 'history tenant: contoso.com days: 90'],
    [
      'accept add contoso.com "no Exchange" --check graph.read',
      'accept add tenant: contoso.com reason: "no Exchange" check: graph.read',
    ],
    [
      'accept add --tag emea,vip --without-tag test "no Exchange"',
      'accept add tag: emea,vip without-tag: test reason: "no Exchange"',
    ],
    ['tag rule dach --off', 'tag rule tag: dach off: true'],
    ['troubleshoot tenant missing', 'troubleshoot topic: tenant missing'],
    ['tag rule dach --domain *.de --domain *.at', 'tag rule tag: dach domain: *.de, *.at'],
    // What does the same in chat under another name.
    ['connections renew', 'renewtokens'],
  ])('types %s as the chat does', (typed, said) => {
    expect(sayInChat(`samaritan ${typed}`, '/')).toBe(`/${said}`);
    expect(sayInChat(`samaritan ${typed}`, '')).toBe(said);
  });

  it('leaves what only the terminal takes, and what is no command', () => {
    for (const text of [
      'samaritan doctor',
      'samaritan testtokens --concurrency 32',
      'samaritan supportbundle contoso.com --output case.zip',
      'samaritan connections renew --device',
      'samaritan',
      'samaritan frobnicate',
      'az login',
    ]) {
      expect(sayInChat(text, '/')).toBe(text);
    }
  });

  it('knows the words of every example but for files on a disk and the ids of other channels', () => {
    const examples = commandsFor('chat', 'admin').flatMap(({ examples = [] }) => examples);
    const left = examples.filter((example) => sayInChat(`samaritan ${example}`, '/') === `samaritan ${example}`);
    expect(left.filter((example) => !/ --output | discord:channel:/.test(example))).toEqual([]);
  });
});

describe('every article', () => {
  const texts = loadArticles()
    .all()
    .flatMap(({ steps, verify, meaning, symptom }) => [...steps, verify, meaning, symptom]);

  it('names commands as a terminal types them, for each surface to say its own way', () => {
    const names = commandsFor('chat', 'admin').map(({ name }) => name);
    const bare = new RegExp(`\`/?(?:${names.join('|')})[ \`]`);
    expect(texts.filter((text) => bare.test(text))).toEqual([]);
  });

  it('names only commands that there are', () => {
    const known = COMMANDS.map(({ name }) => name);
    const named = texts.flatMap((text) => [...text.matchAll(/`samaritan ([^`]+)`/g)].map(([, typed = '']) => typed));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((typed) => !known.some((name) => `${typed} `.startsWith(`${name} `)))).toEqual([]);
  });
});
