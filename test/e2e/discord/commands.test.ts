import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PATIENT } from '../../patience.ts';
import {
  ADMIN,
  BOUND,
  createDiscordWorld,
  type DiscordWorld,
  NIGHT_SHIFT,
  STRANGER,
  TECHNICIAN,
  UNBOUND,
  VIEWER,
} from './discord-setup.ts';
import { ask, isPrivate, labelsOf, press, REPORT, readable, reads, shows, sweep } from './drive.ts';
import { guardWorld } from './guard-world.ts';

let world: DiscordWorld;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 40, mix: 'demo' } });
  await world.startHere();
  // What is known of the tenants comes from the last sweep.
  await sweep(world);
});
afterAll(() => world.close());
guardWorld(() => world);

const tenantWith = (scenario: string) => {
  const found = world.sandbox.tenants().find((tenant) => tenant.scenario === scenario);
  if (!found) throw new Error(`no tenant is ${scenario}`);
  return found;
};

describe('/testtokens', () => {
  it('sweeps the tenants named, one pair only, of one connection', async () => {
    const [first, second] = world.sandbox.tenants();
    const tenant = `${first?.tenantId}, ${second?.defaultDomainName}`;
    const text = await reads(
      ask(world, 'testtokens', { options: { tenant, only: 'graph', connection: 'default' } }),
      REPORT,
    );

    expect(text).toContain('Both tenants work');
    expect(text).toContain('Graph');
    expect(text).not.toContain('Exchange');
  });

  it('names the tenant or connection that is not there, with the way out', async () => {
    expect(
      await reads(ask(world, 'testtokens', { options: { tenant: 'Nobody Limited' } }), /Nobody Limited/),
    ).toContain('40 customers');
    const text = await reads(ask(world, 'testtokens', { options: { connection: 'second' } }), /no connection/);
    expect(text).toContain('default');
  });
});

describe('/check', () => {
  it('shows each link of one tenant with its evidence', async () => {
    const { tenantId, displayName } = tenantWith('ca-block');
    const options = { tenant: tenantId, connection: 'default' };
    const message = await shows(ask(world, 'check', { options }), /fails/);

    expect(readable(message)).toContain(displayName);
    for (const link of ['graph.token', 'graph.read', 'exchange.token', 'AADSTS53003', 'Failing since'])
      expect(readable(message)).toContain(link);
    await shows(press(world, message, 'How to fix'), /Who acts/);
    await shows(press(world, message, 'Download'), /The report of the connection/);
    const before = world.sandbox.stats().requests.total;
    const again = press(world, message, 'Test again');
    await vi.waitUntil(() => world.sandbox.stats().requests.total > before, PATIENT);
    expect(await reads(again, /proved/)).toContain(displayName);
  });

  it('says that a tenant works', async () => {
    const { defaultDomainName } = tenantWith('fine');
    expect(await reads(ask(world, 'check', { options: { tenant: defaultDomainName } }), /works/)).toMatch(/works/);
  });
});

describe('/troubleshoot', () => {
  it('opens an article by its id and turns its page', async () => {
    const message = await shows(ask(world, 'troubleshoot', { options: { topic: 'consent-missing' } }), /Who acts/);
    expect(labelsOf(message)).toEqual(['Walk me through', 'Verify, message, sources']);
    const handle = world.standIn.button({ messageId: message.id, user: VIEWER, label: 'Verify, message, sources' });
    const second = await shows(handle, /Sources/);
    expect(await isPrivate(handle)).toBe(true);
    expect(labelsOf(second)).toEqual(['Walk me through', 'Steps']);
    await shows(world.standIn.button({ messageId: second.id, user: VIEWER, label: 'Steps' }), /Who acts/);
  });

  it('offers the best few for words, and each opens', async () => {
    const message = await shows(ask(world, 'troubleshoot', { options: { topic: 'tenant' } }), /Which of these/);
    const [label = ''] = labelsOf(message);
    await shows(world.standIn.button({ messageId: message.id, user: VIEWER, label }), /Who acts/);
  });

  it('says what to try where nothing fits', async () => {
    await shows(ask(world, 'troubleshoot', { options: { topic: 'zzzzqqqq' } }), /No article fits/);
  });
});

describe('/status', () => {
  it('says how the connection stands', async () => {
    const text = await reads(ask(world, 'status', { user: VIEWER, options: { connection: 'default' } }), /Samaritan 0/);
    expect(text).toContain('9 of 40 tenants fail');
    expect(text).toContain('Consent is missing: 3 tenants');
  });

  it('says that there is no such connection', async () => {
    await shows(ask(world, 'status', { options: { connection: 'second' } }), /no connection/);
  });
});

describe('/help', () => {
  const commandsShown = async (user: typeof ADMIN) => {
    const handle = ask(world, 'help', { user });
    const text = await reads(handle, /you may run/);
    expect(await isPrivate(handle)).toBe(true);
    return [...text.matchAll(/^- `\/([a-z ]+)`/gm)].map(([, name]) => name).filter((name) => name !== 'help');
  };

  it('shows each person only what they may run', async () => {
    expect(await commandsShown(STRANGER)).toEqual([]);
    expect(await commandsShown(VIEWER)).toEqual(expect.arrayContaining(['explain', 'troubleshoot', 'status']));
    expect(await commandsShown(VIEWER)).not.toContain('testtokens');
    expect(await commandsShown(TECHNICIAN)).toEqual(expect.arrayContaining(['testtokens', 'check', 'explain']));
    expect(await commandsShown(TECHNICIAN)).not.toContain('access');
    expect(await commandsShown(ADMIN)).toContain('access');
  });

  it('explains one command, and hides one that may not be run', async () => {
    expect(await reads(ask(world, 'help', { options: { command: 'testtokens' } }), /testtokens/)).toContain('only');
    await shows(ask(world, 'help', { options: { command: 'access grant' } }), /There is no command/);
  });
});

describe('/access', () => {
  const asAdmin = (command: string, options = {}, channel = BOUND) =>
    ask(world, command, { user: ADMIN, options, channel });

  it('grants to a member and a role that are picked, lists and takes away, for the administrator’s eyes alone', async () => {
    const grant = asAdmin('access grant', { subject: STRANGER, role: 'viewer' });
    await shows(grant, new RegExp(`discord:user:${STRANGER.id} now has the role viewer`));
    expect(await isPrivate(grant)).toBe(true);
    await shows(asAdmin('access grant', { subject: NIGHT_SHIFT, role: 'technician' }), /discord:role:\d+ now has/);
    expect(await reads(asAdmin('access list'), /technician/)).toContain(NIGHT_SHIFT);
    await shows(asAdmin('access revoke', { subject: NIGHT_SHIFT }), /has no role any more/);
    await shows(asAdmin('access revoke', { subject: STRANGER }), /has no role any more/);
    await shows(asAdmin('access revoke', { subject: STRANGER }), /had no role/);
  });

  it('lets everybody in a channel see results, and stops that', async () => {
    const seenByAll = async () => !(await isPrivate(ask(world, 'status', { channel: UNBOUND })));
    expect(await seenByAll()).toBe(false);
    await shows(asAdmin('access channel', { state: 'on' }, UNBOUND), /Everybody who reads this channel/);
    expect(await seenByAll()).toBe(true);
    await shows(asAdmin('access channel', { state: 'off' }, UNBOUND), /only to the person who asks/);
    expect(await seenByAll()).toBe(false);
  });
});
