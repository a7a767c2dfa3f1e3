import type { TenantScenario } from './scenario.ts';

const FINE = { expectedCause: null, expectedStatus: 'pass' } as const;

/** Tenants in which all is well but the name: it must neither ping, link, format nor break anything that shows it. */
export const nameScenarios: readonly TenantScenario[] = [
  { name: 'fine', summary: 'all is well', ...FINE },
  {
    name: 'hostile-name',
    summary: 'a name of mark-up, mentions, links, bidirectional and control characters',
    ...FINE,
    displayName:
      '<script>alert(1)</script> **bold** @everyone <@&123> [x](http://evil.example) \u202Etxt.exe \u0007\u0000 \u001B[31mred\u001B[0m "a,b" =1+1',
  },
  {
    name: 'long-name',
    summary: 'a name of 3,000 characters',
    ...FINE,
    displayName: 'Longfellow '.repeat(273).slice(0, 3000),
  },
  { name: 'no-name', summary: 'a tenant without a name', ...FINE, displayName: null },
];
