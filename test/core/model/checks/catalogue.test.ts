import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillCheckTables } from '../../../../.ci/docs/fill-check-tables.ts';
import { COMMANDS } from '../../../../src/core/chat/commands/registry.ts';
import { testTenant } from '../../../../src/core/diagnosis/chains/tenant-chain.ts';
import { SIGN_IN } from '../../../../src/core/diagnosis/report/accepted-store.ts';
import { countTotals } from '../../../../src/core/diagnosis/report/totals.ts';
import { CHECKS } from '../../../../src/core/model/checks/catalogue.ts';
import { CHECK_IDS, groupToTest, TENANT_GROUPS, tenantCheckIds } from '../../../../src/core/model/checks/check.ts';
import { customers, fakeCloud } from '../../fake-cloud.ts';
import { connection } from '../../fixtures.ts';

const document = (name: string) => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');
const [tenant] = customers(1);

describe('CHECKS', () => {
  it('has what a check needs before the check', () => {
    for (const [index, id] of CHECK_IDS.entries())
      for (const need of CHECKS[id].needs) expect(CHECK_IDS.indexOf(need), id).toBeLessThan(index);
  });

  it('is what a tenant is tested by, counted by and tested again for', async () => {
    if (!tenant) throw new Error('no tenant');
    for (const only of [undefined, ...TENANT_GROUPS]) {
      const result = await testTenant(tenant, { cloud: fakeCloud(), connection, place: 'customer', only });
      expect(result.checks.map(({ id, status }) => `${id} ${status}`)).toEqual(
        tenantCheckIds(only).map((id) => `${id} pass`),
      );
      const totals = countTotals([result]);
      for (const group of TENANT_GROUPS)
        expect(totals[group].pass).toBe(result.checks.some(({ id }) => CHECKS[id].group === group) ? 1 : 0);
      if (only !== undefined) expect(groupToTest(CHECK_IDS.filter((id) => CHECKS[id].group === only))).toBe(only);
    }
    expect(groupToTest(tenantCheckIds())).toBeUndefined();
  });

  it('is what can be chosen and accepted', () => {
    const choicesOf = (command: string, argument: string) =>
      COMMANDS.find(({ name }) => name === command)?.arguments.find(({ name }) => name === argument)?.choices;
    expect(choicesOf('testtokens', 'only')).toEqual(TENANT_GROUPS);
    expect(choicesOf('schedule add', 'only')).toEqual(TENANT_GROUPS);
    // Beside the checks, a tenant as a whole: it is not signed in to.
    expect(choicesOf('accept add', 'check')).toEqual([
      ...new Set([...tenantCheckIds(), ...tenantCheckIds(undefined, 'app-only')]),
      SIGN_IN,
    ]);
  });

  it('is what the report’s schema and docs/checks.md say; npm run docs writes the page anew', () => {
    const { $defs, properties } = JSON.parse(document('report.schema.json'));
    expect($defs.check.properties.id.examples.toSorted()).toEqual([...CHECK_IDS].sort());
    const counts = ['tenants', 'pass', 'warn', 'fail', 'unknown', 'skipped', 'accepted', ...TENANT_GROUPS].sort();
    expect(Object.keys(properties.totals.properties).sort()).toEqual(counts);
    expect(properties.totals.required.toSorted()).toEqual(counts);
    expect(document('checks.md')).toBe(fillCheckTables(document('checks.md')));
  });
});
