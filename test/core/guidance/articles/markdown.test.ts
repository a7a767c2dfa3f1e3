import { describe, expect, it } from 'vitest';
import { toArticleBlocks, toArticleLine } from '../../../../src/core/guidance/articles/markdown.ts';

const ID = '0a0a0a0a-0000-4000-8000-0000000000ab';

describe('toArticleLine', () => {
  it('reads links, bold, emphasis and code, and folds line breaks', () => {
    expect(
      toArticleLine('Open [the portal](https://entra.example/), then\n**Users** or *More*: `Get-User`.', {}),
    ).toEqual([
      { kind: 'text', text: 'Open ' },
      { kind: 'link', text: 'the portal', url: 'https://entra.example/' },
      { kind: 'text', text: ', then ' },
      { kind: 'strong', text: 'Users' },
      { kind: 'text', text: ' or ' },
      { kind: 'strong', text: 'More' },
      { kind: 'text', text: ': ' },
      { kind: 'code', text: 'Get-User' },
      { kind: 'text', text: '.' },
    ]);
  });

  it('takes stars, underscores and brackets that mark nothing for what they are', () => {
    for (const text of ['2 * 3 * 4', 'a_b_c', '[x] (y)', 'https://a.example/', '$a[0](1)', '* not a list']) {
      expect(toArticleLine(text, {})).toEqual([{ kind: 'text', text }]);
    }
  });

  it('makes links to https only', () => {
    for (const url of ['http://a.example/', 'javascript:alert(1)', 'ms-excel:x']) {
      expect(toArticleLine(`[x](${url})`, {}).some((part) => part.kind === 'link')).toBe(false);
    }
  });

  it('fills placeholders in words, in code and in links', () => {
    expect(
      toArticleLine('In {tenantName}: [open](https://entra.example/{tenantId}) `{tenantDomain}`', {
        tenantName: 'Contoso',
        tenantId: ID,
        tenantDomain: 'contoso.example',
      }),
    ).toEqual([
      { kind: 'text', text: 'In Contoso: ' },
      { kind: 'link', text: 'open', url: `https://entra.example/${ID}` },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'contoso.example' },
    ]);
  });

  it.each(['**bold** [x](https://evil.example/) `c`', '{tenantId}', '](https://evil.example/)', '$1 $& \\'])(
    'lets a tenant named “%s” bring no marks',
    (tenantName) => {
      expect(toArticleLine('Ask **{tenantName}** or {tenantName}.', { tenantName, tenantId: ID })).toEqual([
        { kind: 'text', text: 'Ask ' },
        { kind: 'strong', text: tenantName },
        { kind: 'text', text: ` or ${tenantName}.` },
      ]);
    },
  );

  it('makes no link of an address whose value is missing or could change it', () => {
    const text = '[open](https://entra.example/{tenantId}/x)';
    for (const tenantId of [undefined, '', '../x', 'a b', 'a)b', 'evil.example/#', 'a?b']) {
      const subject = tenantId === undefined ? {} : { tenantId };
      expect(toArticleLine(text, subject)).toEqual([{ kind: 'text', text: 'open' }]);
    }
  });
});

describe('toArticleBlocks', () => {
  it('keeps paragraphs, lists and fenced text apart', () => {
    const text =
      'One\nparagraph.\n\n- first\n  goes on\n- second\n\n1. one\n2. two\n\n```powershell\n# {tenantId}\n- no list\n```\n\nEnd.';
    expect(toArticleBlocks(text, { tenantId: ID })).toEqual([
      { kind: 'text', line: [{ kind: 'text', text: 'One paragraph.' }] },
      {
        kind: 'list',
        numbered: false,
        items: [[{ kind: 'text', text: 'first goes on' }], [{ kind: 'text', text: 'second' }]],
      },
      { kind: 'list', numbered: true, items: [[{ kind: 'text', text: 'one' }], [{ kind: 'text', text: 'two' }]] },
      { kind: 'copy', label: 'To copy', text: `# ${ID}\n- no list` },
      { kind: 'text', line: [{ kind: 'text', text: 'End.' }] },
    ]);
  });
});
