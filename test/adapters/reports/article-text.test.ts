import { describe, expect, it } from 'vitest';
import {
  type ArticleContext,
  renderFilled,
  renderInline,
  renderProse,
} from '../../../src/adapters/reports/html/article-text.ts';

const TENANT = { tenantId: 'aaaaaaaa-0000-4000-8000-000000000001', tenantDomain: 'contoso.com', tenantName: 'Contoso' };

function contextOf(subject: ArticleContext['subject'] = TENANT): ArticleContext {
  return {
    subject,
    linkTo: (id) => (id === 'gdap-pending' ? { href: '#guide-gdap-pending', title: 'Awaits approval' } : undefined),
  };
}

const inline = (text: string, subject?: ArticleContext['subject']): string =>
  renderInline(text, contextOf(subject)).text;

describe('renderInline', () => {
  it('renders bold, emphasis and code, also within each other', () => {
    expect(inline('**Roles > All** and *user* and `a --b`')).toBe(
      '<strong>Roles &gt; All</strong> and <em>user</em> and <code>a --b</code>',
    );
    expect(inline('**see `x`**')).toBe('<strong>see <code>x</code></strong>');
  });

  it('links https only, without telling where from', () => {
    expect(inline('[here](https://a.example/x?y=1&z=2)')).toBe(
      '<a href="https://a.example/x?y=1&amp;z=2" rel="noreferrer noopener" target="_blank">here</a>',
    );
    expect(inline('Read https://a.example/x, then')).toContain('href="https://a.example/x" rel="noreferrer noopener"');
    for (const target of ['javascript:alert(1)', 'http://a.example', 'data:text/html,x', '//a.example']) {
      expect(inline(`[here](${target})`)).not.toContain('<a');
    }
  });

  it('fills a tenant into text, code and addresses', () => {
    expect(inline('`--tenant {tenantDomain}` of {tenantName}')).toBe('<code>--tenant contoso.com</code> of Contoso');
    expect(inline('[open](https://a.example/{tenantId}/x)')).toContain(`href="https://a.example/${TENANT.tenantId}/x"`);
  });

  it('takes a tenant’s name for text, whatever it contains', () => {
    const tenantName = '[x](https://evil.example) **b** `c` <b onclick="x">';
    expect(inline('Ask {tenantName}.', { ...TENANT, tenantName })).toBe(
      'Ask [x](https://evil.example) **b** `c` &lt;b onclick=&quot;x&quot;&gt;.',
    );
    expect(inline('[open](https://a.example/{tenantName})', { ...TENANT, tenantName })).not.toContain('evil');
  });

  it('leaves an address without its tenant for later instead of linking nowhere', () => {
    const text = inline('[open](https://a.example/{tenantId}/x) for {tenantId}', {});
    expect(text).not.toContain(' href=');
    expect(text).toContain('data-href="https://a.example/{tenantId}/x"');
    expect(text).toContain('<span data-fill="tenantId">TENANT-ID</span>');
  });

  it('never lets a value leave its place in an address', () => {
    const text = inline('[open](https://a.example/{tenantId}/x)', { tenantId: '../../evil?"><script>' });
    expect(text).not.toContain(' href=');
    expect(text).not.toContain('evil');
  });

  it('links the id of an article that is on the page', () => {
    expect(inline('follow `gdap-pending` or `gdap-other`')).toBe(
      'follow <a href="#guide-gdap-pending">Awaits approval</a> or <code>gdap-other</code>',
    );
  });

  it('shows unfinished Markdown as it is', () => {
    expect(inline('2 * 3 ** [a](b `c')).toBe('2 * 3 ** [a](b `c');
  });
});

describe('renderProse', () => {
  it('knows paragraphs and bullet lists', () => {
    expect(renderProse('One\nline.\n\nIn order:\n- first\n- *second*\n\nLast.', contextOf()).text).toBe(
      '<p>One line.</p><p>In order:</p><ul><li>first</li><li><em>second</em></li></ul><p>Last.</p>',
    );
  });
});

describe('renderFilled', () => {
  it('reads no Markdown, and says what a missing value is', () => {
    expect(renderFilled('**{tenantName}** <x>', contextOf({}), 'letter').text).toBe(
      '**<span data-fill="tenantName">&lt;customer name&gt;</span>** &lt;x&gt;',
    );
  });
});
