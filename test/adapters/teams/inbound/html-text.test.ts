import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../../../src/adapters/teams/inbound/html-text.ts';

describe('toPlainText', () => {
  it.each([
    ['plain text', 'AADSTS50076: no', 'AADSTS50076: no'],
    ['blocks as lines', '<p>one</p><p>two<br>three</p>', 'one\n\ntwo\nthree'],
    ['lists and tables', '<ul><li>a</li><li>b</li></ul>', 'a\n\nb'],
    ['inline markup away', 'a <strong class="x">b</strong>c', 'a bc'],
    ['character references', 'a&nbsp;&lt;b&gt; &quot;c&quot; &#x26; &#8364; &unknown;', 'a <b> "c" & € &unknown;'],
    ['an encoded tag as text', '&lt;script&gt;alert(1)&lt;/script&gt;', '<script>alert(1)</script>'],
    ['scripts and styles away', 'a<script>b()</script><style>c</style>d', 'ad'],
    ['comments away', 'a<!-- > b -->c', 'ac'],
    ['an end that never comes', 'a <b', 'a <b'],
    ['a script without an end', 'a<script>b', 'ab'],
    ['nothing', '', ''],
  ])('gives %s', (_name, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it('reads a message of nothing but brackets', () => {
    expect(htmlToText('<'.repeat(250_000)).length).toBe(250_000);
    expect(htmlToText('<!--'.repeat(60_000)).length).toBe(240_000);
    expect(htmlToText('<script>'.repeat(30_000))).toBe('');
  });
});
