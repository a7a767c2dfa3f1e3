import { beforeEach, describe, expect, it, vi } from 'vitest';
import { tenantCheckIds } from '../../../src/core/model/checks/check.ts';
import { buttonOf, labelsOf, linesOf, textOf } from '../cards/card-texts.ts';
import { code, fakeCloud, grant, isPartner, refuse } from '../fake-cloud.ts';
import { connection, failing, PARTNER_ID, START, tenantId } from '../fixtures.ts';
import { keepFound } from '../open-stores.ts';
import { ADMIN, BOUND, CHANNEL, createHarness, DIRECT, type Harness, HOME, NOBODY, VIEWER } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});

describe('/explain', () => {
  it('says what an error means, how certain that is, and offers the article and a test', async () => {
    const { reply } = await harness.command('explain', { text: 'AADSTS700082: The refresh token has expired' });
    expect(linesOf(reply.last).slice(0, 2)).toEqual(['The refresh token ran out', 'certain · AADSTS700082']);
    expect(labelsOf(reply.last)).toEqual(['More about this', 'Test tokens now']);
    const article = await harness.press(buttonOf(reply.last, 'More about this'));
    expect(article.reply.last.status).toBe('article');
  });

  it('offers no test to who may not run one', async () => {
    const { reply } = await harness.command('explain', { text: 'AADSTS53003' }, { person: VIEWER });
    expect(labelsOf(reply.last)).toEqual(['More about this']);
    const direct = await harness.command('explain', { text: 'AADSTS53003' }, { person: ADMIN, place: DIRECT });
    expect(labelsOf(direct.reply.last)).toEqual(['More about this']);
  });

  it('says that nothing is known, what was read, and does not guess', async () => {
    const { reply } = await harness.command('explain', { text: 'the printer is on fire' });
    expect(reply.last).toMatchObject({ tone: 'unknown', title: [{ text: 'Nothing in this text is known' }] });
    expect(linesOf(reply.last)[1]).toBe('not known');
  });

  it('reads a file together with the text, and refuses one that is too large or cannot be read', async () => {
    const file = (text: string) => ({ name: 'a.log', sizeBytes: text.length, readText: async () => text });
    const read = await harness.command('explain', { file: file('… AADSTS53003 …') });
    expect(textOf(read.reply.last)).toContain('AADSTS53003');
    let asked = false;
    const readText = async () => {
      asked = true;
      return '';
    };
    const large = await harness.command('explain', { file: { name: 'a.log', sizeBytes: 1_000_001, readText } });
    expect(large.reply.last.summary).toBe('The file has 1.0 MB, and at most 1 MB is read. Cut it around the error.');
    expect(asked).toBe(false);
    const gone = { name: 'a.log', sizeBytes: 1, readText: () => Promise.reject(new Error('it is no text.')) };
    const broken = await harness.command('explain', { file: gone });
    expect(broken.reply.last.summary).toBe('The file could not be read: it is no text.');
    const empty = await harness.command('explain', { file: file('  \n ') });
    expect(empty.reply.last.summary).toBe('There is no text in it. Paste the error itself.');
    expect(harness.faults).toEqual([]);
  });

  it('takes what was typed into its form', async () => {
    const plan = harness.plan(harness.toCommand('explain'));
    const form = plan.kind === 'form' ? plan.form : undefined;
    const [field] = form?.fields ?? [];
    const { reply } = await harness.press(form?.id ?? '', {}, { [field?.name ?? '']: 'AADSTS53003' });
    expect(textOf(reply.last)).toContain('certain · AADSTS53003');
  });

  it('refuses a text of more than 6,000 characters, and says how many it has', async () => {
    const { reply } = await harness.command('explain', { text: 'x'.repeat(6001) });
    expect(reply.last.summary).toBe('“text” is too long: 6001 characters, and at most 6000 are taken.');
  });

  it('cuts secrets and says to revoke them', async () => {
    const secret = 'abc8Q~canary.canary_canary-canary.canary12';
    const { reply } = await harness.command('explain', { text: `AADSTS7000215 client_secret=${secret}` });
    expect(linesOf(reply.last)).toContainEqual(expect.stringMatching(/^Secrets: There was a client secret.*revoke it/));
    expect(JSON.stringify(reply.last)).not.toContain('canary');
  });
});

describe('/troubleshoot', () => {
  it('shows an article that is named or clearly meant', async () => {
    for (const topic of ['mfa-required', 'mfa.required', 'AADSTS50076']) {
      const { reply } = await harness.command('troubleshoot', { topic });
      expect(linesOf(reply.last)).toContain('mfa-required');
    }
  });

  it('fills in what is known of the partner where there is one connection, and a word for it where not', async () => {
    const entry = harness.parts.connections[0];
    if (!entry) throw new Error('a connection is needed');
    const several = await createHarness({ connections: [entry, { ...entry, name: 'north', workspaces: [HOME] }] });
    for (const [one, known] of [
      [harness, true],
      [several, false],
    ] as const) {
      const text = textOf((await one.command('troubleshoot', { topic: 'access-conditional-access' })).reply.last);
      expect(text.includes(connection.applicationId)).toBe(known);
      expect(text.includes(PARTNER_ID)).toBe(known);
      expect(text.includes('APPLICATION-ID')).toBe(!known);
    }
  });

  it('asks where several fit, and each choice leads to its article', async () => {
    const { reply } = await harness.command('troubleshoot', { topic: 'token' });
    expect(reply.last.status).toBe('question');
    const [label = ''] = labelsOf(reply.last);
    const article = await harness.press(buttonOf(reply.last, label));
    expect(linesOf(article.reply.last)[0]).toBe(label);
  });

  it('says what to try where nothing fits, without naming a terminal', async () => {
    const { reply } = await harness.command('troubleshoot', { topic: 'qqqqqq' });
    expect(reply.last.status).toBe('not found');
    expect(textOf(reply.last)).not.toMatch(/samaritan /);
  });
});

describe('/check', () => {
  it('shows each check of one tenant, since when it fails, and what hangs on what', async () => {
    harness = await createHarness({
      cloud: fakeCloud({
        redeem: (request) =>
          request.resource === 'graph' && !isPartner(request) ? refuse(code(53003)) : grant(request.authorityTenant),
      }),
    });
    await keepFound(harness.runs, harness.clock, {
      at: START - 60_000,
      tenants: [failing(2, 'access.conditional-access')],
    });
    const { reply } = await harness.command('check', { tenant: 'tenant2.example' });
    expect(reply.last.summary).toBe('Tenant 2 fails: Conditional Access blocks the sign-in');
    const lines = linesOf(reply.last);
    expect(lines.filter((line) => / · (?:fine|failing|not tested)/.test(line))).toEqual([
      'tenant.policies · failing',
      expect.stringMatching(/^tenant.app, tenant.consent, tenant.scopes · not tested: there is no token/),
      `${tenantCheckIds('graph').join(', ')} · not tested: tenant.policies decides it.`,
    ]);
    expect(lines).toContain('gdap.membership svc-sam@partner.example is in “Service accounts”, with Global Reader.');
    expect(lines.find((line) => line.startsWith('Next: '))).toBeDefined();
    expect(lines[0]).toBe('Tenant 2 (tenant2.example) fails: Conditional Access blocks the sign-in');
    expect(lines).toContain(`Failing since: ${new Date(START - 60_000).toISOString()}`);
    expect(textOf(reply.last)).not.toMatch(/Run 01JX|00000000-0000/);
    expect(labelsOf(reply.last)).toEqual(['How to fix', 'Test again', 'Expected here', 'Download', 'Details']);
    const details = await harness.press(buttonOf(reply.last, 'Details'));
    expect(textOf(details.reply.last)).toMatch(/^Run: 01JX\S+$/m);
    expect(textOf(details.reply.last)).toContain(`Tenant 2 ${tenantId(2)}`);
    expect(harness.cloud.asked).not.toContain(`graph ${tenantId(1)}`);
  });

  it('says what its own connection lacks beside a tenant that works', async () => {
    harness = await createHarness({
      cloud: fakeCloud({ redeem: ({ authorityTenant }) => grant(authorityTenant, ['pwd']) }),
    });
    const { reply } = await harness.command('check', { tenant: 'Tenant 1' });
    expect(reply.last.summary).toBe('Tenant 1 works');
    const lines = linesOf(reply.last);
    expect(lines[lines.indexOf('partner.mfa · warning') + 1]).toMatch(/^The token carries no MFA claim\./);
  });

  it('asks back where a name fits several', async () => {
    const { reply } = await harness.command('check', { tenant: 'tenant' });
    expect(reply.last.summary).toBe('“tenant” fits 4 tenants. Which one is it?');
    expect(harness.cloud.asked.some((one) => one.startsWith('users'))).toBe(false);
    const [label = ''] = labelsOf(reply.last);
    const chosen = await harness.press(buttonOf(reply.last, label));
    expect(textOf(chosen.reply.last)).toContain('Tenant 1');
  });

  it('asks with a form for what was left out, and goes on with what is typed there', async () => {
    const { plan } = await harness.command('check', {});
    if (plan.kind !== 'form') throw new Error('a form is needed');
    expect(plan.form.fields.map(({ name }) => name)).toEqual(['tenant']);
    const { reply } = await harness.press(plan.form.id, {}, { tenant: 'Tenant 2' });
    expect(textOf(reply.last)).toContain('Tenant 2');
  });

  it('says so where a question was asked by an earlier process', async () => {
    const { reply } = await harness.press('s1~choose~abc-1~0');
    expect(reply.last.summary).toContain('not open any more');
  });

  it('shows the partner’s one cause where the connection itself is broken', async () => {
    harness = await createHarness({ cloud: fakeCloud({ redeem: () => refuse(code(700082)) }) });
    const { reply } = await harness.command('check', { tenant: 'Tenant 1' });
    expect(reply.last.summary).toContain('Nothing can be tested');
    // Nobody knows any more which tenant it was: the button says what it would do.
    expect(labelsOf(reply.last)).toContain('Test everything');
  });
});

describe('/status', () => {
  it('tells of a sweep that is under way', async () => {
    let release = (): void => {};
    const waiting = new Promise<void>((resolve) => {
      release = resolve;
    });
    harness.cloud.answers.customers = waiting.then(() => refuse({ kind: 'refused', httpStatus: 403, codes: [] }));
    const sweep = harness.start(harness.toCommand('testtokens'));
    await vi.waitFor(async () => {
      const { reply } = await harness.command('status', {}, { person: VIEWER });
      expect(linesOf(reply.last)).toContain('Under way: connection default, testing the connection itself.');
    });
    release();
    await sweep.done;
  });
});

describe('/help', () => {
  it('shows only what the person may run', async () => {
    const names = async (person: typeof ADMIN) => {
      const { reply } = await harness.command('help', {}, { person });
      return linesOf(reply.last).flatMap((line) => /^\/(\S+(?: [a-z]+)?) [A-Z]/.exec(line)?.[1] ?? []);
    };
    expect(await names(NOBODY)).toEqual(['help']);
    const { reply } = await harness.command('help', {}, { person: NOBODY });
    expect(textOf(reply.last)).toContain(
      'You have no role here yet. Ask an administrator: samaritan access grant gives roles.',
    );
    expect(await names(VIEWER)).toEqual(expect.arrayContaining(['explain', 'troubleshoot', 'status', 'help']));
    expect(await names(VIEWER)).not.toContain('testtokens');
    expect(await names(ADMIN)).toEqual(expect.arrayContaining(['testtokens', 'check', 'access']));
    const all = linesOf((await harness.command('help', {}, { person: ADMIN })).reply.last);
    expect(all).toContain('/access Who may do what, and where results may be seen: grant, revoke, list, channel.');
    expect(all).toContain('See what fails, for example samaritan check contoso.onmicrosoft.com');
  });

  it('explains one command, and speaks of one that may not be run as of none', async () => {
    const { reply } = await harness.command('help', { command: '/TestTokens' });
    expect(linesOf(reply.last)[0]).toBe('/testtokens');
    expect(linesOf(reply.last)).toContain('tenant Only this tenant: its id, domain or name.');
    expect(textOf(reply.last)).not.toMatch(/concurrency|--/);
    const hidden = await harness.command('help', { command: 'access grant' }, { person: VIEWER });
    const none = await harness.command('help', { command: 'nonsense' }, { person: VIEWER });
    expect(hidden.reply.last.summary.replace('access grant', 'nonsense')).toBe(none.reply.last.summary);
  });
});

describe('/access', () => {
  it('grants at once, and writes down who did it', async () => {
    const given = { subject: `discord:user:${NOBODY.id}`, role: 'technician' };
    await harness.command('access grant', given, { person: ADMIN });
    expect(harness.gate.book.grants.find(({ subject }) => subject === given.subject)).toMatchObject({
      role: 'technician',
      grantedBy: `discord:user:${ADMIN.id}`,
    });
    expect((await harness.command('testtokens', {}, { person: NOBODY })).reply.last.status).toBe('fine');
    await harness.command('access revoke', { subject: given.subject }, { person: ADMIN });
    expect((await harness.command('testtokens', {}, { person: NOBODY })).reply.last.status).toBe('refused');
  });

  it('binds the channel it is said in, and unbinds it again', async () => {
    await harness.command('access channel', { state: 'on' }, { person: ADMIN, place: CHANNEL });
    expect(harness.plan(harness.toCommand('status'), { place: CHANNEL })).toMatchObject({ audience: 'public' });
    await harness.command('access channel', { state: 'off' }, { person: ADMIN, place: CHANNEL });
    expect(harness.plan(harness.toCommand('status'), { place: CHANNEL })).toMatchObject({ audience: 'private' });
    expect(harness.plan(harness.toCommand('status'), { place: BOUND })).toMatchObject({ audience: 'public' });
  });

  it('takes no other channel than the one it is said in', async () => {
    const given = { state: 'on', channel: 'discord:channel:70000000000000009' };
    const { reply } = await harness.command('access channel', given, { person: ADMIN });
    expect(reply.last.summary).toContain('access channel takes no “channel”.');
    expect(harness.gate.book.channels).toHaveLength(1);
  });
});
