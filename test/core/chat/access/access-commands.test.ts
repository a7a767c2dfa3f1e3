import { describe, expect, it } from 'vitest';
import { grantAccess, listAccess, revokeAccess, setChannel } from '../../../../src/core/chat/access/access-commands.ts';
import { AccessGate } from '../../../../src/core/chat/access/access-gate.ts';
import { linesOf, textOf } from '../../cards/card-texts.ts';
import { START } from '../../fixtures.ts';
import { openStores } from '../../open-stores.ts';
import { VirtualTime } from '../../virtual-time.ts';

const SUBJECT = 'discord:user:80351110224678912';

async function createParts(admins: string[] = []) {
  const clock = new VirtualTime(START);
  const { access, audit } = await openStores(clock);
  return { access, gate: new AccessGate(access, admins), audit, clock };
}

describe('grantAccess', () => {
  it('gives the role, at once and with who did it', async () => {
    const parts = await createParts();
    const { card, json } = await grantAccess(parts, { subject: SUBJECT, role: 'technician' }, 'discord:user:1');
    expect(card.summary).toBe(`${SUBJECT} now has the role technician.`);
    expect(json).toEqual({ subject: SUBJECT, role: 'technician', before: null });
    expect(parts.gate.book.grants).toEqual([
      { subject: SUBJECT, role: 'technician', grantedAt: START, grantedBy: 'discord:user:1' },
    ]);
  });

  it('replaces the role of before and says which it was', async () => {
    const parts = await createParts();
    await grantAccess(parts, { subject: SUBJECT, role: 'admin' }, 'x');
    const { card } = await grantAccess(parts, { subject: SUBJECT, role: 'viewer' }, 'x');
    expect(card.summary).toBe(`${SUBJECT} now has the role viewer, instead of admin.`);
    expect(parts.gate.book.grants.map((grant) => grant.role)).toEqual(['viewer']);
  });

  it.each([
    { subject: 'everyone', role: 'admin' },
    { subject: SUBJECT, role: 'anyone' },
    { subject: SUBJECT, role: 'owner' },
  ])('changes nothing for $subject as $role', async (given) => {
    const parts = await createParts();
    const answer = await grantAccess(parts, given, 'x');
    expect(answer.failed).toBe(true);
    expect((await parts.access.read()).grants).toEqual([]);
  });
});

describe('a role for the tenants of tags', () => {
  const given = { subject: SUBJECT, role: 'technician', tags: ['emea', 'vip'] };

  it('is given for each of them, and says whom it is for', async () => {
    const parts = await createParts();
    const { card } = await grantAccess(parts, given, 'x');
    expect(card.summary).toBe(`${SUBJECT} now has the role technician for the tenants tagged emea, vip.`);
    expect(parts.gate.book.grants.map(({ tag }) => tag)).toEqual(['emea', 'vip']);
  });

  it('says where a role for every tenant makes it worth nothing', async () => {
    const parts = await createParts();
    await grantAccess(parts, { subject: SUBJECT, role: 'viewer' }, 'x');
    const { card } = await grantAccess(parts, given, 'x');
    expect(card.tone).toBe('warn');
    expect(textOf(card)).toContain('It also has the role viewer for every tenant.');
    const admin = await grantAccess(await createParts([SUBJECT]), given, 'x');
    expect(textOf(admin.card)).toContain('SAMARITAN_ADMINS makes it an administrator of every tenant.');
  });

  it('is taken away for one tag, or all at once', async () => {
    const parts = await createParts();
    await grantAccess(parts, given, 'x');
    const { card } = await revokeAccess(parts, SUBJECT, 'vip');
    expect(card.summary).toBe(`${SUBJECT} has no role for the tenants tagged vip any more.`);
    expect(textOf(card)).toContain('It keeps: technician for emea.');
    const unknown = await revokeAccess(parts, SUBJECT, 'apac');
    expect(unknown.card.status).toBe('unchanged');
    expect(textOf(unknown.card)).not.toContain('Nothing had been granted');
    await revokeAccess(parts, SUBJECT);
    expect(parts.gate.book.grants).toEqual([]);
  });
});

describe('revokeAccess', () => {
  it('takes the role away at once', async () => {
    const parts = await createParts();
    await grantAccess(parts, { subject: SUBJECT, role: 'admin' }, 'x');
    const { card } = await revokeAccess(parts, SUBJECT);
    expect(card.summary).toBe(`${SUBJECT} has no role any more.`);
    expect(parts.gate.book.grants).toEqual([]);
  });

  it('says that nothing had been granted', async () => {
    const { card, json } = await revokeAccess(await createParts(), SUBJECT);
    expect(card.status).toBe('unchanged');
    expect(json).toMatchObject({ had: false, configured: false });
  });

  it('says that the configuration still makes it an administrator', async () => {
    const { card } = await revokeAccess(await createParts([SUBJECT]), SUBJECT);
    expect(textOf(card)).toContain('stays an administrator while SAMARITAN_ADMINS lists it');
  });
});

describe('setChannel', () => {
  it('binds and unbinds a channel, and says when it was so before', async () => {
    const parts = await createParts();
    const place = 'discord:channel:81384788765712384';
    expect(textOf((await setChannel(parts, { place, on: true }, 'x')).card)).not.toContain('It was so before.');
    expect(parts.gate.book.channels).toEqual([{ place, boundAt: START, boundBy: 'x' }]);
    expect(textOf((await setChannel(parts, { place, on: true }, 'x')).card)).toContain('It was so before.');
    await setChannel(parts, { place, on: false }, 'x');
    expect(parts.gate.book.channels).toEqual([]);
  });

  it.each(['general', 'discord:channel:', 'discord:user:81384788765712384', 'teams:channel:a b c d e'])(
    'binds nothing named “%s”',
    async (place) => {
      const parts = await createParts();
      expect((await setChannel(parts, { place, on: true }, 'x')).failed).toBe(true);
      expect((await parts.access.read()).channels).toEqual([]);
    },
  );
});

describe('listAccess', () => {
  it('shows administrators of the configuration, grants, channels and the latest of the audit log', async () => {
    const parts = await createParts(['teams:user:0a0a0a0a-0000-4000-8000-0000000000ab']);
    await grantAccess(parts, { subject: SUBJECT, role: 'viewer' }, 'discord:user:1');
    await setChannel(parts, { place: 'discord:channel:81384788765712384', on: true }, 'x');
    await parts.audit.record({
      at: START,
      platform: 'discord',
      personId: '1',
      personName: 'Ada',
      place: null,
      action: 'command check',
      target: 'contoso.example',
      outcome: 'refused',
      reason: 'wants technician, has viewer',
    });
    const lines = linesOf((await listAccess(parts)).card);
    expect(lines).toContain('teams:user:0a0a0a0a-0000-4000-8000-0000000000ab admin, by SAMARITAN_ADMINS');
    expect(lines).toContainEqual(expect.stringMatching(`^${SUBJECT} viewer, given by discord:user:1 `));
    expect(lines).toContainEqual(expect.stringMatching(/^discord:channel:81384788765712384 since /));
    expect(lines).toContainEqual(
      expect.stringContaining('Ada: command check contoso.example (refused: wants technician, has viewer)'),
    );
  });

  it('says how the first role is given where nobody has one', async () => {
    const { card } = await listAccess(await createParts());
    const text = textOf(card);
    // A sentence instead of a list is no item of one.
    expect(card.blocks.filter(({ kind }) => kind === 'list')).toEqual([]);
    expect(text).toContain('Nobody has a role. Set SAMARITAN_ADMINS, or run access grant on the terminal.');
    expect(text).toContain('None: results are shown only to who asked.');
  });
});
