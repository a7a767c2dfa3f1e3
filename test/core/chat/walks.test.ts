import { describe, expect, it } from 'vitest';
import { encodeAction } from '../../../src/core/cards/action-id.ts';
import { buttonOf, labelsOf, linesOf, textOf } from '../cards/card-texts.ts';
import { code, pass, refuse } from '../fake-cloud.ts';
import { tenantId } from '../fixtures.ts';
import { brokenHarness, press } from './broken-harness.ts';
import { ADMIN, BOUND, CHANNEL, VIEWER } from './harness.ts';

/** One of ten tenants is blocked, and its cause is being walked in a bound channel. */
async function begun() {
  const rig = await brokenHarness(10, [3]);
  const fix = await press(rig.harness, rig.card, 'How to fix');
  const first = (await rig.harness.press(buttonOf(fix, 'Walk me through'), { place: BOUND })).reply.last;
  return { ...rig, first };
}

describe('a walk', () => {
  it('shows one step at a time, and what came of those before', async () => {
    const { harness, first } = await begun();
    expect(textOf(first)).toMatch(/^Step 1 of \d+ · .*Tenant 3/);
    const second = (await harness.press(buttonOf(first, 'Done'), { place: BOUND })).reply.last;
    expect(textOf(second)).toMatch(/^Step 2 of/);
    expect(linesOf(second).filter((line) => line.startsWith('Done: '))).toHaveLength(1);
    const third = (await harness.press(buttonOf(second, 'Didn’t help'), { place: BOUND })).reply.last;
    expect(linesOf(third).filter((line) => line.startsWith('Didn’t help: '))).toHaveLength(1);
    const back = (await harness.press(buttonOf(third, 'Back'), { place: BOUND })).reply.last;
    expect(textOf(back)).toMatch(/^Step 2 of/);
    expect(labelsOf(first)).not.toContain('Back');
  });

  it('changes the one card, for everybody who sees it', async () => {
    const { harness, first } = await begun();
    const { plan } = await harness.press(buttonOf(first, 'Done'), { place: BOUND });
    expect(plan).toMatchObject({ effect: 'replace' });
  });

  it('is taken over by a colleague in the same place, and by nobody elsewhere', async () => {
    const { harness, first } = await begun();
    const over = await harness.press(buttonOf(first, 'Done'), { place: BOUND, person: VIEWER });
    expect(textOf(over.reply.last)).toContain(`taken over by ${VIEWER.name}`);
    const elsewhere = await harness.press(buttonOf(over.reply.last, 'Done'), { place: CHANNEL, person: ADMIN });
    expect(textOf(elsewhere.reply.last)).toContain('not kept here');
  });

  it('moves once where two press the same step', async () => {
    const { harness, first } = await begun();
    const done = buttonOf(first, 'Done');
    await harness.press(done, { place: BOUND });
    const again = (await harness.press(done, { place: BOUND })).reply.last;
    expect(textOf(again)).toMatch(/^Step 2 of/);
  });

  it('checks what it is about: still broken, then mended', async () => {
    const { harness, first, broken } = await begun();
    harness.cloud.asked.length = 0;
    const still = (await harness.press(buttonOf(first, 'Check it for me'), { place: BOUND })).reply.last;
    // A restart in between offers the walk's own check again, and so leads back to its step.
    expect(harness.everKept.at(-1)?.again).toMatch(/^s1~walkcheck~/);
    expect(still.tone).toBe('bad');
    expect(textOf(still)).toMatch(/^Step 1 of[\s\S]*Still broken/);
    // Only what is broken is asked again, and nothing of the partner's or of Exchange.
    expect(
      harness.cloud.asked.filter((one) => !one.includes(tenantId(3)) || /exchange|organization/.test(one)),
    ).toEqual([]);
    broken.graph.set(3, code(0, 503));
    const down = (await harness.press(buttonOf(still, 'Check it for me'), { place: BOUND })).reply.last;
    expect(down.tone).toBe('unknown');
    expect(textOf(down)).toMatch(/could not tell. Microsoft’s service is not answering properly/);
    broken.graph.clear();
    const mended = (await harness.press(buttonOf(still, 'Check it for me'), { place: BOUND })).reply.last;
    expect(mended).toMatchObject({ tone: 'good', status: 'mended' });
    expect(labelsOf(mended)).toEqual([]);
  });

  it('checks the step that is shown by its own link of the way in, and goes on where that holds', async () => {
    const { harness, broken } = await brokenHarness(10, [3], [], { around: { 'graph.memberships': pass([]) } });
    broken.graph.set(3, code(50020));
    const walk = async (answer: string) => (await harness.command('walk', { answer }, { place: BOUND })).reply.last;
    const fix = await press(harness, (await harness.command('testtokens')).reply.last, 'How to fix');
    await harness.press(buttonOf(fix, 'Walk me through'), { place: BOUND });
    expect(textOf(await walk('done'))).toMatch(/^Step 2 of/);
    expect(textOf(await walk('check'))).toMatch(/^Step 3 of[\s\S]*Step 2 is done. gdap.relationship: .* is active/);
    expect(textOf(await walk('check'))).toMatch(/^Step 4 of[\s\S]*Step 3 is done. gdap.assignment/);
    const notYet = await walk('check');
    expect(notYet.tone).toBe('bad');
    expect(textOf(notYet)).toMatch(/^Step 4 of[\s\S]*Not yet. gdap.membership: .* is in none of the groups/);
    // The membership comes before the account's place in the customer's tenant.
    await walk('no-help');
    await walk('no-help');
    expect(textOf(await walk('check'))).toMatch(/^Step 6 of[\s\S]*before this step is broken. gdap.membership/);
    harness.cloud.answers.around = { 'graph.memberships': refuse(code(0, 403)) };
    await walk('back');
    await walk('back');
    const unread = await walk('check');
    expect(unread.tone).toBe('unknown');
    expect(textOf(unread)).toMatch(/^Step 4 of[\s\S]*could not tell. gdap.membership: Could not be read/);
    broken.graph.clear();
    expect(await walk('check')).toMatchObject({ tone: 'good', status: 'mended' });
  });

  it('begins with what a proof has left open, and names what it found', async () => {
    const { harness, broken } = await brokenHarness(10, [3], [], { around: { 'graph.memberships': pass([]) } });
    broken.graph.set(3, code(50020));
    const proved = (await harness.command('check', { tenant: tenantId(3) }, { place: BOUND })).reply.last;
    const fix = textOf(await press(harness, proved, 'How to fix'));
    expect(fix).toMatch(/\nOpen your groups in Entra/);
    expect(fix).toMatch(/gdap\.membership: .* is in none of the groups/);
    expect(fix).not.toMatch(/Find out which account|look at Security groups/);
  });

  it('lets nobody check who may not test', async () => {
    const { harness, first } = await begun();
    const { reply } = await harness.press(buttonOf(first, 'Check it for me'), { place: BOUND, person: VIEWER });
    expect(textOf(reply.last)).toContain('it wants the role technician');
  });

  it('opens an article that a step names', async () => {
    const { harness } = await brokenHarness(10, [3]);
    let card = (await harness.press(encodeAction('walk', 'consent-missing'), { place: BOUND })).reply.last;
    const opener = 'Open mfa-claim-missing';
    while (!labelsOf(card).includes(opener) && labelsOf(card).includes('Done'))
      card = (await harness.press(buttonOf(card, 'Done'), { place: BOUND })).reply.last;
    expect(textOf(card)).toContain('mfa-claim-missing');
    const opened = (await harness.press(buttonOf(card, opener), { place: BOUND })).reply.last;
    expect(linesOf(opened)).toContain('mfa-claim-missing');
  });

  it('goes on by command where it was left', async () => {
    const { harness } = await begun();
    await harness.command('walk', { answer: 'done' }, { place: BOUND });
    const { reply } = await harness.command('walk', {}, { place: BOUND });
    expect(textOf(reply.last)).toMatch(/^Step 2 of/);
  });
});
