import { describe, expect, it } from 'vitest';
import { encodeAction } from '../../../src/core/cards/action-id.ts';
import { buttonOf, choiceOf, labelsOf, linesOf, textOf } from '../cards/card-texts.ts';
import { code, fakeCloud, grant, isPartner, refuse } from '../fake-cloud.ts';
import { tenantId } from '../fixtures.ts';
import { brokenHarness, PASSWORD_CHANGED, press } from './broken-harness.ts';
import { createHarness, VIEWER } from './harness.ts';

describe('Test again', () => {
  it('asks for the broken pair of that tenant and nothing else', async () => {
    const { harness, card, report } = await brokenHarness(10, [3], [5]);
    const blocked = report.causes.findIndex((cause) => cause.tenantIds.includes(tenantId(3)));
    const open = choiceOf(card);
    const graph = (await harness.press(open.id, {}, { choice: String(blocked) })).reply.last;
    await press(harness, graph, 'Test again');
    // And, by the app alone, what refuses it.
    expect(harness.cloud.asked).toEqual([`graph ${tenantId(3)}`, `app graph ${tenantId(3)}`]);
    harness.cloud.asked.length = 0;
    const exchange = report.causes.findIndex((cause) => cause.tenantIds.includes(tenantId(5)));
    await harness.press(encodeAction('retest', report.run.id, exchange));
    expect(harness.cloud.asked).toEqual([`exchange ${tenantId(5)}`, `organization ${tenantId(5)}`]);
  });

  it('comes after the proof of one tenant, where that reads what the steps ask for and was not made yet', async () => {
    const { harness, card } = await brokenHarness(10, [], [5]);
    const fix = await press(harness, card, 'How to fix');
    expect(fix.actions.slice(0, 2)).toMatchObject([{ label: 'Prove why', look: 'primary' }, { label: 'Test again' }]);
    expect(fix.actions[1]).not.toHaveProperty('look');
    const proof = await press(harness, fix, 'Prove why');
    expect((await harness.keptReports()).at(-1)).toMatchObject({
      run: { proof: true },
      tenants: [{ tenantId: tenantId(5) }],
    });
    expect(labelsOf(await press(harness, proof, 'How to fix'))[0]).toBe('Test again');
    const several = await brokenHarness(10, [], [5, 6]);
    expect(labelsOf(await press(several.harness, several.card, 'How to fix'))).not.toContain('Prove why');
  });

  it('says that it is mended, and after how long', async () => {
    const { harness, card, broken } = await brokenHarness(10, [3]);
    await harness.clock.advance(8_040_000);
    const fix = await press(harness, card, 'How to fix');
    broken.graph.clear();
    const { reply, plan } = await harness.press(buttonOf(fix, 'Test again'));
    expect(plan).toMatchObject({ effect: 'replace' });
    expect(reply.last).toMatchObject({
      tone: 'good',
      status: 'mended',
      summary: 'Mended. Tenant 3 works again, after 2 h 14 min.',
    });
    expect(textOf(reply.last)).toContain('Tenant 3 (tenant3.example)');
    expect(labelsOf(reply.last)).toEqual(['Back']);
    expect(new Set(harness.cloud.asked)).toEqual(new Set([`graph ${tenantId(3)}`, `users ${tenantId(3)}`]));
    expect(textOf(reply.cards[0] ?? reply.last)).not.toContain('Partner token');
  });

  it('does not call a tenant mended whose other pair is known to fail', async () => {
    const { harness, broken, report } = await brokenHarness(10, [3], [3]);
    await harness.clock.advance(7_200_000);
    broken.exchange.clear();
    const index = report.causes.findIndex((cause) => cause.id === 'exchange.role-missing');
    const { reply } = await harness.press(encodeAction('retest', report.run.id, index));
    expect(reply.last).toMatchObject({
      tone: 'warn',
      status: 'partly mended',
      summary: 'Mended. Exchange works again in Tenant 3, after 2 h; Graph still fails there.',
    });
  });

  it('says that the same cause is still there, since when, with fresh evidence', async () => {
    const { harness, card } = await brokenHarness(10, [3]);
    const since = harness.clock.now();
    await harness.clock.advance(3_600_000);
    const again = await press(harness, await press(harness, card, 'How to fix'), 'Test again');
    expect(again).toMatchObject({ tone: 'bad', summary: 'Tenant 3 still fails, for the same cause.' });
    expect(linesOf(again)).toContain(`Failing since: ${new Date(since).toISOString()}`);
    expect(textOf(again)).toMatch(/^Evidence: AADSTS53003/m);
    expect(labelsOf(again)).toEqual(['Test again', 'How to fix', 'Back']);
    expect(labelsOf(await press(harness, again, 'How to fix'))).toContain('Test again');
  });

  it('says which other cause is in the way now', async () => {
    const { harness, card, broken } = await brokenHarness(10, [3]);
    const fix = await press(harness, card, 'How to fix');
    broken.graph.set(3, PASSWORD_CHANGED);
    const again = await press(harness, fix, 'Test again');
    expect(again.summary).toMatch(/^Tenant 3 still fails, now for another cause: [a-z].+\.$/);
    const next = await press(harness, again, 'How to fix');
    expect(textOf(next)).toContain('AADSTS50173');
  });

  it('counts several with their whole, what still fails first', async () => {
    const { harness, card, broken } = await brokenHarness(20, [1, 2, 3]);
    await harness.clock.advance(3_600_000);
    broken.graph.delete(1);
    broken.graph.set(3, PASSWORD_CHANGED);
    const again = await press(harness, await press(harness, card, 'How to fix'), 'Test these again');
    expect(again.summary).toBe('2 of 3 tenants still fail, 1 mended.');
    expect(linesOf(again).filter((line) => line.startsWith('Tenant '))).toEqual([
      'Tenant 2: still fails, for the same cause',
      expect.stringMatching(/^Tenant 3: still fails, now for another cause: /),
      'Tenant 1 works again, after 1 h',
    ]);
    const causes = await press(harness, again, 'What still fails');
    expect(causes.blocks.filter((block) => block.kind === 'section')).toHaveLength(2);
    broken.graph.clear();
    const mended = await press(harness, again, 'Test again');
    expect(mended.summary).toBe('Mended. All 3 tenants work again.');
  });

  it('tests everything again where the partner connection itself was broken', async () => {
    let fault = true;
    const harness = await createHarness({
      cloud: fakeCloud({
        redeem: (request) => (fault && isPartner(request) ? refuse(code(700082)) : grant(request.authorityTenant)),
      }),
    });
    const { reply } = await harness.command('testtokens', { only: 'graph' });
    const fix = await press(harness, reply.last, 'How to fix');
    expect(labelsOf(fix).slice(0, -1)).toEqual([
      ...['Test again', 'Walk me through', 'More about this', 'Details', 'Back'],
    ]);
    fault = false;
    harness.cloud.asked.length = 0;
    const again = await press(harness, fix, 'Test again');
    expect(again.summary).toBe('Samaritan: All 3 tenants work at Graph · our own tokens are fine');
    expect(harness.cloud.asked.some((one) => one.startsWith('exchange'))).toBe(false);
  });

  it('keeps a way to run the very same again, should the process be killed', async () => {
    const { harness, report } = await brokenHarness(20, [1, 2]);
    await harness.press(
      encodeAction(
        'retest',
        report.run.id,
        0,
        report.tenants.findIndex((one) => one.tenantId === tenantId(2)),
      ),
    );
    expect(harness.everKept.at(-1)).toMatchObject({
      again: encodeAction('again', report.run.id, 0, 1),
      title: 'Testing Tenant 2 again',
    });
  });

  it('is refused to who may only look', async () => {
    const { harness, card } = await brokenHarness(10, [3]);
    const again = await press(harness, await press(harness, card, 'How to fix', VIEWER), 'Test again', VIEWER);
    expect(again.status).toBe('refused');
    expect(harness.cloud.asked).toEqual([]);
  });
});
