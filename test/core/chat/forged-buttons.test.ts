import { describe, expect, it } from 'vitest';
import { encodeAction } from '../../../src/core/cards/action-id.ts';
import { causeAt } from '../../../src/core/diagnosis/report/fix-card.ts';
import { labelsOf, stringsOf, textOf } from '../cards/card-texts.ts';
import { tenantId } from '../fixtures.ts';
import { brokenHarness } from './broken-harness.ts';
import { createHarness, VIEWER } from './harness.ts';

describe('a forged button', () => {
  const verbs = ['fix', 'pick', 'tenants', 'retest', 'message', 'mailed', 'details', 'again'] as const;

  it.each(['-1', '1', '99', '0.5', '1e0', '', ' ', 'NaN', '__proto__', '0x0'])('finds no cause “%s”', async (index) => {
    const { harness, report } = await brokenHarness(10, [3]);
    for (const verb of verbs) {
      const { reply } = await harness.press(`s1~${verb}~${report.run.id}~${index}`, {}, { choice: '2' });
      expect(reply.last.status, verb).toBe('not found');
      expect(reply.shown[0]?.way).toBe('privately');
    }
    expect(harness.cloud.asked).toEqual([]);
  });

  it.each(['-1', '99', '', '2.0', 'length', '0', '9'])('finds no tenant “%s” of the cause', async (tenant) => {
    const { harness, report } = await brokenHarness(10, [3]);
    expect(causeAt(report, 0).tenantIds).toEqual([tenantId(3)]);
    for (const verb of ['fix', 'retest', 'message', 'mailed', 'details', 'again'] as const) {
      const { reply } = await harness.press(`s1~${verb}~${report.run.id}~0~${tenant}`);
      expect(reply.last.status, verb).toBe('not found');
    }
    const { reply } = await harness.press(encodeAction('pick', report.run.id, 0), {}, { choice: tenant });
    expect(reply.last.status).toBe('not found');
    expect(harness.cloud.asked).toEqual([]);
  });

  it('shows the first page for a page that there is not', async () => {
    const { harness, report, card } = await brokenHarness(10, [3]);
    for (const page of ['-1', '99', '1.5', 'x', '1e9']) {
      const { reply } = await harness.press(`s1~report~${report.run.id}~${page}`);
      expect(textOf(reply.last)).toBe(textOf(card));
      const tenants = await harness.press(`s1~tenants~${report.run.id}~0~${page}`);
      expect(textOf(tenants.reply.last)).toContain('Tenant 3');
    }
  });

  it('sweeps no connection, pair or tenant that there is not', async () => {
    const harness = await createHarness();
    const other = await harness.press('s1~sweep~north~both');
    expect(other.reply.last.summary).toBe('There is no connection “north”. There are: default.');
    const tenant = await harness.press('s1~sweep~default~graph~nobody');
    expect(tenant.reply.last.status).toBe('not done');
    expect(harness.cloud.asked.filter((one) => one.startsWith('users'))).toEqual([]);
  });

  it('tests an id that the list lacks as the command does, and says that it is not listed', async () => {
    const harness = await createHarness();
    const { reply } = await harness.press(`s1~sweep~default~graph~${tenantId(77)}`);
    expect(textOf(reply.last)).toContain(`Not on the customer list: ${tenantId(77)}`);
  });

  it('shows no article that there is not', async () => {
    const harness = await createHarness();
    for (const id of ['../../package', 'constructor', '']) {
      const { reply } = await harness.press(`s1~article~${id}`);
      expect(reply.last.summary).toBe('There is no article of that name.');
    }
  });

  it('of another version says so', async () => {
    const harness = await createHarness();
    const { reply } = await harness.press('s2~fix~01JX0000000000000000000001~0');
    expect(reply.last.summary).toBe(
      'This button belongs to another version of Samaritan. Run the command again for a new card.',
    );
  });
});

describe('a button whose report is not kept any more', () => {
  it.each(['report', 'fix', 'pick', 'tenants', 'retest', 'message', 'download', 'again'])(
    'says so: %s',
    async (verb) => {
      const harness = await createHarness();
      const { reply } = await harness.press(`s1~${verb}~01JX0000000000000000000009~0`);
      expect(reply.last.summary).toBe('The report that this button belongs to is not kept any more.');
      expect(labelsOf(reply.last)).toEqual(['Test tokens now']);
      expect(stringsOf(reply.shown[0]?.options)).toEqual([]);
      expect(harness.cloud.asked).toEqual([]);
    },
  );

  it('offers who may only look nothing that is refused then', async () => {
    const harness = await createHarness();
    const { reply } = await harness.press('s1~report~01JX0000000000000000000009', { person: VIEWER });
    expect(labelsOf(reply.last)).toEqual([]);
  });
});
