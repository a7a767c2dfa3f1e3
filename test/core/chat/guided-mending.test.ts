import { describe, expect, it } from 'vitest';
import { encodeAction } from '../../../src/core/cards/action-id.ts';
import type { AccessPolicy } from '../../../src/core/model/cloud/access-policy.ts';
import { choiceOf, labelsOf, linesOf, linksOf, textOf } from '../cards/card-texts.ts';
import { code, fakeCloud, grant, isPartner, pass, refuse } from '../fake-cloud.ts';
import { PARTNER_ID, tenantId } from '../fixtures.ts';
import { brokenHarness, press } from './broken-harness.ts';
import { createHarness, VIEWER } from './harness.ts';

describe('How to fix', () => {
  it('shows the steps for this very tenant: who acts, its deep links, the evidence', async () => {
    const { harness, card } = await brokenHarness(10, [3]);
    const fix = await press(harness, card, 'How to fix', VIEWER);
    expect(linesOf(fix)[0]).toBe('Conditional Access blocks the sign-in · Tenant 3 (tenant3.example)');
    expect(textOf(fix)).not.toContain(tenantId(3));
    expect(textOf(fix)).toMatch(/^Who acts: \S/m);
    expect(linksOf(fix).some((link) => link.includes(tenantId(3)))).toBe(true);
    expect(linksOf(fix).some((link) => /[{}]/.test(link))).toBe(false);
    expect(textOf(fix)).toContain('Broken: graph.token');
    expect(textOf(fix)).toMatch(/^Evidence: AADSTS53003/m);
    expect(labelsOf(fix)).toEqual([
      'Message to the customer',
      'Test again',
      'Walk me through',
      'Expected here',
      'More about this',
      'Details',
      'Back',
    ]);
  });

  it('shows one list of steps for several tenants, without anybody’s id in it, and lets one be picked', async () => {
    const { harness, card } = await brokenHarness(20, [3, 4]);
    const fix = await press(harness, card, 'How to fix');
    expect(textOf(fix)).toContain('Tenants: Tenant 3, Tenant 4');
    expect(textOf(fix)).toMatch(/^Evidence: AADSTS53003$/m);
    for (const number of [3, 4]) expect(linksOf(fix).join(' ')).not.toContain(tenantId(number));
    expect(labelsOf(fix)).toEqual([
      'Messages for both',
      'Test these again',
      'Walk me through',
      'Show tenants',
      'Expected here',
      'More about this',
      'Details',
      'Back',
    ]);
    const choice = choiceOf(fix);
    expect(choice.options.map((option) => [option.label, option.description])).toEqual([
      ['Tenant 3', 'tenant3.example'],
      ['Tenant 4', 'tenant4.example'],
    ]);
    const { reply } = await harness.press(choice.id, {}, { choice: choice.options[1]?.value ?? '' });
    expect(linesOf(reply.last)[0]).toContain('Tenant 4 (tenant4.example)');
    expect(linksOf(reply.last).some((link) => link.includes(tenantId(4)))).toBe(true);
  });

  it('says since when, from what this cause broke and nothing else', async () => {
    const { harness, card } = await brokenHarness(10, [3]);
    const since = harness.clock.now();
    await harness.clock.advance(8_040_000);
    const fix = await press(harness, card, 'How to fix');
    expect(textOf(fix)).toContain(`Failing since: ${new Date(since).toISOString()}`);
  });

  it('offers a message to the customer only where the customer acts, for one tenant', async () => {
    const theirs = await brokenHarness(10, [3]);
    const message = await press(
      theirs.harness,
      await press(theirs.harness, theirs.card, 'How to fix'),
      'Message to the customer',
    );
    const text = message.blocks.find((block) => block.kind === 'copy')?.text ?? '';
    expect(text.length).toBeGreaterThan(200);
    expect(text).toContain('Tenant 3');
    expect(text).not.toMatch(/\{\w+\}/);
    expect(message.title.map((part) => ('text' in part ? part.text : '')).join('')).toContain('Message to Tenant 3');
    const back = await press(theirs.harness, message, 'Back');
    expect(labelsOf(back)).toContain('Message to the customer');

    const ours = await brokenHarness(3, [1, 2, 3]);
    const { reply } = await ours.harness.press(
      choiceOf(await press(ours.harness, ours.card, 'How to fix')).id,
      {},
      { choice: '0' },
    );
    expect(labelsOf(reply.last)).not.toContain('Message to the customer');
    const forged = await ours.harness.press(encodeAction('message', ours.report.run.id, 0, 0));
    expect(forged.reply.last.status).toBe('nothing to send');
  });

  it('names the policy that refuses, on the card and in each customer’s message, where its tenant shows it', async () => {
    const blocking = (id: string): AccessPolicy => ({
      ...{ id, displayName: 'Only from the office', state: 'enabled', clientTypes: ['all'], platforms: [] },
      users: {
        ...{ include: ['All'], exclude: [], includeGroups: [], excludeGroups: [], includeRoles: [], excludeRoles: [] },
        ...{ includeExternal: null, excludeExternal: null },
      },
      clients: null,
      applications: { include: ['All'], exclude: [] },
      locations: { include: ['All'], exclude: ['office'] },
      ...{ transferMethods: [], risks: [], controls: ['block'], session: [] },
    });
    const { harness, card } = await brokenHarness(20, [3, 4], [], {
      appIn: [3],
      around: {
        'graph.policies': pass([blocking('p')]),
        'graph.locations': pass([
          { id: 'office', displayName: 'Office', isTrusted: true, ranges: ['198.51.100.0/24'], countries: null },
        ]),
      },
    });
    const fix = await press(harness, card, 'How to fix');
    expect(textOf(fix)).toContain(
      'Policy: “Only from the office” blocks access from anywhere but “Office” (theirs, likely)',
    );
    const messages = await press(harness, fix, 'Messages for both');
    const texts = messages.blocks.flatMap((block) => (block.kind === 'copy' ? [block.text] : []));
    expect(texts[0]).toContain('is most likely the policy “Only from the office” in your tenant');
    expect(texts[0]).toContain(`choose to select organisations and enter our tenant id ${PARTNER_ID}`);
    expect(texts[1]).not.toContain('Only from the office');
    expect(texts.join(' ')).not.toMatch(/\{\w+\}/);
  });

  it('leads to the whole article, still for this tenant, and back again', async () => {
    const { harness, card } = await brokenHarness(10, [3]);
    const fix = await press(harness, card, 'How to fix');
    let article = await press(harness, fix, 'More about this');
    expect(labelsOf(article)).toEqual(['Walk me through', 'Verify, message, sources', 'Back']);
    article = await press(harness, article, 'Verify, message, sources');
    expect(labelsOf(article)).toEqual(['Walk me through', 'Steps', 'Back']);
    expect(textOf(article)).toContain('Tenant 3');
    expect(await press(harness, article, 'Back')).toEqual(fix);
  });

  it('shows the article even when its report is not kept any more', async () => {
    const { harness, card } = await brokenHarness(10, [3]);
    const fix = await press(harness, card, 'How to fix');
    harness.forgetReports();
    const article = await press(harness, fix, 'More about this');
    expect(article.status).toBe('article');
    expect(labelsOf(article)).not.toContain('Back');
  });

  it('goes back to the page of the report that the cause is on', async () => {
    const { harness, report, card } = await brokenHarness(10, [3]);
    const fix = await press(harness, card, 'How to fix');
    const back = await press(harness, fix, 'Back');
    expect(labelsOf(back)).toEqual(labelsOf(card));
    expect(report.causes).toHaveLength(1);
  });
});

describe('Show tenants', () => {
  it('shows all of them page by page, each with its name and domain, and once what is broken in all', async () => {
    const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
    const { harness, card } = await brokenHarness(30, numbers);
    let page = await press(harness, await press(harness, card, 'How to fix', VIEWER), 'Show tenants', VIEWER);
    const found: string[] = [];
    for (;;) {
      const lines = linesOf(page).filter((line) => line.startsWith('Tenant '));
      expect(lines.length).toBeLessThanOrEqual(12);
      found.push(...lines);
      if (!labelsOf(page).includes('Next')) break;
      page = await press(harness, page, 'Next', VIEWER);
    }
    expect(found).toEqual(numbers.map((number) => `Tenant ${number} (tenant${number}.example)`));
    expect(linesOf(page)).toContain('Broken: graph.token');
    expect(linesOf(page)).toContain('ours · page 3 of 3');
    expect(labelsOf(await press(harness, page, 'Previous', VIEWER))).toContain('Next');
    const { reply } = await harness.press(
      choiceOf(page).id,
      { person: VIEWER },
      { choice: choiceOf(page).options[0]?.value ?? '' },
    );
    expect(linesOf(reply.last)[0]).toContain('Tenant 25 (tenant25.example)');
  });

  it('is offered beside a list that does not hold all tenants', async () => {
    const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
    const { harness, card } = await brokenHarness(30, numbers);
    const fix = await press(harness, card, 'How to fix');
    expect(choiceOf(fix)).toMatchObject({ placeholder: 'Steps for one of the first 25' });
    expect(choiceOf(fix).options).toHaveLength(25);
    expect(labelsOf(fix)).toContain('Show tenants');
  });

  it('says so where no single tenant has the cause', async () => {
    const harness = await createHarness({
      cloud: fakeCloud({ redeem: (request) => (isPartner(request) ? refuse(code(700082)) : grant('x')) }),
    });
    await harness.command('testtokens');
    const [runId = ''] = harness.runIds();
    const { reply } = await harness.press(encodeAction('tenants', runId, 0, 0));
    expect(textOf(reply.last)).toContain('The connection itself has it, and no single tenant.');
  });
});
