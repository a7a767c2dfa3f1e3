import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/cards/card.ts';
import { causeAt } from '../../../src/core/diagnosis/report/fix-card.ts';
import type { Fault } from '../../../src/core/model/cloud/microsoft-cloud.ts';
import { buttonOf, choiceOf, labelsOf, linesOf, stringsOf, textOf } from '../cards/card-texts.ts';
import { code, customers, fakeCloud, grant, isPartner, pass, refuse } from '../fake-cloud.ts';
import { check, PARTNER_ID, tenantId } from '../fixtures.ts';
import { createHarness, VIEWER } from './harness.ts';

/** Every tenant number of a cause refuses its Graph token with that fault. */
function cloudOf(count: number, faults: ReadonlyMap<number, Fault>) {
  const byTenant = new Map([...faults].map(([number, fault]) => [tenantId(number), fault]));
  return fakeCloud({
    customers: pass({ customers: customers(count), unusableEntries: 0 }),
    redeem: ({ authorityTenant, resource }) => {
      const fault = resource === 'graph' ? byTenant.get(authorityTenant) : undefined;
      return fault ? refuse(fault) : grant(authorityTenant);
    },
  });
}

const sectionsOf = (card: Card) => card.blocks.flatMap((block) => (block.kind === 'section' ? [block.section] : []));

describe('what cannot be swept', () => {
  it('is told as a card in place of the progress', async () => {
    const harness = await createHarness();
    const { reply } = await harness.command('testtokens', { tenant: 'Contoso' });
    expect(reply.last.status).toBe('not done');
    expect(textOf(reply.last)).toContain('There is no tenant “Contoso” among your 3 customers of this connection.');
    expect(harness.runIds().length).toBe(0);
    expect(harness.keptMessages()).toEqual([]);
  });

  it('is a connection of another name', async () => {
    const harness = await createHarness();
    const { reply } = await harness.command('testtokens', { connection: 'north' });
    expect(reply.last.summary).toBe('There is no connection “north”. There are: default.');
  });

  it('is anything where nothing is configured', async () => {
    const harness = await createHarness({ connections: [] });
    const { reply } = await harness.command('testtokens');
    expect(reply.last.summary).toMatch(
      /^Samaritan is not set up yet, or .* administrator\. Set SAM_APPLICATION_ID.*docs\/configure\.md/,
    );
  });

  it('is a connection whose credentials cannot be right: nobody is asked, and its button works', async () => {
    const shape = check('credentials.shape', 'fail', {
      cause: 'credential.placeholder',
      owner: 'partner',
      reason: 'SAM_REFRESH_TOKEN is still a placeholder. Put the real value there.',
    });
    const harness = await createHarness({ connections: [{ name: 'default', shape, tenant: PARTNER_ID }] });
    const { reply } = await harness.command('testtokens');
    expect(harness.cloud.asked).toEqual([]);
    expect(reply.last.tone).toBe('bad');
    expect(textOf(reply.last)).toContain('SAM_REFRESH_TOKEN is still a placeholder');
    const fixed = await harness.press(buttonOf(reply.last, 'How to fix'));
    expect(linesOf(fixed.reply.last)[0]).toBe(causeTitle(await harness.keptReports(), 0));
    const again = await harness.press(buttonOf(fixed.reply.last, 'Test again'));
    expect(textOf(again.reply.last)).toContain('SAM_REFRESH_TOKEN is still a placeholder');
    expect(harness.cloud.asked).toEqual([]);
  });
});

function causeTitle([report]: readonly Parameters<typeof causeAt>[0][], index: number): string {
  if (!report) throw new Error('no report was kept');
  return causeAt(report, index).title;
}

describe('the report', () => {
  it('is one cause and no tenant list where the partner connection itself fails', async () => {
    const cloud = fakeCloud({ redeem: (request) => (isPartner(request) ? refuse(code(7000222, 401)) : grant('x')) });
    const harness = await createHarness({ cloud });
    const { reply } = await harness.command('testtokens');
    expect(reply.last.summary).toBe('Samaritan: Nothing can be tested: the client secret has expired');
    const [section, ...more] = sectionsOf(reply.last);
    expect(more).toEqual([]);
    expect(stringsOf(section?.title).join('')).toBe('textEvery tenant is affected');
    expect(labelsOf(reply.last)).toEqual(['How to fix', 'Test again', 'History', 'Details']);
    const fixed = await harness.press(buttonOf(reply.last, 'How to fix'));
    expect(textOf(fixed.reply.last)).toContain('AADSTS7000222');
    cloud.asked.length = 1;
    expect(cloud.asked).toEqual([`graph ${PARTNER_ID}`]);
  });

  it('pages twelve causes by eight, and every page leads to the next', async () => {
    const codes = [53003, 50076, 700082, 65001, 500014, 50034, 50057, 90072, 7000215, 50020, 700016, 50173];
    const faults = new Map(codes.map((number, index) => [index + 1, code(number)]));
    const harness = await createHarness({ cloud: cloudOf(60, faults) });
    const { reply } = await harness.command('testtokens');
    const count = new Set((await harness.keptReports())[0]?.causes.map((cause) => cause.title)).size;
    expect(count).toBeGreaterThan(8);
    const titles = new Set<string>();
    let page = reply.last;
    for (let turn = 0; ; turn += 1) {
      const sections = sectionsOf(page);
      expect(sections.length).toBeLessThanOrEqual(8);
      for (const { title } of sections) titles.add(stringsOf(title).join());
      const opened = sections.length - (turn === 0 ? 1 : 0);
      if (opened > 0) expect(choiceOf(page).options).toHaveLength(opened);
      expect(labelsOf(page).includes('Previous causes')).toBe(turn > 0);
      const next = labelsOf(page).find((label) => label === 'More causes' || label === 'Next causes');
      if (!next) break;
      const pressed = await harness.press(buttonOf(page, next), { person: VIEWER });
      page = pressed.reply.last;
    }
    expect(titles.size).toBe(count);
    const back = await harness.press(buttonOf(page, 'Previous causes'));
    expect(textOf(back.reply.last)).toMatch(/Causes \d+ to \d+ of \d+\./);
  });

  it('names five of 300 tenants of a cause and counts the rest', async () => {
    const faults = new Map(Array.from({ length: 300 }, (_, index) => [index + 1, code(53003)] as const));
    const harness = await createHarness({ cloud: cloudOf(300, faults) });
    const { reply } = await harness.command('testtokens');
    expect(linesOf(reply.last)).toContain('Tenant 1, Tenant 2, Tenant 3, Tenant 4, Tenant 5 and 295 more');
    expect(textOf(reply.last)).not.toContain('Tenant 6');
    const fixed = await harness.press(buttonOf(reply.last, 'How to fix'));
    expect(textOf(fixed.reply.last)).not.toMatch(/Tenant 6\b/);
  });

  it('says whose cause it is: theirs alone, ours where the whole fleet has it', async () => {
    const alone = await createHarness({ cloud: cloudOf(10, new Map([[1, code(53003)]])) });
    expect(textOf((await alone.command('testtokens')).reply.last)).toContain('theirs · 1 tenant');
    const all = await createHarness({ cloud: cloudOf(3, new Map([1, 2, 3].map((one) => [one, code(53003)]))) });
    expect(textOf((await all.command('testtokens')).reply.last)).toContain('ours · 3 tenants');
  });

  it('comes without names of tenants that were not asked for', async () => {
    const harness = await createHarness();
    const { reply } = await harness.command('testtokens', { tenant: 'Tenant 2, tenant3.example' });
    expect(reply.last.summary).toContain('Both tenants work');
    expect(harness.cloud.asked).not.toContain(`graph ${tenantId(1)}`);
    expect(labelsOf(reply.last)).toEqual(['Test all of these again', 'Download', 'History', 'Details']);
    harness.cloud.asked.length = 0;
    await harness.press(buttonOf(reply.last, 'Test all of these again'));
    const asked = new Set(harness.cloud.asked.filter((one) => one.startsWith('users')));
    expect([...asked]).toEqual([`users ${tenantId(2)}`, `users ${tenantId(3)}`]);
  });
});
