import { encodeAction } from '../../../../src/core/cards/action-id.ts';
import type { Card } from '../../../../src/core/cards/card.ts';
import { plain } from '../../../../src/core/cards/inline.ts';

/** Texts as a tenant's name or an error message could hold them. */
export const HOSTILE_TEXTS = [
  '**bold** __under__ *it* _it_ ~~gone~~ ~x~',
  '[Sign in](https://evil.example/login) ![x](https://evil.example/x.png)',
  '[ref]: https://evil.example',
  '[Sign in][ref]',
  'https://evil.example/a?b=c#d http://evil.example ftp://evil.example',
  'www.evil.example mailto:a@evil.example tel:+123456 a.b@evil.example',
  '<https://evil.example> <a@evil.example>',
  '<at>Everyone</at> <AT>x</AT>',
  '<b>bold</b> <img src=x onerror=alert(1)> <script>alert(1)</script> <!-- x -->',
  '&lt;b&gt; &amp; &#42;x&#42; &nbsp;&copy;',
  '# Heading',
  '> quote',
  '- item',
  '+ item',
  '* item',
  '1. item',
  '23) item',
  '---',
  '===',
  '`code` ``code`` ```js\nprocess.exit()\n```',
  'a\\*b\\\\ \\[x](y) \\',
  '{{DATE(2026-01-01T00:00:00Z, SHORT)}} {{TIME(2026-01-01T00:00:00Z)}} {{{x}}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the language of card templates.
  '${name} ${if(true, "x", "y")} $${x}',
  'line one\n# line two\r\n- three\u2028> four',
  '\u202eevil\u202c \u2066x\u2069 \u0000 \u001b[31m \u200bzero',
  '***__~~',
  ']]]](((([[[[',
  '\ud800 lone surrogate',
  '👩‍👩‍👧‍👦 family',
  'مرحبا ישראל 株式会社',
] as const;

const NUMBER_OF_WIDE = '漢'.repeat(5000);

/** A card with the text given in every place that takes one. */
export function cardFullOf(text: string, count = 3): Card {
  const many = Array.from({ length: count }, (_, index) => index);
  const line = [
    { kind: 'text', text },
    { kind: 'strong', text },
    { kind: 'code', text },
    { kind: 'time', at: 1_785_736_931_000 },
  ] as const;
  const linked = [...line, { kind: 'link', text, url: 'https://entra.microsoft.com/#view/x' }] as const;
  const button = (name: string, index: number) =>
    ({ kind: 'button', label: text, id: encodeAction('fix', name, index) }) as const;
  return {
    tone: 'bad',
    status: text,
    title: line,
    aside: linked,
    summary: text,
    blocks: [
      ...many.map(() => ({ kind: 'text', line }) as const),
      { kind: 'text', line: linked, subtle: true },
      { kind: 'list', numbered: true, items: many.map(() => line) },
      { kind: 'list', numbered: false, items: many.map(() => linked) },
      { kind: 'facts', facts: many.map(() => ({ label: text, value: line })) },
      { kind: 'bar', share: Number.NaN },
      { kind: 'copy', label: text, text: `${text}\n\n${text}` },
      { kind: 'picture', file: 'none.png', description: text },
      ...many.map(
        (index) =>
          ({
            kind: 'section',
            section: {
              tone: 'warn',
              status: text,
              title: linked,
              aside: plain(text),
              lines: many.map(() => line),
              actions: many.map((each) => button(`section-${index}`, each)),
            },
          }) as const,
      ),
    ],
    actions: [
      {
        kind: 'choice',
        id: encodeAction('pick', 'run', 0),
        placeholder: text,
        options: many.map((index) => ({ label: text, value: `${index}`, description: text })),
      },
      ...many.map((index) => button('card', index)),
      { kind: 'link', label: text, url: 'https://entra.microsoft.com/' },
    ],
  };
}

/** Cards larger than anything that core builds. */
export const HUGE_CARDS: readonly Card[] = [
  cardFullOf('x'.repeat(10_000), 60),
  cardFullOf(NUMBER_OF_WIDE, 60),
  cardFullOf('"\\\u0001'.repeat(3000), 60),
  cardFullOf('{{${<at>https://a@b '.repeat(500), 60),
  cardFullOf('a', 400),
];
