/** Names as hostile as a directory lets them be. */
export const HOSTILE_NAMES: readonly string[] = [
  '@everyone **bold** `code` <@80351110224678912> [click](https://evil.example/)',
  '</at> <https://evil.example/> # heading\n> quote\n- list\n1. list',
  'right\u202eto\u202dleft\u2066\u2069\u200b\u200dinvisible\ufeff',
  'line\r\nbreak\u2028more\u2029still\u0085more\ttab\u0000\u0001\u001b[31mred',
  'x'.repeat(5000),
  '\u0001123\u0001',
  '👨‍👩‍👧‍👦'.repeat(400),
  '{tenantId} {applicationId} $(id) %s',
  '=cmd|calc',
  ' \u200b\u202e ',
  '\ud800 half a character',
];

/** What no line may hold: it breaks the line, its direction or what comes after it. */
export const BREAKS_LINE = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
