import type { Report } from '../../../src/core/diagnosis/report/report.ts';
import { failing, reportOf, skipped, tenantWith } from './report-fixture.ts';

/** Everything that has ever broken a report, as tenant names and as evidence. */
export const HOSTILE_TEXTS = [
  '<script>document.title = "owned"</script>',
  '"><img src=x onerror="document.title=\'owned\'">',
  "' onmouseover='document.title=1' x='",
  '</style></script><!-- --><svg onload=alert(1)>',
  "=cmd|' /C calc'!A0",
  '\t=1+1',
  ' +49 30 1234',
  '-2+3',
  '@SUM(A1)',
  '＝1+1',
  'x;=1+1',
  ']]> & <![CDATA[ &lt; &#0; ]]>',
  'NUL\u0000, BEL\u0007, ESC \u001b[31mred',
  'a\u202Egnp.exe',
  '\u2066isolated',
  `lone ${'\ud800'} and ${'\udfff'} surrogates`,
  '\ufffe\uffff',
  'line one\r\nline two\u2028line three',
  '[x](https://evil.example) **bold** `code` {tenantId} {{x}} %s',
  'javascript:alert(1)',
  'A'.repeat(3000),
  '   ',
  '"quoted", with; separators\t|',
] as const;

/** One tenant per hostile text, which stands in every place that the outside can write to. */
export function hostileReport(): Report {
  const tenants = HOSTILE_TEXTS.map((text, index) =>
    tenantWith(
      index,
      [
        failing('graph.token', index === 0 ? 'access.conditional-access' : 'consent.missing', {
          reason: text,
          evidence: {
            httpStatus: 400,
            error: text,
            suberror: text,
            code: text,
            message: text,
            traceId: text,
            correlationId: text,
            requestId: text,
            timestamp: text,
            claims: text,
            permissions: [text, text],
          },
        }),
        skipped('graph.read', text),
      ],
      { displayName: text, defaultDomainName: text },
    ),
  );
  return reportOf({ tenants, run: { connection: '"><script>document.title = "owned"</script>' } });
}
