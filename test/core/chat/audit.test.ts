import { beforeEach, describe, expect, it } from 'vitest';
import { encodeAction } from '../../../src/core/cards/action-id.ts';
import { stringsOf } from '../cards/card-texts.ts';
import { START } from '../fixtures.ts';
import { ADMIN, BOUND, createHarness, type Harness, NOBODY, TECHNICIAN } from './harness.ts';

/** Shaped as the real ones are, and no real ones. */
const SECRETS = [
  `0.AXoA${'Ab3_'.repeat(60)}`,
  `eyJ0eXAiOiJKV1Qi.${'Ab3_'.repeat(30)}.${'Cd4_'.repeat(10)}`,
  'abc8Q~canary.canary_canary-canary.canary12',
];

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});

describe('the audit log', () => {
  it('has a row for what ran: who, where, what and to what', async () => {
    await harness.command('check', { tenant: 'Tenant 2' }, { place: BOUND });
    expect(await harness.audited()).toEqual([
      {
        at: START,
        platform: 'discord',
        personId: TECHNICIAN.id,
        personName: 'Tess',
        place: `discord:channel:${BOUND.channelId}`,
        action: 'command check',
        target: 'Tenant 2',
        outcome: 'allowed',
        reason: null,
      },
    ]);
  });

  it('has a row for what was refused, and why', async () => {
    await harness.command('testtokens', {}, { person: NOBODY });
    expect(await harness.audited()).toMatchObject([
      { action: 'command testtokens', outcome: 'refused', reason: 'wants technician, has anyone' },
    ]);
  });

  it('has rows for buttons and for what administrators change', async () => {
    await harness.press(encodeAction('cancel', '01JX0000000000000000000000'));
    const given = { subject: 'discord:user:80351110224678912', role: 'viewer' };
    await harness.command('access grant', given, { person: ADMIN });
    await harness.command('access channel', { state: 'on' }, { person: ADMIN });
    expect((await harness.audited()).map(({ action, target }) => [action, target])).toEqual([
      ['button cancel', '01JX0000000000000000000000'],
      ['command access grant', 'discord:user:80351110224678912 viewer'],
      ['command access channel', 'on'],
    ]);
  });

  it('has no row for what could not run as it was asked', async () => {
    await harness.command('testtokens', { only: 'sharepoint' });
    expect(await harness.audited()).toEqual([]);
  });

  it('never holds a text that was pasted', async () => {
    const text = 'canary: the mailbox of jane.doe could not be opened';
    await harness.command('explain', { text });
    await harness.command('troubleshoot', { topic: text });
    await harness.press('s1~explain', {}, { text });
    await harness.command('explain', {
      file: { name: 'canary.log', sizeBytes: 50, readText: async () => text },
    });
    await harness.command(text, {}, { person: NOBODY });
    expect(await harness.audited()).toHaveLength(5);
    expect(stringsOf(await harness.audited()).join('\n')).not.toMatch(/canary|jane/);
  });

  it.each(SECRETS)('never holds a secret, wherever it was pasted by mistake (%#)', async (secret) => {
    await harness.command('check', { tenant: secret });
    await harness.command('testtokens', { tenant: `Tenant 1, ${secret.slice(0, 900)}` });
    await harness.command('access revoke', { subject: secret }, { person: ADMIN });
    await harness.command(secret, {}, { person: NOBODY });
    await harness.command('explain', { text: `the client said client_secret=${secret}` });
    const rows = stringsOf(await harness.audited()).join('\n');
    expect((await harness.audited()).length).toBeGreaterThan(2);
    expect(rows).not.toContain(secret.slice(0, 40));
    expect(rows).not.toContain(secret.slice(-12));
  });

  it.each(SECRETS)('is no place where a secret is shown either (%#)', async (secret) => {
    const asked = [
      await harness.command('check', { tenant: secret }),
      await harness.command('check', { tenant: secret.slice(0, 200), connection: 'default' }),
      await harness.command('testtokens', { only: secret }),
      await harness.command('access revoke', { subject: secret.slice(0, 99) }, { person: ADMIN }),
      await harness.command('explain', { text: `client_secret=${secret}` }),
    ];
    for (const { reply } of asked) {
      const shown = stringsOf(reply.cards).join('\n');
      expect(shown).not.toContain(secret.slice(0, 30));
    }
  });

  it('keeps names of people short and on one line', async () => {
    await harness.command('help', {}, { person: { ...TECHNICIAN, name: `a\n\u202e${'b'.repeat(5000)}` } });
    const name = (await harness.audited())[0]?.personName ?? '';
    expect(name.length).toBeLessThanOrEqual(80);
    expect(name).toMatch(/^a b+…$/);
  });
});
