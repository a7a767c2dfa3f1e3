import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderCommandReference } from '../../../.ci/docs/render-command-reference.ts';
import { COMMANDS } from '../../../src/core/chat/commands/registry.ts';

const DOCS = new URL('../../../docs/', import.meta.url);
const REFERENCE = 'command-reference.md';

describe('docs/command-reference.md', () => {
  it('says what the registry says; npm run docs writes it anew', () => {
    expect(readFileSync(new URL(REFERENCE, DOCS), 'utf8')).toBe(renderCommandReference());
  });

  it('is not the only page that has a command, or the group of one, as it is typed', () => {
    const pages = readdirSync(DOCS).filter((name) => name.endsWith('.md') && name !== REFERENCE);
    const typed = pages.flatMap(
      (name) => readFileSync(new URL(name, DOCS), 'utf8').match(/^## .*|`[^`\n]+`|^ {4}.+|^samaritan .+/gm) ?? [],
    );
    const words = new Set(typed.flatMap((text) => text.match(/[a-z]+/g) ?? []));
    const missing = COMMANDS.map(({ name }) => name).filter((name) => !words.has(name.split(' ')[0] ?? ''));
    expect(missing).toEqual([]);
  });
});
