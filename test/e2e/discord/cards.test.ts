import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selectsOf } from '../../../simulators/discord/read-message.ts';
import type { StoredMessage } from '../../../simulators/discord/world/messages.ts';
import { createDiscordWorld, type DiscordWorld, TECHNICIAN, VIEWER } from './discord-setup.ts';
import { idOf, isPrivate, labelsOf, press, readable, reads, shows, sweep } from './drive.ts';
import { guardWorld } from './guard-world.ts';

const CONSENT = 14;

let world: DiscordWorld;
let report: StoredMessage;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 60 } });
  world.sandbox.spread([
    ...Array.from({ length: CONSENT }, () => 'consent-missing'),
    ...['ca-block', 'ca-block', 'ca-block', 'mfa-required', 'mfa-required', 'no-gdap-path', 'exchange-role-user'],
    'exchange-not-licensed',
    'app-disabled',
    'not-assigned',
    'risk-delegated',
    'graph-forbidden',
  ]);
  await world.startHere();
  report = await sweep(world);
});
afterAll(() => world.close());
guardWorld(() => world);

/** Opens “How to fix” of the cause with this title, for the person alone. */
async function openFix(title: string, user = TECHNICIAN): Promise<StoredMessage> {
  const index = causesOf(report).indexOf(title);
  if (index < 0) throw new Error(`no cause “${title}” among ${causesOf(report).join(', ')}`);
  if (index === 0) return shows(press(world, report, 'How to fix', user), /Who acts/);
  const customId = selectsOf(report)[0]?.custom_id ?? '';
  return shows(world.standIn.select({ messageId: report.id, user, customId, values: [`${index}`] }), /Who acts/);
}

const causesOf = (message: StoredMessage): string[] =>
  [...readable(message).matchAll(/\*\*(?:Start with: )?([^*]+)\*\* · (?:ours|theirs)/g)].map(
    ([, title]) => title ?? '',
  );
const runId = (): string => idOf(report, 'How to fix').split('~')[2] ?? '';

describe('a report', () => {
  it('begins with the most urgent cause, and shows the last ones on the next page, for who turns it alone', async () => {
    expect(readable(report)).toContain('26 of 60 tenants fail');
    expect(readable(report)).toMatch(/Start with: Consent is missing\*\* · ours · 14 tenants/);
    expect(readable(report)).toContain('Causes 1 to 8 of');
    const turn = press(world, report, 'More causes', VIEWER);
    const second = await shows(turn, /Causes 9 to/);
    expect(await isPrivate(turn)).toBe(true);
    expect(labelsOf(second)).toContain('Previous causes');
    await shows(press(world, second, 'Previous causes', VIEWER), /Causes 1 to 8/);
    expect(second.edits.length).toBeGreaterThan(0);
    expect(readable(report)).toContain('Causes 1 to 8 of');
  });

  it('is handed over as CSV and HTML, to who asks alone', async () => {
    const handle = press(world, report, 'Download', VIEWER);
    const message = await shows(handle, /The report of the connection/);
    expect([await isPrivate(handle), message.ephemeral]).toEqual([true, true]);
    const [csv, html, ...more] = message.attachments;
    expect(more).toEqual([]);
    expect(csv?.filename).toBe(`samaritan-${runId()}.csv`);
    expect(csv?.data.toString('utf8').trim().split('\n').length).toBeGreaterThanOrEqual(61);
    expect(html?.filename).toBe(`samaritan-${runId()}.html`);
    expect(html?.data.toString('utf8')).toContain('<html');
  });
});

describe('“Show tenants”', () => {
  it('pages through all tenants of a cause, with the steps for each', async () => {
    const fix = await shows(press(world, report, 'How to fix', VIEWER), /Who acts/);
    const first = await shows(press(world, fix, 'Show tenants', VIEWER), /page 1 of 2/);
    const names = (page: Parameters<typeof readable>[0]) => [...readable(page).matchAll(/^- \*\*([^*]+)\*\*/gm)];
    // What is broken in each alike is said once.
    expect(readable(first)).toContain('Broken: graph.token, exchange.token\n');
    expect(names(first)).toHaveLength(12);
    const second = await shows(press(world, first, 'Next', VIEWER), /page 2 of 2/);
    expect(names(second)).toHaveLength(CONSENT - 12);
    await shows(press(world, second, 'Previous', VIEWER), /page 1 of 2/);
    await shows(press(world, second, 'Back', VIEWER), /26 of 60 tenants fail/);
    expect(second.id).toBe(first.id);
  });

  it('leads to the steps for one of them', async () => {
    const opened = await shows(press(world, report, 'How to fix', VIEWER), /Who acts/);
    const list = await shows(press(world, opened, 'Show tenants', VIEWER), /page 1 of 2/);
    const [choice] = selectsOf(list);
    const [option] = choice?.options ?? [];
    const { standIn } = world;
    const values = [option?.value ?? ''];
    const customId = choice?.custom_id ?? '';
    const fix = await shows(standIn.select({ messageId: list.id, user: VIEWER, customId, values }), /Who acts/);
    expect(readable(fix)).toContain(option?.label);
  });
});

describe('“How to fix”', () => {
  it('goes from the cause to one tenant, its message to the customer, the article and back', async () => {
    const fix = await openFix('Conditional Access blocks the sign-in', VIEWER);
    expect(fix.ephemeral).toBe(true);
    expect(labelsOf(fix)).toContain('Messages for all 3');
    const [choice] = selectsOf(fix);
    const option = choice?.options?.[1];
    const values = [option?.value ?? ''];
    const customId = choice?.custom_id ?? '';
    const one = await shows(
      world.standIn.select({ messageId: fix.id, user: VIEWER, customId, values }),
      /Failing since/,
    );
    const tenant = world.sandbox.tenants().find(({ displayName }) => displayName === option?.label);
    expect(readable(one)).toContain(`${tenant?.displayName} (${tenant?.defaultDomainName})`);
    const details = await shows(press(world, one, 'Details', VIEWER), /Run:/);
    expect(readable(details)).toContain(tenant?.tenantId);
    await shows(press(world, details, 'Back', VIEWER), /Failing since/);
    expect(readable(one)).toContain('AADSTS53003');

    const message = await shows(press(world, one, 'Message to the customer', VIEWER), /Nothing is sent from here/);
    expect(readable(message)).toContain(`Message to ${tenant?.displayName}`);
    await shows(press(world, message, 'Back', VIEWER), /Failing since/);
    await shows(press(world, one, 'More about this', VIEWER), /Symptom/);
    expect(one.id).toBe(fix.id);
    expect(readable(report)).toContain('26 of 60 tenants fail');
  });

  it('goes back to the page of the report that its cause stands on', async () => {
    const last = await shows(press(world, report, 'More causes', VIEWER), /Causes 9 to/);
    const [choice] = selectsOf(last);
    const values = [choice?.options?.[0]?.value ?? ''];
    const customId = choice?.custom_id ?? '';
    const opened = world.standIn.select({ messageId: last.id, user: VIEWER, customId, values });
    await shows(press(world, await shows(opened, /Who acts/), 'Back', VIEWER), /Causes 9 to/);
  });
});

describe('“Test again”', () => {
  const tenantsOf = (scenario: string) => world.sandbox.tenants().filter((tenant) => tenant.scenario === scenario);

  it('tests only the broken link again: still failing, then mended, and after how long', async () => {
    const [tenant] = tenantsOf('exchange-role-user');
    const id = tenant?.tenantId ?? '';
    const title = causesOf(report).find((one) => one.includes('Exchange role')) ?? '';
    const fix = await openFix(title);
    expect(readable(fix)).toContain(tenant?.displayName);
    world.sandbox.setTenant(id, 'exchange-role-user');
    const still = await shows(press(world, fix, 'Test again'), /still fails, for the same cause/);
    expect(still.id).toBe(fix.id);
    expect(askedOf(id)).toMatchObject({ graph: 0, graphToken: 0 });
    expect(askedOf(id).exchange).toBeGreaterThan(0);

    world.sandbox.setTenant(id, 'fine');
    const text = await reads(press(world, still, 'Test again'), /Mended/);
    expect(text).toMatch(/works again.*after \d/);
    await shows(press(world, still, 'Back'), /connection default · \d/);
  });

  it('names another cause that has come in its place', async () => {
    const [tenant] = tenantsOf('no-gdap-path');
    const fix = await openFix('The service account has no way into this tenant');
    expect(readable(fix)).toContain(tenant?.displayName);
    world.sandbox.setTenant(tenant?.tenantId ?? '', 'mfa-required');
    const card = await shows(press(world, fix, 'Test again'), /still fails, now for another cause/);
    expect(labelsOf(card)).toContain('How to fix');
    await shows(press(world, card, 'How to fix'), /Who acts/);
  });

  const askedOf = (id: string) => {
    const found = world.sandbox.tenants().find((one) => one.tenantId === id);
    if (!found) throw new Error('no such tenant');
    return found.asked;
  };
});
